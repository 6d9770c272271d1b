package dev.serin.runtime.torch.script;

import dev.serin.base.Problem;
import dev.serin.graph.GraphBuilder;
import dev.serin.graph.Shape;
import dev.serin.graph.Value;
import dev.serin.runtime.Limits;
import dev.serin.runtime.torch.Aten;
import dev.serin.runtime.torch.Converted;
import dev.serin.runtime.torch.Dim;
import dev.serin.runtime.torch.Held;
import dev.serin.runtime.torch.Refusal;
import dev.serin.runtime.torch.TorchPickle;
import dev.serin.runtime.torch.script.Code.Function;
import dev.serin.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Evaluates {@code forward} of an archive for inputs of these shapes, into a new graph. */
final class Entry {
  private final Archive archive;
  private final TorchPickle data;
  private final Optional<TorchPickle> constants;
  private final Limits limits;

  Entry(Archive archive, Limits limits) {
    this.archive = archive;
    this.data = archive.data();
    this.constants = archive.constants();
    this.limits = limits;
  }

  TorchPickle data() {
    return data;
  }

  /** The forward function of the whole model. */
  Function forward() {
    Aten aten = new Aten(new GraphBuilder(), limits);
    return forward(evaluator(aten), model(aten));
  }

  private Evaluator evaluator(Aten aten) {
    return new Evaluator(
        archive, aten, constants.map(pickle -> Attributes.ofConstants(pickle, aten).root()));
  }

  private Thing.Made model(Aten aten) {
    if (Attributes.ofModel(data, aten).root() instanceof Thing.Made made) {
      return made;
    }
    throw Refusal.corrupt("data.pkl", "it holds no module");
  }

  private static Function forward(Evaluator evaluator, Thing.Made model) {
    return evaluator.method(model, "forward", model.type());
  }

  /** The graph for inputs of these names, types and shapes; rows that are open are as many. */
  Converted.Net converted(List<TensorSpec> inputs, List<String> warnings) {
    Aten aten = new Aten(new GraphBuilder(), limits);
    Evaluator evaluator = evaluator(aten);
    Thing.Made model = model(aten);
    Function forward = forward(evaluator, model);
    Map<String, Thing> given = new LinkedHashMap<>();
    given.put(forward.parameters().getFirst().name(), model);
    Map<Integer, Dim> rows = new HashMap<>();
    for (TensorSpec input : inputs) {
      List<Optional<Dim>> known = new ArrayList<>();
      for (int axis = 0; axis < input.shape().size(); axis++) {
        boolean open = axis == 0 && input.shape().get(axis) == Shape.ANY;
        known.add(open ? Optional.ofNullable(rows.get(axis)) : Optional.empty());
      }
      Value value = aten.input(input.type(), input.shape(), known);
      if (!input.shape().isEmpty() && input.shape().getFirst() == Shape.ANY) {
        rows.putIfAbsent(0, aten.sizes(value).getFirst());
      }
      given.put(input.name(), new Thing.Tensor(Held.of(value)));
    }
    Thing result = unnamed(evaluator, evaluated(evaluator, forward, given));
    List<TensorSpec> outputs = new Outputs(aten).of(result);
    return new Converted.Net(aten.graph().toBytes(), inputs, outputs, evaluator.steps(), warnings);
  }

  /** A named tuple is its fields in their order. */
  private static Thing unnamed(Evaluator evaluator, Thing result) {
    return evaluator
        .fields(result)
        .<Thing>map(fields -> new Thing.Items(fields, true))
        .orElse(result);
  }

  private static Thing evaluated(Evaluator evaluator, Function forward, Map<String, Thing> given) {
    try {
      return evaluator.call(forward, List.of(), given, forward.file());
    } catch (IndexOutOfBoundsException few) { // a function of torch that is given too little
      throw new Problem.Raised(
          Refusal.corrupt(forward.file(), "an argument is missing").problem(), few);
    } catch (ArithmeticException overflow) {
      throw new Problem.Raised(
          Refusal.corrupt(forward.file(), overflow.getMessage()).problem(), overflow);
    }
  }
}
