package dev.serin.runtime.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackOffTest {

  @Test
  void thePauseDoublesFromOneSecondToOneMinute() {
    List<Long> seconds = new ArrayList<>();
    BackOff backOff = BackOff.DEFAULT;
    for (int i = 0; i < 9; i++) {
      seconds.add(backOff.pause().toSeconds());
      backOff = backOff.failed();
    }

    assertThat(seconds).containsExactly(0L, 1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L);
  }

  @Test
  void anAnswerForgetsAllFailures() {
    assertThat(BackOff.DEFAULT.failed().failed().succeeded()).isEqualTo(BackOff.DEFAULT);
  }

  @Test
  void aThousandFailuresStillPauseForAMinute() {
    assertThat(new BackOff(BackOff.DEFAULT.first(), BackOff.DEFAULT.longest(), 1000).pause())
        .isEqualTo(BackOff.DEFAULT.longest());
  }
}
