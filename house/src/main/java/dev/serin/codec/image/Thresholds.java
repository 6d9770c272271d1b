package dev.serin.codec.image;

/**
 * Which boxes count: those of at least this confidence; of two of one class that overlap by more
 * than {@code iou} the more confident one; at most so many.
 */
public record Thresholds(double confidence, double iou, int most) {

  /** The usual figures of detectors of this kind. */
  public static final Thresholds DEFAULT = new Thresholds(0.25, 0.7, 300);

  public Thresholds {
    part("canary.confidence", confidence);
    part("canary.iou", iou);
    if (most < 1) {
      throw new IllegalArgumentException("canary.detections must be at least 1, was " + most);
    }
  }

  private static void part(String key, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(key + " must be from 0 to 1, was " + value);
    }
  }
}
