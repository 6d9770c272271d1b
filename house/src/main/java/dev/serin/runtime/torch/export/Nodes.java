package dev.serin.runtime.torch.export;

import dev.serin.base.Json;
import dev.serin.graph.Value;
import dev.serin.runtime.Inspection.Step;
import dev.serin.runtime.torch.Argument;
import dev.serin.runtime.torch.Aten;
import dev.serin.runtime.torch.Dim;
import dev.serin.runtime.torch.Held;
import dev.serin.runtime.torch.Refusal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Adds the nodes of an exported graph one by one: operators, and arithmetic with sizes. */
final class Nodes {
  private static final String ATEN = "torch.ops.aten.";
  private static final String HIGHER = "torch.ops.higher_order.";
  private static final Set<String> BRANCHES =
      Set.of("cond", "while_loop", "map", "map_impl", "scan");
  private static final Set<String> CHECKS =
      Set.of(
          "_assert_scalar",
          "_assert_async",
          "_assert_tensor_metadata",
          "sym_constrain_range",
          "sym_constrain_range_for_size",
          "_assert_op");

  private final Aten aten;
  private final Scope scope;

  Nodes(Aten aten, Scope scope) {
    this.aten = aten;
    this.scope = scope;
  }

  /** What one node is called with. */
  private record Given(
      List<Argument> positional, Map<String, Argument> named, List<Held> tensors) {}

  Optional<Step> add(Json.Obj node) {
    String target =
        node.text("target").orElseThrow(() -> Refusal.corrupt("nodes", "a target is missing"));
    String place = place(node, target);
    if (target.startsWith(HIGHER)) {
      throw higher(target.substring(HIGHER.length()), place);
    }
    if (target.startsWith(ATEN)) {
      return operator(node, target, place);
    }
    if (target.matches("_operator\\.[a-z_]+|math\\.[a-z]+|torch\\.sym_[a-z]+")) {
      calculate(node, target, place);
      return Optional.empty();
    }
    throw Refusal.operator(place, "the operator " + target + " is not converted");
  }

  private static RuntimeException higher(String name, String place) {
    return BRANCHES.contains(name)
        ? Refusal.dataDependent(place, "the way through torch." + name)
        : Refusal.operator(place, "the operator of operators " + name + " is not converted");
  }

  private static String place(Json.Obj node, String target) {
    return node.text("name")
        .or(() -> node.list("outputs").stream().findFirst().flatMap(Nodes::firstName))
        .orElse(target);
  }

  private static Optional<String> firstName(Json output) {
    return output instanceof Json.Obj form
        ? form.object("as_tensor").flatMap(tensor -> tensor.text("name"))
        : Optional.empty();
  }

  private Optional<Step> operator(Json.Obj node, String target, String place) {
    String operator = target.substring(ATEN.length()).replaceFirst("\\..*", "");
    if (CHECKS.contains(operator)) {
      return Optional.empty();
    }
    if (operator.equals("sym_size") || operator.equals("sym_numel")) {
      size(node, operator, place);
      return Optional.empty();
    }
    if (operator.equals("item") || operator.equals("_local_scalar_dense")) {
      item(node, place);
      return Optional.empty();
    }
    Given given = given(node, place);
    int before = aten.graph().size();
    List<Value> values = aten.call(operator, given.positional(), given.named(), place);
    Held.Called call = new Held.Called(operator, given.positional(), given.named(), place);
    List<Held> results = Held.results(aten, call, given.tensors(), values);
    name(node, results, place);
    Set<String> mapped = new LinkedHashSet<>(aten.graph().operators(before));
    String mapsTo = mapped.isEmpty() ? "nothing" : String.join(", ", mapped);
    String sizes = values.isEmpty() ? "" : values.getFirst().shape().toString();
    return Optional.of(new Step(place, operator, mapsTo, sizes));
  }

  private Given given(Json.Obj node, String place) {
    List<Argument> positional = new ArrayList<>();
    Map<String, Argument> named = new LinkedHashMap<>();
    Arguments arguments = new Arguments(scope, place);
    for (Json each : node.list("inputs")) {
      Json.Obj input = Codes.object(each, place);
      Argument argument = arguments.of(Codes.required(input, "arg", place));
      String name = input.text("name").orElse("");
      if (name.isEmpty()) {
        positional.add(argument);
      } else {
        named.put(name, argument);
      }
    }
    return new Given(positional, named, arguments.tensors());
  }

  private void name(Json.Obj node, List<Held> results, String place) {
    List<Json> outputs = node.list("outputs");
    for (int i = 0; i < outputs.size(); i++) {
      Map.Entry<String, Json> form = Codes.form(outputs.get(i), place);
      switch (form.getKey()) {
        case "as_tensor" ->
            scope.put(
                Codes.name(form.getValue(), place),
                i < results.size() ? results.get(i) : Held.absent());
        case "as_tensors" -> list(form.getValue(), results, place);
        case "as_none" -> {}
        default -> throw Refusal.value(place, "a result of the kind " + form.getKey());
      }
    }
  }

  private void list(Json names, List<Held> results, String place) {
    if (!(names instanceof Json.Arr(List<Json> items)) || items.size() != results.size()) {
      throw Refusal.corrupt(place, "it gives " + results.size() + " tensors, and others are named");
    }
    for (int i = 0; i < items.size(); i++) {
      scope.put(Codes.name(items.get(i), place), results.get(i));
    }
  }

  private void size(Json.Obj node, String operator, String place) {
    Given given = given(node, place);
    if (given.tensors().isEmpty()) {
      throw Refusal.corrupt(place, "a size of no tensor");
    }
    List<Dim> sizes = aten.sizes(given.tensors().getFirst().value(place));
    if (operator.equals("sym_numel")) {
      result(node, Dim.product(sizes), place);
      return;
    }
    Argument axis = given.named().getOrDefault("dim", Argument.NOTHING);
    if (!(axis instanceof Argument.Whole(long number))
        || number < -sizes.size()
        || number >= sizes.size()) {
      throw Refusal.corrupt(place, "there is no axis " + axis);
    }
    result(node, sizes.get((int) Math.floorMod(number, (long) sizes.size())), place);
  }

  private void item(Json.Obj node, String place) {
    Given given = given(node, place);
    Optional<Dim> known =
        given.tensors().stream().findFirst().flatMap(held -> aten.number(held.value(place)));
    result(
        node,
        known.orElseThrow(() -> Refusal.dataDependent(place, "a number that is taken out")),
        place);
  }

  private void result(Json.Obj node, Dim value, String place) {
    for (Json output : node.list("outputs")) {
      Json.Obj form = Codes.object(output, place);
      form.object("as_sym_int")
          .flatMap(each -> each.text("as_name"))
          .ifPresent(name -> scope.put(name, value));
    }
  }

  /** Sizes are calculated now; comparisons between them only serve the checks of the exporter. */
  private void calculate(Json.Obj node, String target, String place) {
    String operator = target.substring(target.indexOf('.') + 1);
    if (Set.of("eq", "ne", "lt", "le", "gt", "ge", "and_", "or_", "not_", "sym_not")
        .contains(operator)) {
      return;
    }
    List<Dim> sizes = new ArrayList<>();
    Given given = given(node, place);
    List<Argument> all = new ArrayList<>(given.positional());
    all.addAll(given.named().values());
    for (Argument each : all) {
      switch (each) {
        case Argument.Whole(long number) -> sizes.add(Dim.of(number));
        case Argument.Size(Dim size) -> sizes.add(size);
        default -> throw Refusal.operator(place, operator + " of " + each);
      }
    }
    try {
      result(node, calculated(operator, sizes, place), place);
    } catch (ArithmeticException overflow) {
      throw Refusal.corrupt(place, overflow.getMessage());
    }
  }

  private static Dim calculated(String operator, List<Dim> sizes, String place) {
    if (sizes.size() == 1 && operator.equals("neg")) {
      return sizes.getFirst().times(Dim.of(-1));
    }
    if (sizes.size() == 2) {
      Dim one = sizes.get(0);
      Dim two = sizes.get(1);
      switch (operator) {
        case "add":
          return one.plus(two);
        case "sub":
          return one.minus(two);
        case "mul":
          return one.times(two);
        case "floordiv":
          return one.over(two);
        case "mod":
          return one.modulo(two);
        default:
          break;
      }
    }
    throw Refusal.operator(place, "sizes by " + operator + " are not converted");
  }
}
