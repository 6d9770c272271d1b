# Sourced by ./serin and ./do: makes app/target/serin (lib with all jars, the unpacked engine, the
# start cache) when a source is newer than the last whole build.

sources_newer() {
  [ -f "$1/app/target/serin/built" ] || return 0
  newer=$(find "$1/pom.xml" "$1/build-tools" "$1"/house/pom.xml "$1"/house/src/main "$1"/plugs/*/pom.xml \
    "$1"/plugs/*/src/main "$1"/app/pom.xml "$1"/app/src/main -newer "$1/app/target/serin/built" -print | head -n 1)
  [ -n "$newer" ]
}

build_when_older() {
  sources_newer "$1" || return 0
  mkdir -p "$1/app/target"
  lock=$1/app/target/build.lock
  until mkdir "$lock" 2>/dev/null; do
    owner=$(cat "$lock/pid" 2>/dev/null || true)
    if [ -n "$owner" ] && ! kill -0 "$owner" 2>/dev/null; then
      rm -rf "$lock"
    else
      echo "serin: another build is running (${owner:-unknown process}), waiting for it" >&2
      sleep 2
    fi
  done
  echo $$ >"$lock/pid"
  trap 'rm -rf "$lock"' EXIT
  trap 'rm -rf "$lock"; exit 130' INT TERM
  if sources_newer "$1"; then
    build "$1" || { echo "serin: the build failed; run ./do build to see it again" >&2; exit 1; }
  fi
  rm -rf "$lock"
  trap - EXIT INT TERM
}

build() {
  find_maven
  echo "serin: building (once; the first time Maven fetches libraries) ..." >&2
  (cd "$1" && mvn -B -q -ntp -Dstyle.color=never -DskipTests -Dspotless.check.skip=true -pl app -am package >&2) || return 1
  home=$1/app/target/serin
  rm -rf "$home"
  mkdir -p "$home/lib/native"
  cp "$1"/app/target/lib/*.jar "$home/lib/"
  cp "$1/app/target/serin-app.jar" "$home/lib/"
  for folder in "$1"/app/target/native/ai/onnxruntime/native/*/; do
    [ ! -d "$folder" ] || cp -R "${folder%/}" "$home/lib/native/"
  done
  make_start_cache "$1" "$home"
  touch "$home/built"
}

# Rehearses a start and some predictions once, so that later starts find their classes prepared.
make_start_cache() {
  scratch=$(mktemp -d "${TMPDIR:-/tmp}/serin-rehearsal.XXXXXX")
  # shellcheck disable=SC2086
  if ! "$JAVA_HOME/bin/java" -XX:AOTCacheOutput="$2/lib/serin.aot" -XX:+UseSerialGC -XX:+UseCompactObjectHeaders \
    --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
    -cp "$2/lib/serin-app.jar:$2/lib/*" dev.serin.app.Rehearsal "$scratch" "$1/examples/models" >"$scratch/log" 2>&1; then
    echo "serin: no start cache could be made (starts will be slower):" >&2
    tail -n 3 "$scratch/log" >&2
    rm -f "$2/lib/serin.aot"
  fi
  rm -rf "$scratch"
}
