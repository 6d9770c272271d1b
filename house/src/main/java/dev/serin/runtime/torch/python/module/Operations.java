package dev.serin.runtime.torch.python.module;

import dev.serin.base.Problem;
import dev.serin.graph.GraphBuilder;
import dev.serin.graph.Value;
import dev.serin.runtime.Limits;
import dev.serin.runtime.torch.Argument;
import dev.serin.runtime.torch.Aten;
import dev.serin.runtime.torch.Dim;
import dev.serin.runtime.torch.TorchTensor;
import dev.serin.runtime.torch.python.Interpreter;
import dev.serin.runtime.torch.python.Thing;
import dev.serin.runtime.torch.python.Thing.Given;
import dev.serin.runtime.torch.python.Trouble;
import dev.serin.tensor.DataType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Carries calls of the language over to aten. Tensors whose numbers nobody knows (random ones, and
 * parameters before their weights are there) are computed in a second graph, which is thrown away:
 * only their shapes are of use, and a net that needs their numbers is refused.
 */
final class Operations {
  private static final Set<String> IGNORED =
      Set.of("device", "requires_grad", "memory_format", "layout", "pin_memory", "non_blocking");
  private static final Map<String, String> RENAMED = Map.of("axis", "dim", "keepdims", "keepdim");
  private static final Set<String> SHARING =
      Set.of(
          "view",
          "reshape",
          "permute",
          "transpose",
          "swapaxes",
          "swapdims",
          "unsqueeze",
          "squeeze",
          "expand",
          "expand_as",
          "broadcast_to",
          "select",
          "slice",
          "narrow",
          "chunk",
          "split",
          "split_with_sizes",
          "tensor_split",
          "unbind",
          "flatten",
          "unflatten",
          "t",
          "movedim",
          "moveaxis",
          "view_as",
          "reshape_as",
          "ravel",
          "diagonal",
          "detach",
          "contiguous",
          "to",
          "alias",
          "numpy_T",
          "real",
          "dropout",
          "feature_dropout",
          "alpha_dropout",
          "feature_alpha_dropout",
          "type_as");

  private final Aten aten;
  private final Aten scratch;
  private boolean predicting;

  Operations(Aten aten, Limits limits) {
    this.aten = aten;
    this.scratch = new Aten(new GraphBuilder(), limits);
  }

  /** From now on every number counts: random ones are refused. */
  void predict() {
    predicting = true;
  }

  boolean predicting() {
    return predicting;
  }

  /** A weight of the file. */
  Thing.Tensor weight(TorchTensor tensor) {
    return new Thing.Tensor(aten.weight(tensor), false);
  }

  /** A tensor of which only the shape is known. */
  Thing.Tensor unset(DataType type, List<Dim> sizes, Interpreter in) {
    if (predicting) {
      throw Trouble.of("UNSUPPORTED_OP", in.place(), "the net makes numbers at random");
    }
    List<Long> fixed = new ArrayList<>();
    for (Dim size : sizes) {
      if (size.number().isEmpty() || size.number().getAsLong() < 0) {
        throw Trouble.value(in.place(), "a tensor has the size " + size);
      }
      fixed.add(size.number().getAsLong());
    }
    return new Thing.Tensor(scratch.input(type, fixed), true);
  }

  List<Dim> sizes(Thing.Tensor tensor) {
    return (tensor.unset() ? scratch : aten).sizes(tensor.value());
  }

  /** A size as a tensor without axes. */
  Thing.Tensor size(Dim size) {
    return new Thing.Tensor(aten.number(size), false);
  }

  /** The whole number that a tensor without axes is known to hold. */
  Optional<Dim> number(Thing.Tensor tensor) {
    return tensor.unset() ? Optional.empty() : aten.number(tensor.value());
  }

  /** A function of the language that calls this operator. */
  Thing function(String operator) {
    return new Thing.Native(operator, (given, in) -> call(operator, given, in));
  }

  Thing call(String operator, Given given, Interpreter in) {
    List<Thing.Tensor> used = new ArrayList<>();
    List<Argument> positional = new ArrayList<>();
    for (Thing one : given.list()) {
      probed(operator, one, given, in);
      positional.add(argument(one, used, in));
    }
    Map<String, Argument> named = new HashMap<>();
    given
        .named()
        .forEach(
            (name, value) -> {
              if (name.equals("out")) {
                throw Trouble.value(in.place(), operator + " with out= is not read");
              }
              probed(operator, value, given, in);
              if (!IGNORED.contains(name) && !(value instanceof Thing.None)) {
                named.put(RENAMED.getOrDefault(name, name), argument(value, used, in));
              }
            });
    boolean unset = used.stream().anyMatch(Thing.Tensor::unset);
    if (unset && predicting) {
      throw Trouble.value(in.place(), operator + " is given numbers that were made at random");
    }
    List<Value> results =
        placed(
            operator,
            in,
            () -> (unset ? scratch : aten).call(operator, positional, named, in.place()));
    if (Aten.inPlace(operator) && !used.isEmpty()) {
      used.getFirst().change(results.getFirst(), unset);
      return used.getFirst();
    }
    return result(operator, results, used, unset);
  }

  /** A refusal that knows only sizes is given the line as well. */
  private static List<Value> placed(String operator, Interpreter in, Supplier<List<Value>> adding) {
    try {
      return adding.get();
    } catch (Problem.Raised raised) {
      if (raised.problem() instanceof Problem.Refused refused
          && !refused.message().contains(in.place())) {
        String message = in.place() + ": " + operator + ": " + refused.message();
        Problem where = new Problem.Refused(refused.code(), in.place(), message, refused.remedy());
        throw new Problem.Raised(where, raised);
      }
      throw raised;
    }
  }

  private Thing result(
      String operator, List<Value> results, List<Thing.Tensor> used, boolean unset) {
    List<Thing> tensors = new ArrayList<>();
    for (Value value : results) {
      tensors.add(tensor(operator, value, used, unset));
    }
    boolean pairs = results.size() == 2 && !Aten.givesList(operator);
    return results.size() == 1 && !Aten.givesList(operator)
        ? tensors.getFirst()
        : new Thing.Tuple(tensors, pairs ? List.of("values", "indices") : List.of());
  }

  private static Thing tensor(
      String operator, Value value, List<Thing.Tensor> used, boolean unset) {
    boolean shares = SHARING.contains(operator) && !used.isEmpty();
    return shares && used.getFirst().unset() == unset
        ? used.getFirst().view(value)
        : new Thing.Tensor(value, unset);
  }

  /** An input of unknown shape tells its shape by what uses it first. */
  private void probed(String operator, Thing thing, Given given, Interpreter in) {
    boolean probes =
        switch (thing) {
          case Thing.Probe _ -> true;
          case Thing.Items items -> items.list().stream().anyMatch(Thing.Probe.class::isInstance);
          case Thing.Tuple(List<Thing> items, _) ->
              items.stream().anyMatch(Thing.Probe.class::isInstance);
          default -> false;
        };
    if (probes) {
      Probes.tell(operator, given, this, in);
    }
  }

  private Argument argument(Thing thing, List<Thing.Tensor> used, Interpreter in) {
    return switch (thing) {
      case Thing.None _ -> Argument.NOTHING;
      case Thing.Flag(boolean value) -> new Argument.Flag(value);
      case Thing.Whole(long value) -> new Argument.Whole(value);
      case Thing.Size(Dim value) -> new Argument.Size(value);
      case Thing.Real(double value) -> new Argument.Real(value);
      case Thing.Text(String value) -> new Argument.Text(value);
      case Thing.Type(DataType value) -> new Argument.Type(value);
      case Thing.Tensor tensor -> {
        if (tensor.stale()) {
          throw Trouble.value(
              in.place(), "a tensor is used whose numbers were changed through another view");
        }
        used.add(tensor);
        yield new Argument.Tensor(tensor.value());
      }
      case Thing.Items items -> list(items.list(), used, in);
      case Thing.Tuple(List<Thing> items, _) -> list(items, used, in);
      default -> throw Trouble.value(in.place(), "an operator is given something but a value");
    };
  }

  private Argument list(List<Thing> items, List<Thing.Tensor> used, Interpreter in) {
    List<Argument> list = new ArrayList<>();
    for (Thing item : items) {
      if (item instanceof Thing.Items || item instanceof Thing.Tuple) {
        throw Trouble.value(in.place(), "an operator is given lists inside of a list");
      }
      list.add(argument(item, used, in));
    }
    if (list.stream().allMatch(Argument.Whole.class::isInstance)) {
      return new Argument.Wholes(list.stream().map(one -> ((Argument.Whole) one).value()).toList());
    }
    if (list.stream().allMatch(Argument.Tensor.class::isInstance)) {
      return new Argument.Tensors(
          list.stream().map(one -> ((Argument.Tensor) one).value()).toList());
    }
    return new Argument.Items(list);
  }
}
