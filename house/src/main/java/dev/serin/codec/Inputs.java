package dev.serin.codec;

import dev.serin.tensor.Signature;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Makes tensors fit a signature: by name, or one tensor per column; a model with one input takes it
 * under any name. What comes out goes to the predictor as it is.
 */
public final class Inputs {
  private Inputs() {}

  /**
   * The tensors in the order and datatypes of the signature.
   *
   * @throws dev.serin.base.Problem.Raised {@code Invalid} for a tensor that is missing, not known,
   *     given twice, or of another shape or datatype
   */
  public static List<Tensor> fit(Signature signature, List<Tensor> given) {
    Map<String, Tensor> byName = new LinkedHashMap<>();
    for (Tensor tensor : given) {
      if (byName.put(tensor.name(), tensor) != null) {
        throw Wrong.invalid(
            "INPUT_DUPLICATE",
            "inputs." + tensor.name(),
            "the input '" + tensor.name() + "' is given twice");
      }
    }
    return byColumn(signature, byName) ? columns(signature, byName) : whole(signature, byName);
  }

  /** What a signature takes, in one line for people. */
  public static String expected(Signature signature) {
    String inputs =
        signature.inputs().stream().map(TensorSpec::toString).collect(Collectors.joining(", "));
    if (signature.columns().isEmpty()) {
      return inputs;
    }
    String columns =
        signature.columns().stream()
            .map(column -> column.name() + " " + column.type())
            .collect(Collectors.joining(", "));
    return signature.matrix() ? inputs + ", or the columns " + columns : "the columns " + columns;
  }

  private static boolean byColumn(Signature signature, Map<String, Tensor> given) {
    if (signature.columns().isEmpty()) {
      return false;
    }
    if (!signature.matrix()) {
      return true;
    }
    boolean named =
        signature.columns().stream().anyMatch(column -> given.containsKey(column.name()));
    boolean matrix =
        given.size() == 1
            && signature.inputs().size() == 1
            && signature.inputs().getFirst().fits(given.values().iterator().next().shape());
    return named && !matrix || given.size() > signature.inputs().size();
  }

  private static List<Tensor> whole(Signature signature, Map<String, Tensor> given) {
    List<TensorSpec> specs = signature.inputs();
    if (specs.size() == 1 && given.size() == 1) {
      Tensor only = given.values().iterator().next();
      return List.of(fitted(signature, specs.getFirst(), only));
    }
    List<Tensor> fitted = new ArrayList<>();
    for (TensorSpec spec : specs) {
      fitted.add(fitted(signature, spec, named(given, spec, "INPUT", "input", signature)));
    }
    refuseExtra(given, specs, "INPUT", signature);
    return fitted;
  }

  private static Tensor fitted(Signature signature, TensorSpec spec, Tensor tensor) {
    if (!spec.fits(tensor.shape())) {
      throw Wrong.shape(
          "inputs." + tensor.name(),
          "the input '"
              + tensor.name()
              + "' has the shape "
              + Arrays.toString(tensor.shape())
              + ", expected "
              + spec.shape()
              + " of "
              + spec.type());
    }
    return Conversion.to(spec, tensor, signature.kind());
  }

  private static List<Tensor> columns(Signature signature, Map<String, Tensor> given) {
    List<Tensor> fitted = new ArrayList<>();
    for (TensorSpec column : signature.columns()) {
      Tensor tensor = named(given, column, "COLUMN", "column", signature);
      long[] shape = tensor.shape();
      boolean single = shape.length == 1 || shape.length == 2 && shape[1] == 1;
      if (!single || !fitted.isEmpty() && fitted.getFirst().rows() != shape[0]) {
        throw Wrong.shape(
            "inputs." + column.name(),
            "the column '"
                + column.name()
                + "' has the shape "
                + Arrays.toString(shape)
                + ", expected [n] or [n, 1] with the same n for all columns");
      }
      fitted.add(Conversion.to(column, tensor.shaped(shape[0]), signature.kind()));
    }
    refuseExtra(given, signature.columns(), "COLUMN", signature);
    return fitted;
  }

  private static Tensor named(
      Map<String, Tensor> given, TensorSpec spec, String code, String word, Signature signature) {
    Tensor tensor = given.get(spec.name());
    if (tensor == null) {
      throw Wrong.invalid(
          code + "_MISSING",
          "inputs." + spec.name(),
          "the " + word + " '" + spec.name() + "' is missing; expected " + expected(signature));
    }
    return tensor;
  }

  private static void refuseExtra(
      Map<String, Tensor> given, List<TensorSpec> specs, String code, Signature signature) {
    for (String name : given.keySet()) {
      if (specs.stream().noneMatch(spec -> spec.name().equals(name))) {
        throw Wrong.invalid(
            code + "_UNKNOWN",
            "inputs." + name,
            "the model knows no '" + name + "'; expected " + expected(signature));
      }
    }
  }
}
