package dev.serin.kit.trial;

/**
 * What else happens to latencies: a load that both arms share and that comes and goes slowly,
 * pauses of 800 ms that hit both arms (part of the seconds), and pauses of one arm alone. {@code
 * noise} is the spread of one model on one input (of the logarithm); {@code timed}: whether
 * latencies are measured at all.
 */
public record Weather(boolean timed, boolean load, double pauses, double armPauses, double noise) {
  /** Nothing is measured. */
  public static final Weather NONE = new Weather(false, false, 0, 0, 0.15);

  /** A shared load. */
  public static final Weather LOAD = new Weather(true, true, 0, 0, 0.15);

  /** With pauses. */
  public Weather with(double both, double alone) {
    return new Weather(timed, load, both, alone, noise);
  }
}
