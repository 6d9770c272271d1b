package dev.serin.meter;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WindowTest {
  private final AtomicLong now = new AtomicLong(-50);
  private final Window window = new Window(Duration.ofNanos(100), 10, now::get);

  @Test
  void whatWasAddedWithinTheSpanCounts() {
    window.add(1);
    now.addAndGet(50);
    window.add(2);

    assertThat(window.sum()).isEqualTo(3);
  }

  @Test
  void whatIsOlderThanTheSpanCountsNoMore() {
    window.add(1);
    now.addAndGet(90);
    assertThat(window.sum()).isEqualTo(1);
    now.addAndGet(10);

    assertThat(window.sum()).isZero();
  }

  @Test
  void aSlotIsUsedAgainAfterTheSpan() {
    window.add(5);
    now.addAndGet(100);
    window.add(1);

    assertThat(window.sum()).isEqualTo(1);
  }

  @Test
  void aLongPauseForgetsEverything() {
    window.add(5);
    now.addAndGet(1_000_000);

    assertThat(window.sum()).isZero();
  }
}
