package dev.serin.kit;

import dev.serin.rollout.control.Desk;
import java.time.InstantSource;
import java.util.Optional;

/** The desk in memory. */
class MemoryDeskTest extends DeskContract {
  private Optional<Desk> desk = Optional.empty();

  @Override
  protected Desk open(InstantSource clock) {
    desk = desk.or(() -> Optional.of(new MemoryDesk(clock)));
    return desk.get();
  }
}
