package dev.serin.serving.trial;

import dev.serin.deployment.Trial;
import dev.serin.serving.Arms;
import dev.serin.serving.Lease;
import dev.serin.serving.WarmUp;
import dev.serin.tensor.Signature;
import dev.serin.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.Stream;

/**
 * Inputs for calls that no client waits for: recent requests (kept in memory, few and small ones,
 * only where the trial says so), what came with the versions, and values made from the signature.
 */
final class Inputs {
  private static final int CAPTURED = 32;
  private static final int LARGEST = 1 << 16; // elements of a request that is kept
  private static final long SEED = 20260102;

  private final AtomicReferenceArray<Arms.Question> captured = new AtomicReferenceArray<>(CAPTURED);
  private final AtomicInteger seen = new AtomicInteger();
  private final AtomicInteger turn = new AtomicInteger();
  private final Random random = new Random(SEED);

  /** A question, and where it is from. */
  record Drawn(Trial.Source source, Arms.Question question) {}

  /** Keeps a request instead of the oldest one. */
  void capture(Arms.Question question) {
    long elements = 0;
    for (Tensor tensor : question.inputs()) {
      elements += tensor.values().size();
    }
    if (elements <= LARGEST) {
      captured.set(Math.floorMod(seen.getAndIncrement(), CAPTURED), question);
    }
  }

  /** The next question, from the first of these sources that has any. */
  Optional<Drawn> next(List<Trial.Source> sources, List<Lease> versions, WarmUp shape) {
    return sources.stream().flatMap(source -> next(source, versions, shape).stream()).findFirst();
  }

  private Optional<Drawn> next(Trial.Source source, List<Lease> versions, WarmUp shape) {
    int at = turn.getAndIncrement();
    Optional<Arms.Question> question =
        switch (source) {
          case CAPTURED -> captured(at);
          case REGISTERED -> registered(versions, at);
          case GENERATED -> Optional.of(asked(shape.signature(), generated(shape)));
        };
    return question.map(it -> new Drawn(source, it));
  }

  private Optional<Arms.Question> captured(int at) {
    int kept = Math.clamp(seen.get(), 0, CAPTURED);
    return kept == 0
        ? Optional.empty()
        : Optional.ofNullable(captured.get(Math.floorMod(at, kept)));
  }

  private static Optional<Arms.Question> registered(List<Lease> versions, int at) {
    List<Arms.Question> all = registered(versions);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(Math.floorMod(at, all.size())));
  }

  private synchronized List<Tensor> generated(WarmUp shape) {
    return shape.inputs(1, random::nextGaussian);
  }

  /** What came with the versions. */
  static List<Arms.Question> registered(List<Lease> versions) {
    return versions.stream()
        .flatMap(
            lease ->
                lease.samples().stream()
                    .map(inputs -> asked(lease.predictor().signature(), inputs)))
        .toList();
  }

  /** Zeros, ones, so many random rows, and what came with the versions. */
  List<Arms.Question> forWarmUp(List<Lease> versions, WarmUp shape, int rows) {
    Stream<List<Tensor>> made =
        Stream.concat(
            Stream.of(shape.inputs(1, () -> 0), shape.inputs(1, () -> 1)),
            Stream.generate(() -> generated(shape)).limit(rows));
    return Stream.concat(
            made.map(inputs -> asked(shape.signature(), inputs)), registered(versions).stream())
        .toList();
  }

  private static Arms.Question asked(Signature signature, List<Tensor> inputs) {
    return new Arms.Question(inputs, Set.copyOf(signature.defaults()));
  }
}
