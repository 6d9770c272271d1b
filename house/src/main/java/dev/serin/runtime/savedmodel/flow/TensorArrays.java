package dev.serin.runtime.savedmodel.flow;

import dev.serin.graph.Rearrangement;
import dev.serin.graph.Shape;
import dev.serin.graph.Value;
import dev.serin.runtime.savedmodel.Call;
import dev.serin.runtime.savedmodel.Content;
import dev.serin.runtime.savedmodel.OpRule;
import dev.serin.runtime.savedmodel.Operand;
import dev.serin.runtime.savedmodel.Operand.TensorList;
import dev.serin.tensor.DataType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The arrays of tensors of TensorFlow 1. Each has a handle and a flow, which orders what is done to
 * it; here the flow is the list itself, and the handle says nothing.
 */
final class TensorArrays {
  static final Map<String, OpRule> RULES =
      Map.of(
          "TensorArrayV3", TensorArrays::made,
          "TensorArrayWriteV3", OpRule.one(TensorArrays::written),
          "TensorArrayReadV3", OpRule.one(TensorArrays::read),
          "TensorArrayScatterV3", OpRule.one(TensorArrays::scattered),
          "TensorArrayGatherV3", OpRule.one(TensorArrays::gathered),
          "TensorArraySizeV3", OpRule.one(call -> Lists.length(call, Lists.list(call, 1))));

  private TensorArrays() {}

  private static List<Operand> made(Call call) {
    call.only("dynamic_size", false);
    call.ignore("clear_after_read", "tensor_array_name", "identical_element_shapes");
    DataType type = call.type("dtype", DataType.FP32);
    Optional<Content> sizes =
        call.shape("element_shape")
            .map(
                shape ->
                    Content.list(
                        shape.sizes().stream()
                            .map(size -> size == Shape.ANY ? Content.UNKNOWN : size)
                            .toList()));
    TensorList list = Lists.unset(call, type, call.tensor(0), sizes);
    return List.of(new Operand.Opaque("the handle of an array"), list);
  }

  private static Operand written(Call call) {
    return Lists.set(call, Lists.list(call, 3), call.value(1), call.value(2), false);
  }

  private static Operand read(Call call) {
    return call.live(Lists.item(call, Lists.list(call, 2), call.value(1)));
  }

  /** Several elements at once, each at its place. */
  private static Operand scattered(Call call) {
    TensorList list = Lists.list(call, 3);
    Value places = call.value(1);
    Value items = call.value(2);
    if (places.shape().rank() != 1 || items.shape().rank() < 1) {
      throw call.corrupt("places of the shape " + places.shape());
    }
    Rearrangement move = new Rearrangement(call.graph());
    Value first = move.squeeze(move.slice(items, 0, 0, 1), 0);
    Value all = Lists.fitting(call, list, first);
    Value each = move.unsqueeze(call.cast(places, DataType.INT64), 1);
    List<Value> takes = List.of(all, each, items);
    return Lists.with(list, call.node("ScatterND", list.type(), all.shape(), takes));
  }

  private static Operand gathered(Call call) {
    Shape element = call.shape("element_shape").orElse(Shape.of());
    Value items = Lists.item(call, Lists.list(call, 2), call.value(1));
    return call.live(Lists.known(items, element));
  }
}
