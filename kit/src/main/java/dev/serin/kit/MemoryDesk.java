package dev.serin.kit;

import dev.serin.meter.trial.Block;
import dev.serin.meter.trial.Report;
import dev.serin.meter.trial.Sheet;
import dev.serin.meter.trial.Standing;
import dev.serin.rollout.control.Desk;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** The desk in memory: the reference. */
public final class MemoryDesk implements Desk {
  private final InstantSource clock;
  private final Map<String, Shelf> shelves = new HashMap<>();
  private Optional<Lease> lease = Optional.empty();

  /** Leases and ages are of this clock. */
  public MemoryDesk(InstantSource clock) {
    this.clock = clock;
  }

  /** What is kept of one roll-out. */
  private static final class Shelf {
    private final Map<Key, Marked<Block>> blocks = new HashMap<>();
    private final Map<Key, Marked<Sheet>> sheets = new HashMap<>();
    private final SequencedMap<Run, Stood> standings = new LinkedHashMap<>();
    private Optional<Progress> progress = Optional.empty();
    private long mark;
  }

  /** What one run counted in one epoch, and in which second (sheets: in none). */
  private record Key(Run run, int epoch, int number) {}

  private record Marked<T>(T value, long mark) {}

  private record Stood(Standing standing, Instant told, boolean over) {}

  private record Lease(Run run, long token, Instant until) {}

  private Shelf shelf(String rollout) {
    return shelves.computeIfAbsent(rollout, _ -> new Shelf());
  }

  @Override
  public synchronized void put(Flush flush) {
    count(flush.reports());
    shelf(flush.rollout())
        .standings
        .put(flush.run(), new Stood(flush.standing(), clock.instant(), false));
  }

  @Override
  public synchronized void count(List<Report> reports) {
    for (Report report : reports) {
      Shelf shelf = shelf(report.rollout());
      long mark = ++shelf.mark;
      Run run = new Run(report.replica(), report.boot());
      Key whole = new Key(run, report.epoch(), -1);
      Sheet sheet =
          Optional.ofNullable(shelf.sheets.get(whole))
              .map(known -> known.value().larger(report.sheet()))
              .orElse(report.sheet());
      shelf.sheets.put(whole, new Marked<>(sheet, mark));
      for (Block block : report.blocks()) {
        Key key = new Key(run, report.epoch(), block.number());
        Block larger =
            Optional.ofNullable(shelf.blocks.get(key))
                .map(known -> known.value().larger(block))
                .orElse(block);
        shelf.blocks.put(key, new Marked<>(larger, mark));
      }
    }
  }

  @Override
  public synchronized Changes since(String rollout, long mark) {
    Shelf shelf = shelf(rollout);
    List<Report> reports = new ArrayList<>();
    shelf.sheets.forEach(
        (key, sheet) -> {
          if (sheet.mark() > mark) {
            reports.add(report(rollout, key, List.of(), sheet.value()));
          }
        });
    shelf.blocks.forEach(
        (key, block) -> {
          if (block.mark() > mark) {
            reports.add(report(rollout, key, List.of(block.value()), Sheet.empty(key.epoch())));
          }
        });
    return new Changes(reports, shelf.mark);
  }

  private static Report report(String rollout, Key key, List<Block> blocks, Sheet sheet) {
    return new Report(rollout, key.run().replica(), key.run().boot(), key.epoch(), blocks, sheet);
  }

  @Override
  public synchronized List<Presence> presences(String rollout) {
    List<Presence> presences = new ArrayList<>();
    shelf(rollout)
        .standings
        .forEach(
            (run, stood) ->
                presences.add(
                    new Presence(
                        run,
                        stood.standing(),
                        Duration.between(stood.told(), clock.instant()),
                        stood.over())));
    return presences;
  }

  @Override
  public synchronized void goodbye(Run run) {
    for (Shelf shelf : shelves.values()) {
      shelf.standings.computeIfPresent(
          run, (_, stood) -> new Stood(stood.standing(), stood.told(), true));
    }
  }

  @Override
  public synchronized void progress(String rollout, Progress progress) {
    shelf(rollout).progress = Optional.of(progress);
  }

  @Override
  public synchronized Optional<Progress> progress(String rollout) {
    return shelf(rollout).progress;
  }

  @Override
  public synchronized Optional<Long> lead(Run run, Duration length, long above) {
    Instant now = clock.instant();
    boolean others =
        lease
            .filter(it -> !it.run().replica().equals(run.replica()) && now.isBefore(it.until()))
            .isPresent();
    if (others) {
      return Optional.empty();
    }
    long known = lease.map(Lease::token).orElse(0L);
    boolean ours = lease.filter(it -> it.run().equals(run)).isPresent() && known >= above;
    long token = ours ? known : Math.max(known, above) + 1;
    lease = Optional.of(new Lease(run, token, now.plus(length)));
    return Optional.of(token);
  }

  @Override
  public synchronized void forget(String rollout) {
    shelves.remove(rollout);
  }

  @Override
  public void close() {
    // what it holds stays for who has it
  }
}
