package dev.serin.runtime.torch;

import dev.serin.base.Problem;
import dev.serin.graph.GraphBuilder;
import dev.serin.graph.GraphMismatch;
import dev.serin.graph.Shape;
import dev.serin.graph.Value;
import dev.serin.runtime.Limits;
import dev.serin.tensor.DataType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Lowers aten calls to graph nodes; all front ends use it. Operators are an allow-list, every
 * argument has to be understood, and sizes are tracked exactly, open ones as a {@link Dim}. Used by
 * one thread, for one graph.
 */
public final class Aten {
  private static final Map<String, Rule> RULES = rules();
  private static final Pattern IN_PLACE = Pattern.compile("[a-z0-9_]*[a-z0-9]_");
  private static final Set<String> OUTSIDE =
      Set.of(
          "save",
          "load",
          "from_file",
          "print",
          "_print",
          "fork",
          "wait",
          "fromfile",
          "open",
          "system",
          "read",
          "write",
          "_save_pickle",
          "_load_pickle",
          "_cuda_getDevice",
          "set_data",
          "backward",
          "manual_seed",
          "get_file",
          "jit_save",
          "PythonOp",
          "CallFunction",
          "Print",
          "RaiseException",
          "rpc_async",
          "rpc_sync",
          "rpc_remote");

  private static final Set<String> VIEWS =
      Set.of(
          "view",
          "reshape",
          "flatten",
          "unflatten",
          "ravel",
          "permute",
          "transpose",
          "swapaxes",
          "swapdims",
          "t",
          "numpy_T",
          "mT",
          "movedim",
          "moveaxis",
          "unsqueeze",
          "squeeze",
          "expand",
          "expand_as",
          "broadcast_to",
          "view_as",
          "reshape_as",
          "select",
          "slice",
          "narrow",
          "split",
          "split_with_sizes",
          "chunk",
          "tensor_split",
          "unbind",
          "diagonal",
          "unfold",
          "detach",
          "alias",
          "broadcast_tensors",
          "_reshape_alias",
          "contiguous",
          "to",
          "type_as",
          "float",
          "double",
          "half",
          "bfloat16",
          "int",
          "long",
          "short",
          "bool",
          "dropout",
          "feature_dropout",
          "alpha_dropout",
          "feature_alpha_dropout",
          "requires_grad",
          "positive",
          "resolve_conj",
          "resolve_neg",
          "lift",
          "lift_fresh",
          "cpu",
          "cuda",
          "_autocast_to_full_precision");

  private final Draft draft;

  /** Adds to this graph, under these limits. */
  public Aten(GraphBuilder graph, Limits limits) {
    this.draft = new Draft(graph, limits);
  }

  /** The plain names of all operators, in order. */
  public static List<String> operators() {
    return RULES.keySet().stream().sorted().toList();
  }

  private static Map<String, Rule> rules() {
    Map<String, Rule> all = new HashMap<>();
    Arithmetic.addTo(all);
    Functions.addTo(all);
    Activations.addTo(all);
    Products.addTo(all);
    Views.addTo(all);
    Joins.addTo(all);
    Reductions.addTo(all);
    Convolutions.addTo(all);
    Poolings.addTo(all);
    Paddings.addTo(all);
    Norms.addTo(all);
    Resizing.addTo(all);
    Creation.addTo(all);
    Indexing.addTo(all);
    Scattering.addTo(all);
    Patches.addTo(all);
    Special.addTo(all);
    Attention.addTo(all);
    Recurrent.addTo(all);
    return Map.copyOf(all);
  }

  /** The graph that it adds to. */
  public GraphBuilder graph() {
    return draft.graph();
  }

  /** Declares the next input; sizes of {@link Shape#ANY} are open. */
  public Value input(DataType type, List<Long> sizes) {
    Value input = graph().input(type, new Shape(sizes));
    draft.sizes(input);
    return input;
  }

  /** Declares the next input, of which some open sizes are known to equal others. */
  public Value input(DataType type, List<Long> sizes, List<Optional<Dim>> known) {
    Value input = input(type, sizes);
    draft.declare(input, known);
    return input;
  }

  /** A weight; its bytes are kept and not copied. */
  public Value weight(TorchTensor tensor) {
    return graph().weight(tensor.type(), new Shape(tensor.sizes()), tensor.littleEndian());
  }

  /** The sizes of a value, exact also where they are open. */
  public List<Dim> sizes(Value value) {
    return draft.sizes(value);
  }

  /** A whole number as a tensor without axes; {@link #number(Value)} knows it again. */
  public Value number(Dim number) {
    return draft.number(number);
  }

  /** The whole number that a tensor without axes is known to hold. */
  public Optional<Dim> number(Value value) {
    return draft.number(value);
  }

  /** The elements of a value as another type. */
  public Value cast(Value value, DataType type) {
    return draft.cast(value, type);
  }

  /** The elements of a value in the sizes of another one. */
  Value shaped(Value value, Value like) {
    return draft.reshape(value, draft.sizes(like));
  }

  /** The datatype of this number in c10::ScalarType. */
  public static DataType type(long code, String place) {
    return Call.scalarType(code)
        .orElseThrow(() -> Refusal.value(place, "the element type " + code + " is not supported"));
  }

  /** The number of a datatype in c10::ScalarType, which a datatype may be given as. */
  public static long code(DataType type) {
    return Call.scalarCode(type);
  }

  /** Whether there is a rule for this operator, in place or not. */
  public static boolean knows(String operator) {
    return RULES.containsKey(plain(operator));
  }

  /** Whether this operator gives a list of tensors, even when it is a list of one. */
  public static boolean givesList(String operator) {
    Rule rule = RULES.get(plain(operator));
    return rule != null && rule.givesList();
  }

  /** Whether this operator changes its first argument ({@code relu_}). */
  public static boolean inPlace(String operator) {
    return IN_PLACE.matcher(operator).matches() && !RULES.containsKey(operator);
  }

  /** Whether the result of this operator may share memory with its first argument. */
  public static boolean givesView(String operator) {
    return VIEWS.contains(operator);
  }

  private static String plain(String operator) {
    return inPlace(operator) ? operator.substring(0, operator.length() - 1) : operator;
  }

  /**
   * Adds a call: {@code conv2d}, {@code add} or {@code relu_}, without namespace and overload. The
   * result of an operator in place is what its first argument holds afterwards. Whole numbers and
   * flags fit where the schema wants real numbers, one number where it wants a list.
   *
   * @throws Problem.Raised {@code Refused}: UNSUPPORTED_OP with name and place, UNSUPPORTED_VALUE
   *     for an argument, FORBIDDEN_OP, TRAINING_MODE, LIMIT_EXCEEDED, CORRUPT for sizes that do not
   *     fit
   */
  public List<Value> call(
      String operator, List<Argument> positional, Map<String, Argument> named, String place) {
    if (OUTSIDE.contains(operator)) {
      throw Refusal.forbidden(place, operator);
    }
    Rule rule = RULES.get(plain(operator));
    if (rule == null) {
      throw Refusal.operator(place, "the operator " + operator + " is not converted");
    }
    Call call = new Call(operator, place, draft);
    call.bind(rule.parameters(), positional, named);
    try {
      List<Value> results = rule.body().lower(call);
      call.end();
      return inPlace(operator) ? kept(results, positional, named) : results;
    } catch (GraphMismatch | ArithmeticException mismatch) { // sizes that do not fit, or overflow
      throw new Problem.Raised(
          Refusal.corrupt(place, operator + ": " + mismatch.getMessage()).problem(), mismatch);
    }
  }

  /** An operator in place keeps the type of what it changes. */
  private List<Value> kept(
      List<Value> results, List<Argument> positional, Map<String, Argument> named) {
    Argument first =
        positional.isEmpty()
            ? named.getOrDefault("self", named.getOrDefault("input", Argument.NOTHING))
            : positional.getFirst();
    if (!(first instanceof Argument.Tensor(Value self))) {
      return results;
    }
    List<Value> kept = new ArrayList<>(results);
    kept.set(0, draft.cast(results.getFirst(), self.type()));
    return kept;
  }
}
