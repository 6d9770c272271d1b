package dev.serin.runtime.torch.script;

import dev.serin.base.Json;
import dev.serin.base.Problem;
import dev.serin.graph.Shape;
import dev.serin.reader.Node;
import dev.serin.runtime.torch.Converted;
import dev.serin.runtime.torch.Refusal;
import dev.serin.runtime.torch.TorchTensor;
import dev.serin.runtime.torch.script.Code.Expression;
import dev.serin.runtime.torch.script.Code.Function;
import dev.serin.runtime.torch.script.Code.Parameter;
import dev.serin.tensor.DataType;
import dev.serin.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the shapes of the inputs, which the source does not say: in {@code serin.json}, in the
 * example that a traced model was saved with, or by the first weight. What was found is tried, and
 * the first shapes that the whole model accepts are its signature.
 */
final class Signatures {
  private static final Set<String> SAME_FOR_ALL =
      Set.of(
          "FORBIDDEN_OP",
          "TRAINING_MODE",
          "UNSUPPORTED_OP",
          "LIMIT_EXCEEDED",
          "DATA_DEPENDENT_CONTROL_FLOW");
  private static final String DERIVED =
      "the file names no shapes: those of the input follow from the first weight";

  private final Entry entry;
  private final Archive archive;
  private final Json.Obj settings;

  Signatures(Entry entry, Archive archive, Json.Obj settings) {
    this.entry = entry;
    this.archive = archive;
    this.settings = settings;
  }

  Converted.Net converted() {
    List<String> names = names(entry.forward());
    if (!settings.list("inputs").isEmpty()) {
      return entry.converted(declared(names), List.of());
    }
    Optional<List<TensorSpec>> example =
        archive.tracedInputs().flatMap(node -> example(node, names));
    if (example.isPresent()) {
      return traced(example.get());
    }
    List<List<TensorSpec>> candidates = new FirstWeight(entry.data()).candidates(names);
    if (candidates.isEmpty()) {
      probe(names);
    }
    return first(candidates);
  }

  /** The arguments of forward that are tensors without a default. */
  private static List<String> names(Function forward) {
    List<String> names = new ArrayList<>();
    for (Parameter parameter : forward.parameters().subList(1, forward.parameters().size())) {
      boolean tensor =
          parameter.type().equals(Optional.of(new Expression.Name("Tensor")))
              || parameter.type().isEmpty();
      if (tensor && parameter.otherwise().isEmpty()) {
        names.add(parameter.name());
      } else if (parameter.otherwise().isEmpty()) {
        throw Refusal.value(
            forward.file(), "the argument " + parameter.name() + " of forward is no tensor");
      }
    }
    if (names.isEmpty()) {
      throw Refusal.value(forward.file(), "forward takes no tensor");
    }
    return names;
  }

  private List<TensorSpec> declared(List<String> names) {
    List<TensorSpec> specs = new ArrayList<>();
    for (Json item : settings.list("inputs")) {
      String name = item instanceof Json.Obj input ? input.text("name").orElse("") : "";
      if (!(item instanceof Json.Obj input) || !names.contains(name)) {
        throw Refusal.corrupt("serin.json", "torch.inputs names '" + name + "', not of " + names);
      }
      DataType type =
          input
              .text("datatype")
              .flatMap(DataType::named)
              .filter(DataType::numeric)
              .orElseThrow(() -> Refusal.corrupt("serin.json", name + " has no datatype"));
      List<Long> shape = new ArrayList<>();
      for (Json size : input.list("shape")) {
        boolean fits = size instanceof Json.Num number && number.digits().matches("-1|\\d{1,9}");
        if (!fits) {
          throw Refusal.corrupt("serin.json", "a size of " + name + " is " + size.text());
        }
        shape.add(((Json.Num) size).longValue());
      }
      specs.add(new TensorSpec(name, type, shape));
    }
    if (specs.size() != names.size()) {
      throw Refusal.signature("serin.json", "torch.inputs does not name all of " + names);
    }
    specs.sort(java.util.Comparator.comparing(spec -> names.indexOf(spec.name())));
    return specs;
  }

  /** {@code {"forward": [tensors]}}: only the sizes are there, the numbers are left out. */
  private static Optional<List<TensorSpec>> example(Node root, List<String> names) {
    Node plain = untagged(root);
    Optional<Node> forward =
        plain instanceof Node.DictNode dict ? dict.value("forward") : Optional.empty();
    List<Node> items = forward.map(node -> Archive.items(untagged(node))).orElse(List.of());
    if (items.size() < names.size()) {
      return Optional.empty();
    }
    List<TensorSpec> specs = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      Optional<TensorSpec> spec = spec(names.get(i), items.get(i));
      if (spec.isEmpty()) {
        return Optional.empty();
      }
      specs.add(spec.get());
    }
    return Optional.of(specs);
  }

  private static Node untagged(Node node) {
    return node instanceof Node.Instance tagged
            && tagged.type().name().equals("restore_type_tag")
            && !tagged.args().isEmpty()
        ? tagged.args().getFirst()
        : node;
  }

  private static Optional<TensorSpec> spec(String name, Node node) {
    if (!(node instanceof Node.Instance made)
        || !made.type().name().equals("_rebuild_tensor_v2")
        || made.args().size() < 3
        || !(made.args().get(0) instanceof Node.TupleNode storage)
        || storage.items().size() < 2
        || !(storage.items().get(1) instanceof Node.Global type)) {
      return Optional.empty();
    }
    List<Long> sizes = new ArrayList<>();
    for (Node size : Archive.items(made.args().get(2))) {
      if (!(size instanceof Node.Int(long number)) || number < 0) {
        return Optional.empty();
      }
      sizes.add(number);
    }
    return TorchTensor.storageType(type).map(found -> new TensorSpec(name, found, sizes));
  }

  /** The rows may be open unless the trace has fixed their number. */
  private Converted.Net traced(List<TensorSpec> example) {
    List<TensorSpec> open = new ArrayList<>();
    for (TensorSpec spec : example) {
      List<Long> shape = new ArrayList<>(spec.shape());
      if (!shape.isEmpty()) {
        shape.set(0, Shape.ANY);
      }
      open.add(new TensorSpec(spec.name(), spec.type(), shape));
    }
    boolean sameRows =
        example.stream().map(spec -> spec.shape().stream().findFirst()).distinct().count() == 1;
    try {
      Converted.Net net = sameRows ? entry.converted(open, List.of()) : fixed(example);
      boolean follows =
          net.outputs().stream()
              .anyMatch(spec -> spec.shape().isEmpty() || spec.shape().contains(Shape.ANY));
      return follows ? net : fixed(example);
    } catch (Problem.Raised raised) {
      if (sameForAll(raised)) {
        throw raised;
      }
      return fixed(example);
    }
  }

  private Converted.Net fixed(List<TensorSpec> example) {
    return entry.converted(
        example, List.of("the trace fixed the number of rows: only batches of that size fit"));
  }

  private Converted.Net first(List<List<TensorSpec>> candidates) {
    List<String> reasons = new ArrayList<>();
    for (List<TensorSpec> candidate : candidates) {
      try {
        return entry.converted(candidate, Collections.singletonList(DERIVED));
      } catch (Problem.Raised raised) {
        if (sameForAll(raised)) {
          throw raised;
        }
        reasons.add(candidate + " fails: " + raised.problem().message());
      }
    }
    String tried = reasons.isEmpty() ? "" : "; " + reasons.getFirst();
    throw Refusal.signature("forward", "the file does not say the shapes of its inputs" + tried);
  }

  /** What is refused whatever the shapes are is said before shapes are asked for. */
  private void probe(List<String> names) {
    List<TensorSpec> any =
        names.stream()
            .map(name -> new TensorSpec(name, DataType.FP32, List.of(Shape.ANY, Shape.ANY)))
            .toList();
    try {
      entry.converted(any, List.of());
    } catch (Problem.Raised raised) {
      if (sameForAll(raised)) {
        throw raised;
      }
    }
  }

  private static boolean sameForAll(Problem.Raised raised) {
    return SAME_FOR_ALL.contains(raised.problem().code());
  }
}
