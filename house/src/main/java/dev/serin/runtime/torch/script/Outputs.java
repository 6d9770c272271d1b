package dev.serin.runtime.torch.script;

import dev.serin.graph.Value;
import dev.serin.runtime.torch.Aten;
import dev.serin.runtime.torch.Refusal;
import dev.serin.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Declares what forward gave: the keys of a dict are names, everything else is numbered. */
record Outputs(Aten aten) {
  private static final int MOST = 1_000;

  List<TensorSpec> of(Thing result) {
    List<TensorSpec> outputs = new ArrayList<>();
    if (result instanceof Thing.Table(Map<Thing, Thing> entries) && named(entries)) {
      entries.forEach(
          (key, value) -> add(((Thing.Text) key).value(), (Thing.Tensor) value, outputs));
    } else {
      flatten(result, outputs);
    }
    if (outputs.isEmpty()) {
      throw Refusal.value("forward", "the model gives no tensor");
    }
    return outputs;
  }

  private static boolean named(Map<Thing, Thing> entries) {
    return entries.keySet().stream().allMatch(Thing.Text.class::isInstance)
        && entries.values().stream().allMatch(Thing.Tensor.class::isInstance);
  }

  private void flatten(Thing result, List<TensorSpec> outputs) {
    if (outputs.size() >= MOST) {
      throw Refusal.limit("forward", "the number of outputs", outputs.size() + 1L, MOST);
    }
    switch (result) {
      case Thing.Tensor tensor -> add("output-" + outputs.size(), tensor, outputs);
      case Thing.Items(List<Thing> items, _) -> items.forEach(item -> flatten(item, outputs));
      case Thing.Table(Map<Thing, Thing> entries) ->
          entries.values().forEach(item -> flatten(item, outputs));
      case Thing.Nothing _ -> {} // an output that is switched off
      default -> throw Refusal.value("forward", "the model gives " + result.shown());
    }
  }

  private void add(String name, Thing.Tensor tensor, List<TensorSpec> outputs) {
    Value value = tensor.held().value("forward");
    aten.graph().output(value);
    outputs.add(new TensorSpec(name, value.type(), value.shape().sizes()));
  }
}
