package dev.serin.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * How a convolution or pooling moves over the spatial axes: the size of the window, its steps, the
 * distance between the elements that it sees, and what stands around the edges.
 */
public record Window(List<Long> size, List<Long> steps, List<Long> dilations, Padding padding) {

  /** What stands around the edges. */
  public enum Padding {
    /** Nothing: the window stays inside. */
    VALID,
    /** Zeros, so that there are {@code ceil(size / step)} results; the odd one at the end. */
    SAME,
    /** Zeros before the start, so that no result sees what comes later. */
    CAUSAL
  }

  public Window {
    size = List.copyOf(size);
    steps = List.copyOf(steps);
    dilations = List.copyOf(dilations);
    boolean fits = size.size() == steps.size() && size.size() == dilations.size();
    if (!fits || !positive(size) || !positive(steps) || !positive(dilations)) {
      throw new GraphMismatch("no window of " + size + ", " + steps + ", " + dilations);
    }
  }

  private static boolean positive(List<Long> numbers) {
    return numbers.stream().allMatch(number -> number > 0 && number < Integer.MAX_VALUE);
  }

  /** The attributes for these spatial sizes. */
  List<Attribute> attributes(Shape spatial) {
    List<Attribute> all = new ArrayList<>();
    all.add(new Attribute.Wholes("kernel_shape", size));
    all.add(new Attribute.Wholes("strides", steps));
    if (dilations.stream().anyMatch(dilation -> dilation != 1)) {
      all.add(new Attribute.Wholes("dilations", dilations));
    }
    if (padding == Padding.VALID) {
      return all;
    }
    if (padding == Padding.SAME && automatic(spatial)) {
      all.add(new Attribute.Text("auto_pad", "SAME_UPPER"));
      return all;
    }
    all.add(new Attribute.Wholes("pads", pads(spatial)));
    return all;
  }

  /** Whether the zeros depend on a size that is known only when the graph runs. */
  private boolean automatic(Shape spatial) {
    for (int axis = 0; axis < size.size(); axis++) {
      if (!spatial.known(axis) && steps.get(axis) != 1) {
        if (dilations.stream().anyMatch(dilation -> dilation != 1)) {
          throw new GraphMismatch("steps and dilations together need a known size");
        }
        return true;
      }
    }
    return false;
  }

  private List<Long> pads(Shape spatial) {
    List<Long> before = new ArrayList<>();
    List<Long> after = new ArrayList<>();
    for (int axis = 0; axis < size.size(); axis++) {
      long total = padding == Padding.CAUSAL ? reach(axis) - 1 : same(spatial, axis);
      before.add(padding == Padding.CAUSAL ? total : total / 2);
      after.add(total - before.getLast());
    }
    before.addAll(after);
    return before;
  }

  private long same(Shape spatial, int axis) {
    long step = steps.get(axis);
    if (step == 1) {
      return reach(axis) - 1;
    }
    long length = spatial.size(axis);
    return Math.max(0, (Math.ceilDiv(length, step) - 1) * step + reach(axis) - length);
  }

  private long reach(int axis) {
    return (size.get(axis) - 1) * dilations.get(axis) + 1;
  }

  /** The spatial sizes of the result. */
  public Shape result(Shape spatial) {
    List<Long> sizes = new ArrayList<>(Collections.nCopies(size.size(), Shape.ANY));
    for (int axis = 0; axis < size.size(); axis++) {
      if (spatial.known(axis)) {
        long covered = padding == Padding.VALID ? reach(axis) - 1 : 0;
        long left = spatial.size(axis) - covered;
        if (left <= 0) {
          throw new GraphMismatch("a window of " + size + " is larger than " + spatial);
        }
        sizes.set(axis, Math.ceilDiv(left, steps.get(axis)));
      }
    }
    return new Shape(sizes);
  }
}
