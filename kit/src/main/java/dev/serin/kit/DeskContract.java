package dev.serin.kit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.meter.trial.Block;
import dev.serin.meter.trial.Report;
import dev.serin.meter.trial.Sheet;
import dev.serin.meter.trial.Standing;
import dev.serin.meter.trial.Standing.Arrival;
import dev.serin.meter.trial.Tally;
import dev.serin.rollout.control.Desk;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What every desk must do. */
public abstract class DeskContract {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final Duration LEASE = Duration.ofSeconds(10);
  private static final Desk.Run ONE = new Desk.Run("one", "boot-1");
  private static final Desk.Run TWO = new Desk.Run("two", "boot-2");
  private static final Standing WARM = new Standing(Arrival.WARM, "", "a \"text\"", 50, 3, 7, true);

  private Instant now = NOW;

  /** Opens the desk of this test; called again after a close, it is the same one. */
  protected abstract Desk open(InstantSource clock);

  private Desk open() {
    return open(() -> now);
  }

  private static Report report(Desk.Run run, int number, long... counts) {
    List<Long> list = new ArrayList<>();
    for (long count : counts) {
      list.add(count);
    }
    Sheet sheet =
        new Sheet(
            1,
            new TreeMap<>(Map.of("cat \u00e9", new Sheet.Pair(counts[0], 1))),
            new TreeMap<>(Map.of(17, new Sheet.Pair(2, counts[0]))));
    return new Report(
        "r-1", run.replica(), run.boot(), 1, List.of(new Block(1, number, list)), sheet);
  }

  private static Desk.Flush flush(Desk.Run run, Report... reports) {
    return new Desk.Flush(run, "r-1", WARM, List.of(reports));
  }

  private static Tally tally(Desk desk) {
    return Tally.of(desk.since("r-1", 0).reports());
  }

  @Test
  void countsOnlyGrowWhateverComesTwiceOrLate() {
    try (Desk desk = open()) {
      desk.put(flush(ONE, report(ONE, 4, 5, 2)));
      desk.put(flush(ONE, report(ONE, 4, 9, 0, 1)));
      desk.put(flush(ONE, report(ONE, 4, 3, 1)));
      desk.count(List.of(report(TWO, 4, 100), report(TWO, 5, 1)));
      desk.count(List.of(report(TWO, 4, 100), report(TWO, 5, 1)));

      Tally tally = tally(desk);

      assertThat(tally.blocks())
          .containsExactly(new Block(1, 4, List.of(109L, 2L, 1L)), new Block(1, 5, List.of(1L)));
      assertThat(tally.sheets().getFirst().classes())
          .containsEntry("cat \u00e9", new Sheet.Pair(109, 2));
      assertThat(tally.sheets().getFirst().latencies()).containsEntry(17, new Sheet.Pair(4, 109));
    }
  }

  @Test
  void whatChangedIsToldOnce() {
    try (Desk desk = open()) {
      desk.put(flush(ONE, report(ONE, 1, 5)));
      Desk.Changes first = desk.since("r-1", 0);
      desk.put(flush(ONE, report(ONE, 2, 6)));
      Desk.Changes second = desk.since("r-1", first.mark());

      assertThat(second.reports().stream().flatMap(it -> it.blocks().stream()))
          .containsExactly(new Block(1, 2, List.of(6L)));
      assertThat(desk.since("r-1", second.mark()).reports()).isEmpty();
      assertThat(desk.since("r-2", 0).reports()).isEmpty();
    }
  }

  @Test
  void eachRunStandsAsItLastSaid() {
    try (Desk desk = open()) {
      desk.put(flush(ONE));
      now = now.plusSeconds(3);
      desk.put(flush(TWO));
      desk.put(new Desk.Flush(ONE, "r-2", Standing.NONE, List.of()));
      now = now.plusSeconds(1);
      desk.goodbye(ONE);

      assertThat(desk.presences("r-1"))
          .containsExactly(
              new Desk.Presence(ONE, WARM, Duration.ofSeconds(4), true),
              new Desk.Presence(TWO, WARM, Duration.ofSeconds(1), false));
      assertThat(desk.presences("r-2"))
          .containsExactly(new Desk.Presence(ONE, Standing.NONE, Duration.ofSeconds(1), true));
      desk.put(flush(ONE));
      assertThat(desk.presences("r-1").getFirst().over()).isFalse();
    }
  }

  @Test
  void oneLeadsUntilItsLeaseEndsAndTokensGrow() {
    try (Desk desk = open()) {
      long first = desk.lead(ONE, LEASE, 0).orElseThrow();
      assertThat(desk.lead(TWO, LEASE, 0)).isEmpty();
      now = now.plusSeconds(9);
      assertThat(desk.lead(ONE, LEASE, first)).hasValue(first);
      now = now.plusSeconds(9);
      assertThat(desk.lead(TWO, LEASE, first)).isEmpty();
      now = now.plusSeconds(1);
      assertThat(desk.lead(TWO, LEASE, first)).hasValue(first + 1);
      assertThat(desk.lead(ONE, LEASE, first + 1)).isEmpty();
      Desk.Run anew = new Desk.Run("two", "boot-9");
      assertThat(desk.lead(anew, LEASE, first + 1)).hasValue(first + 2);
      now = now.plusSeconds(11);
      assertThat(desk.lead(ONE, LEASE, 40)).hasValue(41L);
    }
  }

  @Test
  void whatIsKeptIsThereAfterwards() {
    Desk.Progress progress = new Desk.Progress("CANARY", 3, 90_000, 95_000);
    try (Desk desk = open()) {
      assertThat(desk.progress("r-1")).isEmpty();
      desk.put(flush(ONE, report(ONE, 1, 5)));
      desk.progress("r-1", new Desk.Progress("LOADING", 1, 0, 1));
      desk.progress("r-1", progress);
      desk.lead(ONE, LEASE, 0);
    }
    try (Desk desk = open()) {
      assertThat(desk.progress("r-1")).hasValue(progress);
      assertThat(tally(desk).blocks()).hasSize(1);
      assertThat(desk.presences("r-1")).hasSize(1);
      assertThat(desk.lead(TWO, LEASE, 0)).isEmpty();
      desk.forget("r-1");
      assertThat(desk.progress("r-1")).isEmpty();
      assertThat(desk.presences("r-1")).isEmpty();
      assertThat(tally(desk)).isEqualTo(Tally.EMPTY);
    }
  }
}
