package dev.serin.runtime.savedmodel.vision;

import dev.serin.graph.Rearrangement;
import dev.serin.graph.Value;
import dev.serin.graph.Window;
import dev.serin.runtime.savedmodel.Call;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Where the channels of a picture stand, and how windows move over its {@code spatial} axes. */
record Layout(Call call, boolean channelsFirst, int spatial) {

  /** The layout that the node names; its names end with C or begin with NC. */
  static Layout of(Call call, int spatial) {
    String last = spatial == 3 ? "NDHWC" : "NHWC";
    String first = spatial == 3 ? "NCDHW" : "NCHW";
    return new Layout(call, call.text("data_format", last, first).equals(first), spatial);
  }

  /** The operand with the channels last. */
  Value channelsLast(Value x) {
    if (x.shape().rank() != spatial + 2) {
      throw call.corrupt("it is called with the shape " + x.shape());
    }
    return channelsFirst ? turned(x, 1, 1) : x;
  }

  /** A result with the channels last, in this layout. */
  Value back(Value x) {
    return channelsFirst ? turned(x, x.shape().rank() - 1, -1) : x;
  }

  /** Moves an axis to the end, or the last one to the second place. */
  private Value turned(Value x, int from, int way) {
    int rank = x.shape().rank();
    int[] order = new int[rank];
    for (int axis = 1; axis < rank; axis++) {
      order[axis] = way > 0 ? axis + 1 : axis - 1;
    }
    order[way > 0 ? rank - 1 : 1] = from;
    return new Rearrangement(call.graph()).transpose(x, order);
  }

  /** The numbers of a setting for the spatial axes; those for rows and channels have to be one. */
  List<Long> numbers(String setting) {
    List<Long> all = call.wholes(setting);
    if (all.isEmpty() && setting.equals("dilations")) {
      return Collections.nCopies(spatial, 1L);
    }
    int channel = channelsFirst ? 1 : spatial + 1;
    if (all.size() != spatial + 2 || all.getFirst() != 1 || all.get(channel) != 1) {
      throw call.refuse(setting + " is " + all);
    }
    int from = channelsFirst ? 2 : 1;
    return all.subList(from, from + spatial);
  }

  /** The window of this size; explicit paddings are put around by hand before. */
  Window window(List<Long> size) {
    Window.Padding padding =
        call.text("padding", "VALID", "SAME", "EXPLICIT").equals("SAME")
            ? Window.Padding.SAME
            : Window.Padding.VALID;
    return new Window(size, numbers("strides"), numbers("dilations"), padding);
  }

  /** Zeros around an operand with its channels last, where the node says how many. */
  Value padded(Value x) {
    return padded(x, 0);
  }

  /** As much of a number around it. */
  Value padded(Value x, double number) {
    if (!call.text("padding", "VALID", "SAME", "EXPLICIT").equals("EXPLICIT")) {
      call.ignore("explicit_paddings");
      return x;
    }
    List<Long> around = call.wholes("explicit_paddings");
    if (around.size() != 2 * (spatial + 2)) {
      throw call.corrupt("explicit_paddings are " + around);
    }
    List<Long> before = new ArrayList<>(List.of(0L));
    List<Long> after = new ArrayList<>(List.of(0L));
    int first = channelsFirst ? 2 : 1;
    for (int axis = first; axis < first + spatial; axis++) {
      before.add(around.get(2 * axis));
      after.add(around.get(2 * axis + 1));
    }
    before.add(0L);
    after.add(0L);
    Value zeros = new Rearrangement(call.graph()).pad(x, before, after);
    if (number == 0) {
      return zeros;
    }
    before.addAll(after);
    List<Value> takes = List.of(x, call.longs(before), call.real(x.type(), number));
    return call.node("Pad", x.type(), zeros.shape(), takes).value();
  }
}
