package dev.serin.rollout.control;

import dev.serin.rollout.Policy;
import dev.serin.rollout.Verdict;
import java.util.List;

/** What another policy would have decided from the counters of a roll-out, and when. */
public record Simulation(String rollout, Policy policy, List<Point> points) {
  public Simulation {
    points = List.copyOf(points);
  }

  /** A decision after the clock ran so long. */
  public record Point(long evalMillis, Verdict verdict) {}

  /** The last decision; {@code GoOn} when there was none. */
  public Verdict outcome() {
    return points.isEmpty() ? new Verdict.GoOn() : points.getLast().verdict();
  }
}
