package dev.serin.plug.onnx;

import dev.serin.base.Deadline;
import dev.serin.base.Problem;
import dev.serin.plug.onnx.ThreadChoice.Trial;
import dev.serin.runtime.NetEngine.Net;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.TensorSpec;
import dev.serin.tensor.Values.Doubles;
import dev.serin.tensor.Values.Floats;
import dev.serin.tensor.Values.Longs;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Runs a net on one row of zeros: alone, and with a caller on every processor. Sizes that vary are
 * 1; a net that cannot run so, or takes texts, is not tried.
 */
final class ThreadTrials {
  private static final long SLOW_NANOS = 10_000_000;
  private static final long MOST_NANOS = 3_000_000_000L;
  private static final int ROUNDS = 3;
  private static final long LONG_NANOS = 100_000_000;
  private static final int MOST_ELEMENTS = 1 << 24;

  private final LongSupplier clock;
  private final int processors;

  ThreadTrials(LongSupplier clock, int processors) {
    this.clock = clock;
    this.processors = processors;
  }

  int processors() {
    return processors;
  }

  /** The trial of a net that takes long for a row; empty when threads cannot help it. */
  Optional<Trial> slow(Net net) {
    boolean feedable =
        net.inputs().stream().allMatch(spec -> spec.type() != DataType.BYTES && small(spec));
    if (processors < 2 || !feedable || net.outputs().isEmpty()) {
      return Optional.empty();
    }
    try {
      long cold = nanos(net);
      boolean slow = cold > SLOW_NANOS && nanos(net) > SLOW_NANOS;
      return slow ? Optional.of(trial(net)) : Optional.empty();
    } catch (Problem.Raised unable) {
      return Optional.empty(); // other sizes than 1 are wanted, or it takes for ever
    }
  }

  /**
   * Measures it: the fastest of three runs alone, then three by all processors at once; one each
   * where a run takes more than a tenth of a second.
   */
  Trial trial(Net net) {
    long first = nanos(net);
    int rounds = first > LONG_NANOS ? 1 : ROUNDS;
    long latency =
        Math.min(first, IntStream.range(1, rounds).mapToLong(_ -> nanos(net)).min().orElse(first));
    long start = clock.getAsLong();
    try (ExecutorService callers =
        Executors.newThreadPerTaskExecutor(Thread.ofPlatform().name("onnx-trial").factory())) {
      List<CompletableFuture<Void>> runs =
          IntStream.range(0, processors)
              .mapToObj(_ -> CompletableFuture.runAsync(() -> run(net, rounds), callers))
              .toList();
      runs.forEach(CompletableFuture::join);
    }
    long took = Math.max(1, clock.getAsLong() - start);
    return new Trial(net.threads(), latency, processors * rounds * 1e9 / took);
  }

  private void run(Net net, int rounds) {
    for (int round = 0; round < rounds; round++) {
      nanos(net);
    }
  }

  private long nanos(Net net) {
    List<Tensor> row = net.inputs().stream().map(ThreadTrials::zeros).toList();
    Set<String> outputs = net.outputs().stream().map(TensorSpec::name).collect(Collectors.toSet());
    long start = clock.getAsLong();
    net.run(row, outputs, new Deadline(start + MOST_NANOS, clock));
    return clock.getAsLong() - start;
  }

  private static long[] shape(TensorSpec spec) {
    return spec.shape().stream().mapToLong(size -> Math.max(1, size)).toArray();
  }

  private static boolean small(TensorSpec spec) {
    return Arrays.stream(shape(spec)).asDoubleStream().reduce(1, (a, b) -> a * b) <= MOST_ELEMENTS;
  }

  private static Tensor zeros(TensorSpec spec) {
    long[] shape = shape(spec);
    int count = (int) Tensor.count(shape);
    boolean floats = spec.type().floating() && spec.type() != DataType.FP64;
    return new Tensor(
        spec.name(),
        spec.type(),
        shape,
        floats
            ? new Floats(new float[count])
            : spec.type() == DataType.FP64
                ? new Doubles(new double[count])
                : new Longs(new long[count]));
  }
}
