package dev.serin.runtime.savedmodel.vision;

import dev.serin.graph.Attribute;
import dev.serin.graph.Rearrangement;
import dev.serin.graph.Shape;
import dev.serin.graph.Spatial;
import dev.serin.graph.Value;
import dev.serin.runtime.savedmodel.Call;
import dev.serin.runtime.savedmodel.OpRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Convolutions over one to three axes, and those that go the other way. */
final class Convolutions {
  static final Map<String, OpRule> RULES =
      Map.of(
          "Conv2D", rule(call -> convolution(call, 2)),
          "Conv3D", rule(call -> convolution(call, 3)),
          "DepthwiseConv2dNative", rule(Convolutions::depthwise),
          "Conv2DBackpropInput", rule(call -> transposed(call, 2)),
          "Conv3DBackpropInputV2", rule(call -> transposed(call, 3)));

  private Convolutions() {}

  private static OpRule rule(Function<Call, Value> rule) {
    return OpRule.one(call -> call.live(rule.apply(call)));
  }

  private static Value convolution(Call call, int spatial) {
    Layout layout = Layout.of(call, spatial);
    Value kernel = kernel(call, spatial);
    Value x = layout.padded(layout.channelsLast(call.value(0)));
    long channels = x.shape().fixed(-1);
    long each = kernel.shape().fixed(1);
    if (each < 1 || channels % each != 0) {
      throw call.corrupt("a kernel for " + each + " channels over " + x.shape());
    }
    var window = layout.window(size(kernel));
    return layout.back(
        new Spatial(call.graph()).convolution(x, kernel, List.of(), window, channels / each));
  }

  /** From {@code [window..., channels, results]} to {@code [results, channels, window...]}. */
  private static Value kernel(Call call, int spatial) {
    Value kernel = call.value(1);
    if (kernel.shape().rank() != spatial + 2 || kernel.shape().count() < 0) {
      throw call.corrupt("a kernel of the shape " + kernel.shape());
    }
    int[] order = new int[spatial + 2];
    order[0] = spatial + 1;
    order[1] = spatial;
    for (int axis = 0; axis < spatial; axis++) {
      order[axis + 2] = axis;
    }
    return new Rearrangement(call.graph()).transpose(kernel, order);
  }

  private static List<Long> size(Value kernel) {
    return kernel.shape().sizes().subList(2, kernel.shape().rank());
  }

  /** Each channel has kernels of its own: from {@code [window, channels, times]}. */
  private static Value depthwise(Call call) {
    Layout layout = Layout.of(call, 2);
    Shape shape = call.tensor(1).shape();
    if (shape.rank() != 4 || shape.count() < 0) {
      throw call.corrupt("a kernel of the shape " + shape);
    }
    Rearrangement move = new Rearrangement(call.graph());
    Value turned = move.transpose(call.value(1), 2, 3, 0, 1);
    long results = Math.multiplyExact(shape.size(2), shape.size(3));
    Shape flat = Shape.of(results, 1, shape.size(0), shape.size(1));
    Value kernel = move.reshape(turned, flat.sizes(), flat);
    Value x = layout.padded(layout.channelsLast(call.value(0)));
    var window = layout.window(size(kernel));
    return layout.back(
        new Spatial(call.graph()).convolution(x, kernel, List.of(), window, shape.size(2)));
  }

  /**
   * The gradient of a convolution, as decoders use it: {@code inputs} 0 says the sizes of the
   * result, which decide how much of its edges is cut off or added.
   */
  private static Value transposed(Call call, int spatial) {
    Layout layout = Layout.of(call, spatial);
    Value kernel = kernel(call, spatial); // [channels of the operand, results, window...]
    Value x = layout.channelsLast(call.value(2));
    Shape asked = call.described(0);
    var window = layout.window(size(kernel));
    if (asked.rank() != spatial + 2) {
      throw call.corrupt("a result of the shape " + asked);
    }
    call.ignore("explicit_paddings");
    call.text("padding", "VALID", "SAME");
    int first = layout.channelsFirst() ? 2 : 1;
    Stretch stretch = new Stretch(call, window, first);
    List<Long> before = new ArrayList<>();
    List<Long> after = new ArrayList<>();
    List<Long> added = new ArrayList<>();
    Shape shape = Shape.of(x.shape().size(0), kernel.shape().size(1));
    for (int axis = 0; axis < spatial; axis++) {
      long cut = stretch.cut(x, asked, axis);
      before.add(Math.max(0, cut) / 2);
      after.add(Math.max(0, cut) - before.getLast());
      added.add(Math.max(0, -cut));
      shape = shape.followedBy(Shape.of(asked.size(first + axis)));
    }
    before.addAll(after);
    Value turned = new Layout(call, true, spatial).back(x);
    Value result =
        call.node(
                "ConvTranspose",
                x.type(),
                shape,
                List.of(turned, kernel),
                new Attribute.Wholes("kernel_shape", window.size()),
                new Attribute.Wholes("strides", window.steps()),
                new Attribute.Wholes("dilations", window.dilations()),
                new Attribute.Wholes("pads", before),
                new Attribute.Wholes("output_padding", added))
            .value();
    return layout.back(new Layout(call, true, spatial).channelsLast(result));
  }
}
