package dev.serin.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.source.Disappearance.Belief;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DisappearanceTest {
  private static final Instant T = Instant.EPOCH;

  private final Disappearance none = Disappearance.none(Duration.ofSeconds(30));

  @Test
  void aFewAreBelievedAtOnce() {
    assertThat(none.after(4, Set.of("a", "b"), T).gone()).containsExactlyInAnyOrder("a", "b");
    assertThat(none.after(3, Set.of("a", "b", "c"), T).gone()).hasSize(3);
  }

  @Test
  void moreThanHalfOfFourAreHeldForOneMoreScanThirtySecondsLater() {
    Set<String> most = Set.of("a", "b", "c");
    Belief first = none.after(4, most, T);
    Belief early = first.next().after(4, most, T.plusMillis(29_999));

    assertThat(first.gone()).isEmpty();
    assertThat(early.gone()).isEmpty();
    assertThat(early.next().after(4, most, T.plusSeconds(30)).gone()).isEqualTo(most);
  }

  @Test
  void whoComesBackWasNeverGone() {
    Belief first = none.after(4, Set.of("a", "b", "c"), T);
    Belief back = first.next().after(4, Set.of(), T.plusSeconds(10));

    assertThat(back.gone()).isEmpty();
    assertThat(back.next().after(4, Set.of("a", "b", "c"), T.plusSeconds(31)).gone()).isEmpty();
  }

  @Test
  void whenMostComeBackTheRestIsBelieved() {
    Belief first = none.after(4, Set.of("a", "b", "c"), T);

    assertThat(first.next().after(4, Set.of("c"), T.plusSeconds(5)).gone()).containsExactly("c");
  }
}
