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
    bench NAME   start (time, memory), load (CPU a request), footprint FILE... (time, memory of loading), or a JMH benchmark: KernelBench, BoostingBench, ReadingBench, PredictingBench, OpeningBench
    fuzz SECONDS damage models of every format and open them; a table of what came out
    hostile      the table of the models that were made to harm, with time and memory
    formats      write docs/formats.md anew from the code and the fixtures
    dist         make app/target/serin-VERSION.tar.gz, which runs with a JDK alone
    story NAME   slow proofs: soak, crash
TEXT
}

# Adds up the runner's reports: "N passed, N failed, N skipped" is the last line.
totals() {
  find . -path '*/target/surefire-reports/TEST-*.xml' -newer "$1" -exec sed -n 's/^<testsuite .*/&/p' {} \; |
    sed 's/.* tests="\([0-9]*\)".*/& T=\1/;s/.* errors="\([0-9]*\)".*/& E=\1/;s/.* skipped="\([0-9]*\)".*/& S=\1/;s/.* failures="\([0-9]*\)".*/& F=\1/' |
    awk '{ for (i = 1; i <= NF; i++) { split($i, p, "="); if (p[1] == "T") t += p[2]; if (p[1] == "E" || p[1] == "F") f += p[2]; if (p[1] == "S") s += p[2] } }
      END { printf "%d passed, %d failed, %d skipped\n", t - f - s, f, s }'
}

# Runs the tests in so large a heap.
heap() {
  echo "-Dsurefire.argLine=-Xmx$1 -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"
}

verify() {
  find_maven
  mark=$(mktemp)
  status=0
  mvn -B -ntp -Dstyle.color=never "$@" || status=$?
  find . -path '*/target/surefire-reports/TEST-*.xml' -newer "$mark" -exec grep -l '<skipped' {} \; |
    sed 's/.*TEST-\(.*\)\.xml/skipped (in part): \1/'
  echo
  totals "$mark"
  rm -f "$mark"
  return $status
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
  hostile) verify -q "$(heap 128m)" -pl app -am test -Dtest=HostileCatalogueTest -Dsurefire.failIfNoSpecifiedTests=false && cat app/target/hostile.md ;;
  dist) build_when_older "$top" && sh build-tools/dist.sh "$top" ;;
  story) [ $# -eq 1 ] || { usage >&2; exit 2; }
    build_when_older "$top" && verify -pl stories -am test "-Dserin.story=$1" -Dgroups="$1" -Dsurefire.failIfNoSpecifiedTests=false ;;
  help | --help | -h) usage ;;
  *) echo "do: no command '$command'" >&2; usage >&2; exit 2 ;;
esac
