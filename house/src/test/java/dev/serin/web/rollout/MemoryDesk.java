package dev.serin.web.rollout;

import dev.serin.meter.trial.Report;
import dev.serin.rollout.control.Desk;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A desk for one replica that keeps everything in memory. */
final class MemoryDesk implements Desk {
  private final Map<String, Flush> flushes = new LinkedHashMap<>();
  private final Map<String, List<Report>> reports = new LinkedHashMap<>();
  private final Map<String, Progress> progress = new LinkedHashMap<>();
  private long token;

  @Override
  public synchronized void put(Flush flush) {
    flushes.put(flush.rollout(), flush);
    reports.computeIfAbsent(flush.rollout(), _ -> new ArrayList<>()).addAll(flush.reports());
  }

  @Override
  public synchronized void count(List<Report> more) {
    for (Report report : more) {
      reports.computeIfAbsent(report.rollout(), _ -> new ArrayList<>()).add(report);
    }
  }

  @Override
  public synchronized Changes since(String rollout, long mark) {
    List<Report> all = reports.getOrDefault(rollout, List.of());
    return new Changes(all.subList((int) Math.min(mark, all.size()), all.size()), all.size());
  }

  @Override
  public synchronized List<Presence> presences(String rollout) {
    return Optional.ofNullable(flushes.get(rollout))
        .map(it -> new Presence(it.run(), it.standing(), Duration.ZERO, false))
        .stream()
        .toList();
  }

  @Override
  public void goodbye(Run run) {
    // nobody else asks
  }

  @Override
  public synchronized void progress(String rollout, Progress now) {
    progress.put(rollout, now);
  }

  @Override
  public synchronized Optional<Progress> progress(String rollout) {
    return Optional.ofNullable(progress.get(rollout));
  }

  @Override
  public synchronized Optional<Long> lead(Run run, Duration lease, long above) {
    token = token == 0 ? above + 1 : token;
    return Optional.of(token);
  }

  @Override
  public synchronized void forget(String rollout) {
    flushes.remove(rollout);
    reports.remove(rollout);
  }

  @Override
  public void close() {
    // nothing is held
  }
}
