# Runs benchmarks from a finished build: start | load | canary | footprint | kernels | codec | reader | all JMH by pattern.
set -eu
[ $# -gt 0 ] || { echo "usage: ./do bench start | load | canary [RUNS] | footprint FILE... | PATTERN (a JMH benchmark, such as Forest)" >&2; exit 2; }
mvn -B -q -ntp -DskipTests -Dspotless.check.skip=true -pl bench -am package dependency:build-classpath \
  -Dmdep.outputFile=target/classpath -Dmdep.includeScope=runtime >&2
path=bench/target/classes:house/target/classes:kit/target/classes:app/target/classes:plugs/onnx/target/classes:$(cat bench/target/classpath)
ORT_DISABLE_TELEMETRY=1
export ORT_DISABLE_TELEMETRY
case $1 in
  footprint) shift; exec "$JAVA_HOME/bin/java" -cp "$path" dev.serin.bench.Footprint "$@" ;;
  canary) shift; exec "$JAVA_HOME/bin/java" -cp "$path" dev.serin.bench.CanaryTable "$@" ;;
  start | load) exec "$JAVA_HOME/bin/java" -cp "$path" dev.serin.bench.Servers "$1" ;;
  *) exec "$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED -cp "$path" org.openjdk.jmh.Main "$@" ;;
esac
