package dev.serin.insight;

import dev.serin.base.Problem;
import dev.serin.registry.ModelVersion;
import dev.serin.registry.RegistryImage;
import dev.serin.serving.Observer;
import dev.serin.serving.Prediction;
import dev.serin.serving.Told;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers which arm of a trial answered which request. Nobody waits for it: answers are queued,
 * written together now and then, and left out while the queue is full.
 */
public final class AnsweredLog implements Observer {
  private static final Logger LOG = LoggerFactory.getLogger(AnsweredLog.class);
  private static final int QUEUE = 20_000;
  private static final int LONGEST_ID = 200;
  private static final Duration KEPT = Duration.ofDays(7);
  private static final long MOST = 2_000_000;
  private static final Duration TIDY = Duration.ofMinutes(10);

  private final AnsweredTable table;
  private final Supplier<RegistryImage> registry;
  private final InstantSource clock;
  private final BlockingQueue<Answered> waiting = new ArrayBlockingQueue<>(QUEUE);
  private final AtomicLong dropped = new AtomicLong();
  private final Object writing = new Object();
  private Instant tidied = Instant.EPOCH;

  /** Writes into {@code table}; the labels of versions stand in {@code registry}. */
  public AnsweredLog(AnsweredTable table, Supplier<RegistryImage> registry, InstantSource clock) {
    this.table = table;
    this.registry = registry;
    this.clock = clock;
  }

  @Override
  public void answered(Prediction prediction, Told told) {
    told.part()
        .filter(part -> part.kind() == Told.Kind.LIVE)
        .filter(_ -> !told.requestId().isEmpty() && told.requestId().length() <= LONGEST_ID)
        .ifPresent(part -> queue(prediction, told.requestId(), part));
  }

  private void queue(Prediction prediction, String requestId, Told.Part part) {
    Answered.Place place =
        new Answered.Place(part.rollout(), part.epoch(), part.arm(), part.weight());
    Answered answered =
        new Answered(
            requestId,
            clock.instant(),
            prediction.model(),
            prediction.version(),
            place,
            classes(prediction));
    if (!waiting.offer(answered)) {
      dropped.incrementAndGet();
    }
  }

  private List<String> classes(Prediction prediction) {
    return registry
        .get()
        .model(prediction.model())
        .flatMap(model -> model.version(prediction.version()))
        .map(version -> Predicted.of(prediction, version.signature()))
        .map(it -> it instanceof Predicted.Classes(List<String> names) ? names : List.<String>of())
        .orElse(List.of());
  }

  @Override
  public void failed(ModelVersion version, String arm, Problem problem, long nanos) {}

  /**
   * Writes what waits; call it now and then.
   *
   * @throws Problem.Raised {@code Full} or {@code Unavailable} when it cannot be written; it is
   *     lost then
   */
  public void flush() {
    synchronized (writing) {
      List<Answered> batch = new ArrayList<>();
      waiting.drainTo(batch);
      if (!batch.isEmpty()) {
        table.put(batch);
      }
      Instant now = clock.instant();
      if (now.isAfter(tidied.plus(TIDY))) {
        table.forget(now.minus(KEPT), MOST);
        tidied = now;
      }
    }
    long lost = dropped.getAndSet(0);
    if (lost > 0) {
      LOG.warn("[FEEDBACK] {} answers were not remembered: the queue was full", lost);
    }
  }
}
