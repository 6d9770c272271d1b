#!/bin/sh
# For people who work on Serin: ./do build | test | format | run | figures | bench | fuzz | formats | dist | story NAME
set -eu

top=$(cd "$(dirname "$0")" && pwd -P)
cd "$top"
. build-tools/find-jdk.sh
. build-tools/build.sh

usage() {
  sed 's/^  //' <<'TEXT'
  usage: ./do COMMAND
    build        compile, package, make the start cache
    test         every check and test that needs only a JDK and Maven
    format       format the sources
    run ARGS     ./serin ARGS after a build
    figures      the style figures of the code against their bands
    bench NAME   start (time, memory), load (CPU a request), footprint FILE... (time, memory of loading), canary [RUNS] (the tables of docs/canary.md), or a JMH benchmark: KernelBench, BoostingBench, ReadingBench, PredictingBench, OpeningBench, TrialBench, JudgeBench
    fuzz SECONDS damage models of every format and open them; a table of what came out
    hostile      the table of the models that were made to harm, with time and memory
    formats      write docs/formats.md anew from the code and the fixtures
    dist         make app/target/serin-VERSION.tar.gz, which runs with a JDK alone
    story NAME   slow proofs: soak, crash, canary
TEXT
}

# Adds up what the runner printed for each module, not its reports: the runs of a parameterized
# class overwrite each other's. "N passed, N failed, N skipped" is the last line.
totals() {
  sed -n 's/.* in \([A-Za-z0-9_.]*\)$/\1 &/p' "$1" |
    awk '/ Skipped: [1-9]/ && !seen[$1]++ { print "skipped (in part): " $1 }'
  echo
  [ "$2" -eq 0 ] || echo "the build failed, see above"
  awk '/\] Tests run: [0-9]+, Failures: [0-9]+, Errors: [0-9]+, Skipped: [0-9]+$/ {
      gsub(/[^0-9]+/, " "); t += $1; f += $2 + $3; s += $4
    }
    END { printf "%d passed, %d failed, %d skipped\n", t - f - s, f, s }' "$1"
}

# Runs the tests in so large a heap.
heap() {
  echo "-Dsurefire.argLine=-Xmx$1 -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"
}

verify() {
  find_maven
  log=$(mktemp)
  { mvn -B -ntp -Dstyle.color=never "$@" && echo 0 >"$log.status" || echo $? >"$log.status"; } | tee "$log"
  status=$(cat "$log.status")
  totals "$log" "$status"
  rm -f "$log" "$log.status"
  return "$status"
}

# The same without the runner's words, unless a test fails.
verify_quietly() {
  words=$(mktemp)
  status=0
  verify "$@" >"$words" || status=$?
  [ "$status" -eq 0 ] || cat "$words"
  rm -f "$words"
  return "$status"
}

[ $# -gt 0 ] || { usage >&2; exit 2; }
command=$1
shift
find_jdk
case $command in
  build) build "$top" ;;
  test) build_when_older "$top" && verify verify "$@" ;;
  format) find_maven && mvn -B -q -ntp -Dstyle.color=never spotless:apply ;;
  run) exec ./serin "$@" ;;
  figures) python3 build-tools/style_figures.py --bands serin=. ;;
  bench) build_when_older "$top" && find_maven && exec sh build-tools/bench.sh "$@" ;;
  fuzz) verify "$(heap 512m)" -pl app -am test -Dtest=MutationTest -DexcludedGroups=none -Dgroups=fuzz "-Dserin.fuzz.seconds=${1:-60}" -Dsurefire.failIfNoSpecifiedTests=false ;;
  formats) verify -pl app -am test -Dtest=FormatsPageTest -Dserin.formats.write=true -Dsurefire.failIfNoSpecifiedTests=false ;;
  hostile) verify_quietly "$(heap 128m)" -pl app -am test -Dtest=HostileCatalogueTest -Dsurefire.failIfNoSpecifiedTests=false && cat app/target/hostile.md ;;
  dist) build_when_older "$top" && sh build-tools/dist.sh "$top" ;;
  story) [ $# -eq 1 ] || { usage >&2; exit 2; }
    build_when_older "$top" && verify -pl stories -am test "-Dserin.story=$1" -Dgroups="$1" -Dsurefire.failIfNoSpecifiedTests=false ;;
  help | --help | -h) usage ;;
  *) echo "do: no command '$command'" >&2; usage >&2; exit 2 ;;
esac
