package dev.serin.runtime.torch.python.module;

import dev.serin.base.Json;
import dev.serin.base.Problem;
import dev.serin.graph.GraphBuilder;
import dev.serin.graph.Value;
import dev.serin.runtime.Inspection.Step;
import dev.serin.runtime.Limits;
import dev.serin.runtime.torch.Aten;
import dev.serin.runtime.torch.Converted;
import dev.serin.runtime.torch.Refusal;
import dev.serin.runtime.torch.python.Execution;
import dev.serin.runtime.torch.python.Interpreter;
import dev.serin.runtime.torch.python.Thing;
import dev.serin.runtime.torch.python.Thing.Given;
import dev.serin.runtime.torch.python.Trouble;
import dev.serin.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes the object of a model and follows its {@code forward} once, symbolically, into a graph.
 * Inputs that nobody described start without a shape; what uses one first tells its shape, and all
 * is followed again.
 */
public final class Tracing {
  private static final int MOST_INPUTS = 64;
  private static final int MOST_OUTPUTS = 1_000;

  private final Origin origin;
  private final List<TensorSpec> described;
  private final Limits limits;

  private Tracing(Origin origin, List<TensorSpec> described, Limits limits) {
    this.origin = origin;
    this.described = List.copyOf(described);
    this.limits = limits;
  }

  /**
   * The graph of a model; {@code described} are its inputs, empty where they follow from the first
   * layers.
   *
   * @throws dev.serin.base.Problem.Raised with {@code Refused}, naming the line or the layer
   */
  public static Converted.Net of(Origin origin, List<TensorSpec> described, Limits limits) {
    Tracing tracing = new Tracing(origin, described, limits);
    Map<Integer, Unknown.Shaped> found = new LinkedHashMap<>();
    while (true) {
      try {
        return tracing.traced(found);
      } catch (Unknown unknown) {
        if (found.put(unknown.input(), unknown.shaped()) != null || found.size() > MOST_INPUTS) {
          throw new IllegalStateException("an input told its shape twice", unknown);
        }
      } catch (Problem.Raised raised) {
        throw found.isEmpty() ? raised : withoutSizes(raised);
      }
    }
  }

  /** What fails over open sizes that were guessed may well work over described ones. */
  private static Problem.Raised withoutSizes(Problem.Raised raised) {
    boolean open =
        raised.problem() instanceof Problem.Refused refused
            && List.of("UNSUPPORTED_VALUE", "DATA_DEPENDENT_CONTROL_FLOW").contains(refused.code())
            && refused.message().contains("open");
    if (!open) {
      return raised;
    }
    Problem.Refused refused = (Problem.Refused) raised.problem();
    Problem why =
        Refusal.signature(refused.place(), "the sizes of the inputs are open: " + refused.message())
            .problem();
    return new Problem.Raised(why, raised);
  }

  private Converted.Net traced(Map<Integer, Unknown.Shaped> found) {
    Aten aten = new Aten(new GraphBuilder(), limits);
    Operations operations = new Operations(aten, limits);
    Torch torch = new Torch(operations);
    Execution in = new Execution(torch);
    Prelude.load(torch, operations, in);
    Thing.Instance model = made(torch, operations, in);
    operations.predict();
    List<TensorSpec> inputs = new ArrayList<>();
    Given given = inputs(model, found, aten, inputs, in);
    Thing result = in.call(model, given);
    Map<String, Thing.Tensor> results = new LinkedHashMap<>();
    results(result, results, in);
    List<TensorSpec> outputs = new ArrayList<>();
    results.forEach(
        (name, tensor) -> {
          Value value = tensor.value();
          aten.graph().output(value);
          outputs.add(new TensorSpec(name, value.type(), value.shape().sizes()));
        });
    if (outputs.isEmpty()) {
      throw Refusal.value("forward", "the net gives no tensor");
    }
    checkSize(aten);
    return new Converted.Net(aten.graph().toBytes(), inputs, outputs, steps(model), List.of());
  }

  private void checkSize(Aten aten) {
    if (aten.graph().size() > limits.graphNodes()) {
      throw Refusal.limit(
          "forward", "the number of nodes", aten.graph().size(), limits.graphNodes());
    }
  }

  private Thing.Instance made(Torch torch, Operations operations, Execution in) {
    return switch (origin) {
      case Origin.Written written -> {
        Thing.Kind kind = Classes.chosen(written, in.run(written.source(), Map.of()), in);
        List<Thing> args = written.args().stream().map(Tracing::thing).toList();
        Map<String, Thing> kwargs = new LinkedHashMap<>();
        written.kwargs().forEach((name, value) -> kwargs.put(name, thing(value)));
        Thing.Instance made = (Thing.Instance) in.call(kind, new Given(args, kwargs));
        Modules.load(made, written.weights(), operations, in);
        yield made;
      }
      case Origin.Pickled pickled ->
          new PickledModules(torch, operations, pickled.pickle(), in).made(pickled.root());
    };
  }

  private static Thing thing(Json json) {
    return switch (json) {
      case Json.Str(String text) -> new Thing.Text(text);
      case Json.Bool(boolean flag) -> new Thing.Flag(flag);
      case Json.Num(String digits) ->
          digits.matches("-?[0-9]{1,18}")
              ? new Thing.Whole(Long.parseLong(digits))
              : new Thing.Real(Double.parseDouble(digits));
      case Json.Null _ -> Thing.NONE;
      case Json.Arr(List<Json> items) ->
          new Thing.Items(items.stream().map(Tracing::thing).toList());
      case Json.Obj object -> {
        Thing.Dict dict = new Thing.Dict();
        object
            .members()
            .forEach((name, value) -> dict.map().put(new Thing.Text(name), thing(value)));
        yield dict;
      }
    };
  }

  private Given inputs(
      Thing.Instance model,
      Map<Integer, Unknown.Shaped> found,
      Aten aten,
      List<TensorSpec> inputs,
      Interpreter in) {
    List<String> needed = Classes.needed(model, in);
    boolean named = described.stream().allMatch(spec -> Classes.takes(model, spec.name()));
    int count = described.isEmpty() ? needed.size() : described.size();
    if (count == 0 || !described.isEmpty() && !named && count < needed.size()) {
      throw Refusal.signature("forward", "the inputs of forward() are not described");
    }
    List<Thing> list = new ArrayList<>();
    Map<String, Thing> byName = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      Thing input;
      String name = described.isEmpty() ? needed.get(i) : described.get(i).name();
      if (described.isEmpty() && !found.containsKey(i)) {
        input = new Thing.Probe(i, name);
      } else {
        TensorSpec spec =
            described.isEmpty()
                ? new TensorSpec(name, found.get(i).type(), found.get(i).sizes())
                : described.get(i);
        inputs.add(spec);
        input = new Thing.Tensor(aten.input(spec.type(), spec.shape()), false);
      }
      if (!described.isEmpty() && named) {
        byName.put(name, input);
      } else {
        list.add(input);
      }
    }
    return new Given(list, byName);
  }

  /** The tensors of a result by their names: keys of a dict, else numbers. */
  private static void results(Thing result, Map<String, Thing.Tensor> results, Interpreter in) {
    if (results.size() > MOST_OUTPUTS) {
      throw Refusal.limit("forward", "the number of outputs", results.size(), MOST_OUTPUTS);
    }
    switch (result) {
      case Thing.Tensor tensor -> add("output-" + results.size(), tensor, results, in);
      case Thing.Tuple(List<Thing> items, _) -> items.forEach(one -> results(one, results, in));
      case Thing.Items items -> items.list().forEach(one -> results(one, results, in));
      case Thing.Dict dict ->
          dict.map()
              .forEach(
                  (key, value) -> {
                    if (!(value instanceof Thing.Tensor tensor)) {
                      throw Trouble.value("forward", "an output in a dict is no tensor");
                    }
                    add(in.text(key), tensor, results, in);
                  });
      case Thing.None _ -> in.spend(1);
      case Thing.Probe probe -> throw Probes.missing(probe.name(), "forward");
      default -> throw Trouble.value("forward", "an output is no tensor");
    }
  }

  private static void add(
      String name, Thing.Tensor tensor, Map<String, Thing.Tensor> results, Interpreter in) {
    if (tensor.unset()) {
      throw Trouble.value("forward", "the output '" + name + "' is made at random");
    }
    if (tensor.stale()) {
      throw Trouble.value("forward", "the output '" + name + "' was changed through another view");
    }
    if (results.put(name, tensor) != null) {
      throw Trouble.value("forward", "two outputs are named '" + name + "'");
    }
    in.spend(1);
  }

  private static List<Step> steps(Thing.Instance model) {
    List<Step> steps = new ArrayList<>();
    Modules.children(model)
        .forEach(
            (name, child) -> {
              int weights = Modules.state(child).size();
              steps.add(
                  new Step(name, child.kind().name(), "aten operators", weights + " weights"));
            });
    return steps;
  }
}
