package dev.serin.runtime;

import dev.serin.base.Problem;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Signature;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Checks what a client gives against a model's signature and brings it into the form that a
 * predictor takes. Every refusal is {@link Problem.Invalid} and says what would be right.
 */
public final class InputCheck {
  private InputCheck() {}

  /** The inputs as the predictor takes them: by the signature's names, or one [n] per column. */
  public static List<Tensor> conform(Signature signature, List<Tensor> given) {
    Map<String, Tensor> byName = byName(given);
    if (byColumns(signature, given)) {
      return columns(signature, byName);
    }
    List<TensorSpec> wanted = signature.inputs();
    if (wanted.size() == 1 && given.size() == 1) {
      Tensor named = given.getFirst().named(wanted.getFirst().name());
      return List.of(fit(signature, wanted.getFirst(), named));
    }
    checkNames(byName.keySet(), wanted, "INPUT", "input");
    List<Tensor> inputs =
        wanted.stream().map(spec -> fit(signature, spec, byName.get(spec.name()))).toList();
    checkRows(signature, inputs);
    return inputs;
  }

  /** The outputs to compute: those asked for, which must exist, or the defaults. */
  public static Set<String> outputs(Signature signature, Set<String> asked) {
    for (String name : asked) {
      if (signature.output(name).isEmpty()) {
        throw invalid(
            "OUTPUT_UNKNOWN",
            name,
            "there is no output '%s': there are %s".formatted(name, names(signature.outputs())));
      }
    }
    return asked.isEmpty() ? Set.copyOf(signature.defaults()) : asked;
  }

  private static Map<String, Tensor> byName(List<Tensor> given) {
    Map<String, Tensor> byName = HashMap.newHashMap(given.size());
    for (Tensor tensor : given) {
      if (byName.put(tensor.name(), tensor) != null) {
        throw invalid("INPUT_TWICE", tensor.name(), "'" + tensor.name() + "' is given twice");
      }
    }
    return byName;
  }

  /** One matrix of all columns is no column; everything else given to a model with columns is. */
  private static boolean byColumns(Signature signature, List<Tensor> given) {
    List<TensorSpec> columns = signature.columns();
    if (columns.isEmpty()) {
      return false;
    }
    if (given.size() != 1 || !signature.matrix()) {
      return true;
    }
    Tensor only = given.getFirst();
    boolean named = columns.stream().anyMatch(column -> column.name().equals(only.name()));
    return named && (columns.size() > 1 || only.shape().length != 2 || only.shape()[1] == 1);
  }

  private static List<Tensor> columns(Signature signature, Map<String, Tensor> byName) {
    checkNames(byName.keySet(), signature.columns(), "COLUMN", "column");
    List<Tensor> inputs = new ArrayList<>();
    for (TensorSpec spec : signature.columns()) {
      Tensor tensor = byName.get(spec.name());
      long[] shape = tensor.shape();
      if (shape.length != 1 && !(shape.length == 2 && shape[1] == 1)) {
        throw shape(spec, tensor, "[n] or [n,1]");
      }
      if (tensor.type().numeric()) { // texts: a column that no step uses may hold anything
        checkTabular(spec, tensor);
      }
      inputs.add(shape.length == 1 ? tensor : tensor.shaped(shape[0]));
    }
    checkRows(signature, inputs);
    return inputs;
  }

  private static void checkNames(
      Set<String> given, List<TensorSpec> wanted, String code, String noun) {
    for (TensorSpec spec : wanted) {
      if (!given.contains(spec.name())) {
        String all = "the model takes " + names(wanted);
        throw invalid(
            code + "_MISSING",
            spec.name(),
            "the %s '%s' is missing: %s".formatted(noun, spec.name(), all));
      }
    }
    Set<String> known = wanted.stream().map(TensorSpec::name).collect(Collectors.toSet());
    for (String name : given) {
      if (!known.contains(name)) {
        throw invalid(
            code + "_UNKNOWN",
            name,
            "the model has no %s '%s': it takes %s".formatted(noun, name, names(wanted)));
      }
    }
  }

  private static Tensor fit(Signature signature, TensorSpec spec, Tensor tensor) {
    Tensor typed =
        switch (signature.kind()) {
          case TABULAR -> {
            checkTabular(spec, tensor);
            yield tensor;
          }
          case NET -> Widening.to(spec, tensor);
        };
    if (!spec.fits(typed.shape())) {
      throw shape(spec, typed, spec.shape().toString());
    }
    return typed;
  }

  private static void checkTabular(TensorSpec spec, Tensor tensor) {
    if (spec.type().numeric() != tensor.type().numeric()) {
      throw datatype(spec, tensor);
    }
  }

  /** Where every input varies in its first size, that size is the number of rows. */
  private static void checkRows(Signature signature, List<Tensor> inputs) {
    boolean rows =
        signature.kind() == Signature.Kind.TABULAR
            || signature.inputs().stream().allMatch(InputCheck::batched);
    long first = inputs.getFirst().rows();
    for (Tensor tensor : inputs) {
      if (rows && tensor.rows() != first) {
        throw invalid(
            "ROWS",
            tensor.name(),
            "'%s' has %d rows, '%s' has %d: all need the same number"
                .formatted(tensor.name(), tensor.rows(), inputs.getFirst().name(), first));
      }
    }
  }

  /** Whether the first size varies. */
  public static boolean batched(TensorSpec spec) {
    return !spec.shape().isEmpty() && spec.shape().getFirst() == -1;
  }

  /** The refusal of a datatype, naming both. */
  static Problem.Raised datatype(TensorSpec spec, Tensor tensor) {
    return invalid(
        "DATATYPE",
        tensor.name(),
        "'%s' is %s, the model takes %s".formatted(tensor.name(), tensor.type(), accepted(spec)));
  }

  private static String accepted(TensorSpec spec) {
    DataType type = spec.type();
    return type == DataType.BYTES ? "BYTES (texts)" : type.name();
  }

  private static Problem.Raised shape(TensorSpec spec, Tensor tensor, String wanted) {
    return invalid(
        "SHAPE",
        tensor.name(),
        "'%s' has the shape %s, the model takes %s for '%s'"
            .formatted(tensor.name(), Arrays.toString(tensor.shape()), wanted, spec.name()));
  }

  private static String names(List<TensorSpec> specs) {
    return specs.stream().map(TensorSpec::name).collect(Collectors.joining(", "));
  }

  private static Problem.Raised invalid(String code, String field, String message) {
    return new Problem.Raised(new Problem.Invalid(code, field, message));
  }
}
