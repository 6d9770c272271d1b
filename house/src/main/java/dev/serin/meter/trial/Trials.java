package dev.serin.meter.trial;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.LongSupplier;

/**
 * The trials that this process takes part in, by roll-out. Serving counts and reports how it
 * stands; whoever decides reads.
 */
public final class Trials {
  private static final long SECOND = 1_000_000_000L;

  private final String replica;
  private final String boot;
  private final LongSupplier nanos;
  private final ConcurrentMap<String, Running> running = new ConcurrentHashMap<>();
  private volatile long contact;

  /** Counts as this replica in this run, on this monotonic clock (nanoseconds). */
  public Trials(String replica, String boot, LongSupplier nanos) {
    this.replica = replica;
    this.boot = boot;
    this.nanos = nanos;
    this.contact = nanos.getAsLong();
  }

  /** The name of this replica. */
  public String replica() {
    return replica;
  }

  /** The name of this run of it. */
  public String boot() {
    return boot;
  }

  /** From which moment seconds are counted, and the number of the first. */
  private record Origin(long began, int first) {
    int second(long now) {
      return first + (int) ((now - began) / SECOND);
    }
  }

  private static final class Running {
    private volatile Origin origin;
    private final ConcurrentSkipListMap<Integer, Recorder> epochs = new ConcurrentSkipListMap<>();
    private volatile Standing standing = Standing.NONE;

    Running(Origin origin) {
      this.origin = origin;
    }
  }

  /**
   * Goes on with a trial that was counted before up to, but without, this block. What was counted
   * here before that is known stands in the blocks in which it was counted.
   */
  public void resume(String rollout, int first) {
    Origin origin = new Origin(nanos.getAsLong(), first);
    Running trial = running.computeIfAbsent(rollout, _ -> new Running(origin));
    if (second(trial) < first) {
      trial.origin = origin;
    }
  }

  /** Where to count this epoch of a trial; the trial begins when it is first asked for. */
  public Recorder recorder(String rollout, int epoch) {
    Running trial = running(rollout);
    return trial.epochs.computeIfAbsent(epoch, e -> new Recorder(e, () -> second(trial)));
  }

  private Running running(String rollout) {
    return running.computeIfAbsent(rollout, _ -> new Running(new Origin(nanos.getAsLong(), 0)));
  }

  private int second(Running trial) {
    return trial.origin.second(nanos.getAsLong());
  }

  /** The number of the block that is counted into now, empty when the trial is unknown here. */
  public Optional<Integer> block(String rollout) {
    return Optional.ofNullable(running.get(rollout)).map(this::second);
  }

  /** What was counted here in blocks from this number on, one report for each epoch. */
  public List<Report> reports(String rollout, int from) {
    return Optional.ofNullable(running.get(rollout))
        .map(
            trial ->
                trial.epochs.values().stream()
                    .map(recorder -> recorder.report(rollout, replica, boot, from))
                    .toList())
        .orElse(List.of());
  }

  /** Says how the trial stands here. */
  public void stand(String rollout, Standing standing) {
    running(rollout).standing = standing;
  }

  /** How the trial stands here. */
  public Standing standing(String rollout) {
    return Optional.ofNullable(running.get(rollout))
        .map(trial -> trial.standing)
        .orElse(Standing.NONE);
  }

  /** Forgets a trial that has ended. */
  public void end(String rollout) {
    running.remove(rollout);
  }

  /** Takes note that the records can be reached. */
  public void touch() {
    contact = nanos.getAsLong();
  }

  /** How long the records were not reached, in nanoseconds. */
  public long silence() {
    return nanos.getAsLong() - contact;
  }
}
