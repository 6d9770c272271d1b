package dev.serin.rollout;

import java.util.List;

/**
 * How a roll-out went until now, as far as statistics depend on it: its epochs in order, the block
 * from which the promotion gate counts, how many holds were cleared, and the milliseconds that the
 * clock ran.
 */
public record Timeline(List<Epoch> epochs, int gateFrom, int holds, long evalMillis) {
  public Timeline {
    epochs = List.copyOf(epochs);
  }
}
