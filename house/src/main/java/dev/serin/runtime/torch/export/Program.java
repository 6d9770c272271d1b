package dev.serin.runtime.torch.export;

import dev.serin.base.Json;
import dev.serin.base.Problem;
import dev.serin.graph.GraphBuilder;
import dev.serin.graph.GraphMismatch;
import dev.serin.graph.Shape;
import dev.serin.graph.Value;
import dev.serin.runtime.Inspection.Step;
import dev.serin.runtime.Limits;
import dev.serin.runtime.torch.Aten;
import dev.serin.runtime.torch.Converted;
import dev.serin.runtime.torch.Dim;
import dev.serin.runtime.torch.Held;
import dev.serin.runtime.torch.Refusal;
import dev.serin.tensor.DataType;
import dev.serin.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns an exported program into a graph: its signature, its inputs, then node after node. */
final class Program {
  private static final int OLDEST = 5;
  private static final int NEWEST = 8;
  private static final Pattern SYMBOL =
      Pattern.compile("Symbol\\('(\\w+)'[^()]*\\)|([a-z]+[0-9]*)");

  private final Json.Obj program;
  private final Payloads payloads;
  private final Aten aten;
  private final Scope scope = new Scope();
  private final List<TensorSpec> inputs = new ArrayList<>();
  private final Json.Obj graph;
  private final Json.Obj signature;

  Program(Json.Obj program, Payloads payloads, Limits limits) {
    this.program = program;
    this.payloads = payloads;
    this.aten = new Aten(new GraphBuilder(), limits);
    Json.Obj module = member(program, "graph_module");
    this.graph = member(module, "graph");
    this.signature = member(module, "signature");
  }

  private static Json.Obj member(Json.Obj object, String name) {
    return Codes.object(Codes.required(object, name, "model.json"), name);
  }

  Converted.Net converted() {
    checkVersion();
    new Inputs().declare();
    Nodes nodes = new Nodes(aten, scope);
    List<Step> steps = new ArrayList<>();
    for (Json node : graph.list("nodes")) {
      nodes.add(Codes.object(node, "nodes")).ifPresent(steps::add);
    }
    List<TensorSpec> outputs = outputs();
    if (inputs.isEmpty() || outputs.isEmpty()) {
      throw Refusal.value("signature", "the model has no input or no output that is a tensor");
    }
    return new Converted.Net(bytes(), inputs, outputs, steps, List.of());
  }

  private byte[] bytes() {
    try {
      return aten.graph().toBytes();
    } catch (GraphMismatch large) {
      throw new Problem.Raised(
          Refusal.limit("weights", "the size of the graph", Integer.MAX_VALUE, Integer.MAX_VALUE)
              .problem(),
          large);
    }
  }

  private void checkVersion() {
    Json.Obj version = member(program, "schema_version");
    long major = Codes.whole(Codes.required(version, "major", "schema_version"), "schema_version");
    if (major < OLDEST || major > NEWEST) {
      throw Refusal.of(
          "UNSUPPORTED_VALUE",
          "schema_version",
          "the file has the schema version "
              + major
              + ", "
              + OLDEST
              + " to "
              + NEWEST
              + " are read",
          "save it with a torch release whose schema version is " + NEWEST + " (2.7 to 2.13)");
    }
  }

  /** What each argument of the graph is: a weight, a constant, or an input of the user. */
  private final class Inputs {
    private final Map<String, Dim> symbols = new HashMap<>();

    void declare() {
      for (Json spec : signature.list("input_specs")) {
        Map.Entry<String, Json> form = Codes.form(spec, "input_specs");
        Json.Obj given = Codes.object(form.getValue(), "input_specs");
        switch (form.getKey()) {
          case "user_input" -> user(Codes.required(given, "arg", "input_specs"));
          case "parameter" -> weight(given, "parameter_name");
          case "buffer" -> weight(given, "buffer_name");
          case "tensor_constant" -> weight(given, "tensor_constant_name");
          case "constant_input" -> {} // a value that was fixed when the model was exported
          default -> throw Refusal.value("input_specs", "an input of the kind " + form.getKey());
        }
      }
    }

    private void weight(Json.Obj given, String key) {
      String name = Codes.name(Codes.required(given, "arg", key), key);
      String fullName =
          given.text(key).orElseThrow(() -> Refusal.corrupt(name, key + " is missing"));
      scope.put(name, () -> aten.weight(payloads.tensor(fullName, name)));
    }

    private void user(Json argument) {
      Map.Entry<String, Json> form = Codes.form(argument, "input_specs");
      if (!form.getKey().equals("as_tensor")) {
        if (form.getKey().startsWith("as_sym") || form.getKey().equals("as_custom_obj")) {
          throw Refusal.value("input_specs", "an input is no tensor (" + form.getKey() + ")");
        }
        return; // a number or None that was fixed when the model was exported
      }
      String name = Codes.name(form.getValue(), "input_specs");
      Json.Obj meta = member(member(graph, "tensor_values"), name);
      DataType type = Codes.type(Codes.whole(Codes.required(meta, "dtype", name), name), name);
      List<Long> sizes = new ArrayList<>();
      List<Optional<Dim>> known = new ArrayList<>();
      List<Optional<String>> named = new ArrayList<>();
      for (Json size : meta.list("sizes")) {
        Map.Entry<String, Json> each = Codes.form(size, name);
        boolean fixed = each.getKey().equals("as_int");
        sizes.add(fixed ? Codes.whole(each.getValue(), name) : Shape.ANY);
        Optional<String> symbol = fixed ? Optional.empty() : symbol(each.getValue());
        named.add(symbol);
        known.add(symbol.map(symbols::get));
      }
      if (sizes.stream().anyMatch(size -> size < Shape.ANY)) {
        throw Refusal.corrupt(name, "a size is negative");
      }
      Value value = aten.input(type, sizes, known);
      for (int axis = 0; axis < named.size(); axis++) {
        int place = axis;
        named
            .get(axis)
            .ifPresent(symbol -> symbols.putIfAbsent(symbol, aten.sizes(value).get(place)));
      }
      scope.put(name, Held.of(value));
      inputs.add(new TensorSpec(name, type, sizes));
    }

    /** The name when the size is one symbol, empty for any other expression. */
    private Optional<String> symbol(Json expression) {
      String text = expression instanceof Json.Obj object ? object.text("expr_str").orElse("") : "";
      Matcher matcher = SYMBOL.matcher(text);
      return matcher.matches()
          ? Optional.of(matcher.group(1) == null ? matcher.group(2) : matcher.group(1))
          : Optional.empty();
    }
  }

  private List<TensorSpec> outputs() {
    List<String> results = new ArrayList<>();
    for (Json spec : signature.list("output_specs")) {
      Map.Entry<String, Json> form = Codes.form(spec, "output_specs");
      Json.Obj given = Codes.object(form.getValue(), "output_specs");
      switch (form.getKey()) {
        case "user_output" -> output(given).ifPresent(results::add);
        case "user_input_mutation" -> {} // what the caller's tensor holds afterwards
        default ->
            throw Refusal.value(
                "output_specs", "the model changes its own state (" + form.getKey() + ")");
      }
    }
    List<String> names = OutputNames.of(program, results.size());
    List<TensorSpec> outputs = new ArrayList<>();
    for (String result : results) {
      Value value = scope.tensor(result, "output").value("output");
      aten.graph().output(value);
      outputs.add(new TensorSpec(names.get(outputs.size()), value.type(), value.shape().sizes()));
    }
    return outputs;
  }

  private static Optional<String> output(Json.Obj given) {
    Json argument = Codes.required(given, "arg", "output_specs");
    Map.Entry<String, Json> form = Codes.form(argument, "output_specs");
    return switch (form.getKey()) {
      case "as_tensor" -> Optional.of(Codes.name(form.getValue(), "output_specs"));
      case "as_none", "as_int", "as_bool", "as_float", "as_string" -> Optional.empty();
      default ->
          throw Refusal.value("output_specs", "an output is no tensor (" + form.getKey() + ")");
    };
  }
}
