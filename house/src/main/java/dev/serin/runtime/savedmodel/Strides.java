package dev.serin.runtime.savedmodel;

import dev.serin.graph.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * A slice of one axis by the rule of Python: from {@code begin} to {@code end} in steps; negative
 * places count from the end, open ones reach to the edge. {@code open} is written as the farthest
 * place, as ONNX has it.
 */
public record Strides(long begin, long end, long step) {

  /** A slice whose begin or end may be left open. */
  public static Strides of(long begin, long end, long step, boolean fromEdge, boolean toEdge) {
    long first = fromEdge ? step > 0 ? 0 : Long.MAX_VALUE : begin;
    long last = toEdge ? step > 0 ? Long.MAX_VALUE : Long.MIN_VALUE : end;
    return new Strides(first, last, step);
  }

  /** The places that are taken of an axis of a known size. */
  public List<Long> places(long size) {
    List<Long> places = new ArrayList<>();
    long last = edge(end, size);
    for (long at = edge(begin, size); step > 0 ? at < last : at > last; at += step) {
      places.add(at);
      if (step == 0) {
        throw new ArithmeticException("a slice in steps of zero");
      }
    }
    return places;
  }

  /** How many elements are taken, {@link Shape#ANY} when the size is not known. */
  public long count(long size) {
    if (step == 0) {
      throw new ArithmeticException("a slice in steps of zero");
    }
    if (size == Shape.ANY) {
      boolean all = begin == 0 && end == Long.MAX_VALUE && step == 1;
      boolean front = begin >= 0 && end >= 0 && end < Integer.MAX_VALUE && end <= begin;
      return all || !front ? Shape.ANY : 0;
    }
    long way = step > 0 ? edge(end, size) - edge(begin, size) : edge(begin, size) - edge(end, size);
    return way <= 0 ? 0 : Math.ceilDiv(way, Math.abs(step));
  }

  private long edge(long place, long size) {
    long front = place < 0 && place != Long.MIN_VALUE ? place + size : place;
    return step > 0 ? Math.clamp(front, 0, size) : Math.clamp(front, -1, size - 1);
  }
}
