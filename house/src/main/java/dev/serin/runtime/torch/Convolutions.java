package dev.serin.runtime.torch;

import dev.serin.graph.Attribute;
import dev.serin.graph.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Convolutions with one to three spatial axes, also transposed ones. */
final class Convolutions {
  private Convolutions() {}

  static void addTo(Map<String, Rule> all) {
    for (int spatial = 1; spatial <= 3; spatial++) {
      int axes = spatial;
      Rule.one(
          all,
          "conv" + axes + "d(input, weight, bias, stride, padding, dilation, groups)",
          call -> convolution(call, axes, false));
      Rule.one(
          all,
          "conv_transpose"
              + axes
              + "d(input, weight, bias, stride, padding, output_padding, groups, dilation)",
          call -> convolution(call, axes, true));
    }
    Rule.one(
        all,
        "_convolution_mode(input, weight, bias, stride, padding, dilation, groups)",
        call -> convolution(call, call.tensor("weight").shape().rank() - 2, false));
    Rule.one(
        all,
        "convolution _convolution(input, weight, bias, stride, padding, dilation, transposed,"
            + " output_padding, groups, benchmark, deterministic, cudnn_enabled, allow_tf32)",
        call -> {
          call.ignore("benchmark", "deterministic", "cudnn_enabled", "allow_tf32");
          int axes = call.tensor("weight").shape().rank() - 2;
          return convolution(call, axes, call.flag("transposed", false));
        });
  }

  /** The numbers of a convolution, one for each spatial axis. */
  private record Window(
      List<Long> kernel,
      List<Long> strides,
      List<Long> before,
      List<Long> after,
      List<Long> dilations,
      List<Long> more) {

    Dim result(int axis, Dim size) {
      long reach = (kernel.get(axis) - 1) * dilations.get(axis);
      long pads = before.get(axis) + after.get(axis);
      return size.plus(pads - reach - 1).over(Dim.of(strides.get(axis))).plus(1);
    }

    Dim transposed(int axis, Dim size) {
      long reach = (kernel.get(axis) - 1) * dilations.get(axis);
      long pads = before.get(axis) + after.get(axis);
      return size.plus(-1).times(Dim.of(strides.get(axis))).plus(reach - pads + more.get(axis) + 1);
    }

    List<Attribute> attributes() {
      List<Long> pads = new ArrayList<>(before);
      pads.addAll(after);
      return List.of(
          new Attribute.Wholes("kernel_shape", kernel),
          new Attribute.Wholes("strides", strides),
          new Attribute.Wholes("dilations", dilations),
          new Attribute.Wholes("pads", pads));
    }
  }

  private static Value convolution(Call call, int axes, boolean transposed) {
    Draft draft = call.draft();
    Value given = call.tensor("input");
    boolean single = given.shape().rank() == axes + 1;
    Value x = single ? draft.unsqueeze(given, 0) : given;
    Value weight = call.tensor("weight");
    if (x.shape().rank() != axes + 2 || weight.shape().rank() != axes + 2) {
      throw call.mismatch("a kernel " + weight.shape() + " over " + given.shape());
    }
    Window window = window(call, weight, axes, transposed);
    long groups = call.whole("groups", 1);
    check(call, x, weight, groups, transposed);
    List<Dim> sizes = new ArrayList<>(List.of(draft.size(x, 0)));
    long results = weight.shape().fixed(transposed ? 1 : 0);
    sizes.add(Dim.of(transposed ? results * groups : results));
    for (int axis = 0; axis < axes; axis++) {
      Dim size = draft.size(x, axis + 2);
      sizes.add(transposed ? window.transposed(axis, size) : window.result(axis, size));
    }
    List<Attribute> with = new ArrayList<>(window.attributes());
    with.add(new Attribute.Whole("group", groups));
    if (transposed) {
      with.add(new Attribute.Wholes("output_padding", window.more()));
    }
    List<Value> takes = new ArrayList<>(List.of(x, weight));
    Optional<Value> bias = call.optional("bias");
    bias.ifPresent(takes::add);
    String operator = transposed ? "ConvTranspose" : "Conv";
    Attribute[] attributes = with.toArray(Attribute[]::new);
    Value result = draft.node(operator, takes, x.type(), sizes, attributes);
    return single ? draft.squeeze(result, 0) : result;
  }

  private static void check(Call call, Value x, Value weight, long groups, boolean transposed) {
    Dim channels = call.draft().size(x, 1);
    long wanted = weight.shape().fixed(transposed ? 0 : 1) * (transposed ? 1 : groups);
    if (groups < 1 || channels.known() && !channels.is(wanted)) {
      throw call.mismatch(
          "a kernel " + weight.shape() + " in " + groups + " groups over " + x.shape());
    }
  }

  private static Window window(Call call, Value weight, int axes, boolean transposed) {
    List<Long> kernel = weight.shape().sizes().subList(2, axes + 2);
    List<Long> strides = positive(call, "stride", axes);
    List<Long> dilations = positive(call, "dilation", axes);
    List<Long> before;
    List<Long> after;
    if (call.argument("padding") instanceof Argument.Text) {
      boolean same = call.text("padding", "", Set.of("same", "valid")).equals("same");
      List<Long> total = new ArrayList<>();
      for (int axis = 0; axis < axes; axis++) {
        total.add(same ? (kernel.get(axis) - 1) * dilations.get(axis) : 0);
      }
      before = total.stream().map(pads -> pads / 2).toList();
      after = total.stream().map(pads -> pads - pads / 2).toList();
    } else {
      before = call.wholes("padding", axes, 0);
      after = before;
    }
    List<Long> none = Collections.nCopies(axes, 0L);
    List<Long> more = transposed ? call.wholes("output_padding", axes, 0) : none;
    if (!transposed) {
      call.ignore("output_padding");
    }
    return new Window(kernel, strides, before, after, dilations, more);
  }

  private static List<Long> positive(Call call, String name, int axes) {
    List<Long> numbers = call.wholes(name, axes, 1);
    if (numbers.stream().anyMatch(number -> number < 1)) {
      throw call.mismatch(name + " is " + numbers);
    }
    return numbers;
  }
}
