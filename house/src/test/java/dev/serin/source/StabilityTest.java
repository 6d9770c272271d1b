package dev.serin.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.source.Stability.Verdict;
import dev.serin.source.Stability.Watched;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class StabilityTest {
  private static final Instant T = Instant.parse("2026-03-01T12:00:00Z");

  private final Stability stability = Stability.within(Duration.ofSeconds(10));

  private static Fingerprint tree(long size, Instant modified) {
    return new Fingerprint(List.of(new Fingerprint.Mark("a.pkl", size, modified, "inode")), false);
  }

  private static Instant after(long millis) {
    return T.plusMillis(millis);
  }

  private Verdict next(Verdict before, Fingerprint seen, long millis) {
    Watched watched = ((Verdict.Moving) before).watched();
    return stability.next(watched, seen, after(millis));
  }

  @Test
  void atStartATreeOfLongAgoIsStillAtOnce() {
    assertThat(stability.first(tree(5, T.minusMillis(2_001)), T, true))
        .isEqualTo(new Verdict.Still());
  }

  @Test
  void atStartAFreshTreeIsWaitedFor() {
    assertThat(stability.first(tree(5, T.minusMillis(2_000)), T, true))
        .isInstanceOf(Verdict.Moving.class);
    assertThat(stability.first(tree(5, T.plusSeconds(60)), T, true))
        .isInstanceOf(Verdict.Moving.class);
  }

  @Test
  void whileRunningAnOldTreeIsWaitedForToo() {
    assertThat(stability.first(tree(5, T.minusSeconds(3_600)), T, false))
        .isInstanceOf(Verdict.Moving.class);
  }

  @Test
  void twoEqualLooksWithASilentSecondAreStill() {
    Fingerprint tree = tree(5, T);
    Verdict first = stability.first(tree, T, false);

    Verdict early = next(first, tree, 500);
    assertThat(early).isInstanceOf(Verdict.Moving.class);
    assertThat(next(early, tree, 999)).isInstanceOf(Verdict.Moving.class);
    assertThat(next(early, tree, 1_000)).isEqualTo(new Verdict.Still());
  }

  @Test
  void everyChangeBeginsTheSilenceAnew() {
    Verdict first = stability.first(tree(5, T), T, false);
    Verdict grown = next(first, tree(6, T), 900);

    assertThat(next(grown, tree(6, T), 1_800)).isInstanceOf(Verdict.Moving.class);
    assertThat(next(grown, tree(6, T), 1_900)).isEqualTo(new Verdict.Still());
  }

  @Test
  void anExchangeOfEqualSizeAndTimeIsAChange() {
    Fingerprint other =
        new Fingerprint(List.of(new Fingerprint.Mark("a.pkl", 5, T, "another")), false);
    Verdict first = stability.first(tree(5, T), T, false);

    assertThat(next(first, other, 1_000)).isInstanceOf(Verdict.Moving.class);
  }

  @Test
  void whatGrowsForTenSecondsIsGivenUp() {
    Verdict verdict = stability.first(tree(0, T), T, false);
    for (int i = 1; i < 20; i++) {
      verdict = next(verdict, tree(i, T), i * 500L);
      assertThat(verdict).isInstanceOf(Verdict.Moving.class);
    }

    assertThat(next(verdict, tree(20, T), 10_000)).isEqualTo(new Verdict.GivenUp());
  }

  @Test
  void whatStoppedGrowingJustBeforeIsNotGivenUp() {
    Verdict first = stability.first(tree(5, T), T, false);
    Verdict grown = next(first, tree(6, T), 9_500);

    assertThat(next(grown, tree(6, T), 10_500)).isEqualTo(new Verdict.Still());
  }

  @Test
  void anEmptyFileIsNeverStill() {
    Fingerprint empty = tree(0, T.minusSeconds(100));
    Verdict first = stability.first(empty, T, true);

    assertThat(next(first, empty, 5_000)).isInstanceOf(Verdict.Moving.class);
    assertThat(next(first, empty, 10_000)).isEqualTo(new Verdict.GivenUp());
  }

  @Test
  void aFolderWithAPartFileIsNeverStill() {
    Fingerprint part =
        new Fingerprint(List.of(new Fingerprint.Mark("w.part", 5, T, "inode")), true);
    Verdict first = stability.first(part, T.plusSeconds(100), true);

    assertThat(first).isInstanceOf(Verdict.Moving.class);
    assertThat(next(first, part, 105_000)).isInstanceOf(Verdict.Moving.class);
  }
}
