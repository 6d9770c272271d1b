package dev.serin.codec.image;

import java.util.List;

/** A found object: its class, the confidence from 0 to 1, and its corners in pixels. */
public record Box(int cls, double conf, double x1, double y1, double x2, double y2) {

  /** Intersection over union: the part that two boxes share, 0 to 1. */
  double overlap(Box other) {
    double width = Math.min(x2, other.x2) - Math.max(x1, other.x1);
    double height = Math.min(y2, other.y2) - Math.max(y1, other.y1);
    if (width <= 0 || height <= 0) {
      return 0;
    }
    double shared = width * height;
    return shared / (area() + other.area() - shared);
  }

  private double area() {
    return (x2 - x1) * (y2 - y1);
  }

  /** The same box where pixels are this much larger, cut at the edges. */
  Box in(Picture picture, double perX, double perY) {
    return new Box(
        cls,
        conf,
        Math.clamp(x1 * perX, 0, picture.width()),
        Math.clamp(y1 * perY, 0, picture.height()),
        Math.clamp(x2 * perX, 0, picture.width()),
        Math.clamp(y2 * perY, 0, picture.height()));
  }

  boolean real() {
    double sum = conf + x1 + y1 + x2 + y2;
    return Double.isFinite(sum) && x2 > x1 && y2 > y1;
  }

  /** The corners in the order of the documents. */
  public List<Double> corners() {
    return List.of(x1, y1, x2, y2);
  }
}
