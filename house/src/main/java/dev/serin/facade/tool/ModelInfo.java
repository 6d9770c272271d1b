package dev.serin.facade.tool;

import dev.serin.base.Json;
import dev.serin.registry.ModelVersion;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Signature;
import dev.serin.tensor.TensorSpec;
import dev.serin.web.Descriptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.stream.LongStream;

/** What the tool says of a model: its input in the words of the library that made it. */
final class ModelInfo {
  private ModelInfo() {}

  /** The {@code model_info} of help, by the library. */
  static Json.Obj of(ModelVersion version) {
    Signature signature = version.signature();
    SequencedMap<String, Object> info = new LinkedHashMap<>();
    info.put("type", type(version.format()));
    if (signature.kind() == Signature.Kind.TABULAR) {
      info.put("input_shape", row(signature));
      info.put("input_dtype", dtype(signature));
      info.put("example", example(signature));
      if (!signature.columns().isEmpty()) {
        info.put("columns", signature.columns().stream().map(TensorSpec::name).toList());
      }
    } else {
      info.put("input_shape", shapes(signature.inputs()));
      info.put("input_type", dtype(signature));
      info.put("output_shape", shapes(signature.outputs()));
      if (signature.inputs().size() > 1) {
        info.put("inputs", signature.inputs().stream().map(TensorSpec::name).toList());
      }
    }
    return (Json.Obj) Json.of(info);
  }

  /** The {@code expected_input} of an error: shape and type of one row, and all the details. */
  static Json.Obj expected(Signature signature) {
    return Json.Obj.of(
        "shape", row(signature),
        "type", dtype(signature),
        "details", Descriptions.signature(signature));
  }

  private static String type(String format) {
    if (format.startsWith("sklearn")) {
      return "Scikit-learn";
    }
    if (format.startsWith("keras")) {
      return "Keras/TensorFlow";
    }
    return format.startsWith("onnx") ? "ONNX" : format;
  }

  /** The sizes of one row: without the batch, which has any size. */
  private static Json row(Signature signature) {
    if (!signature.columns().isEmpty()) {
      return Json.of(List.of(signature.columns().size()));
    }
    List<Long> shape = signature.inputs().getFirst().shape();
    boolean batch = !shape.isEmpty() && shape.getFirst() == -1;
    return sizes(batch ? shape.subList(1, shape.size()) : shape);
  }

  private static Json shapes(List<TensorSpec> specs) {
    return specs.size() == 1
        ? sizes(specs.getFirst().shape())
        : new Json.Arr(specs.stream().map(spec -> sizes(spec.shape())).toList());
  }

  private static Json sizes(List<Long> shape) {
    return new Json.Arr(
        shape.stream().map(size -> size == -1 ? Json.Null.NULL : Json.of(size)).toList());
  }

  private static String dtype(Signature signature) {
    List<TensorSpec> specs =
        signature.columns().isEmpty() ? signature.inputs() : signature.columns();
    List<String> types = specs.stream().map(spec -> dtype(spec.type())).distinct().toList();
    return types.size() == 1 ? types.getFirst() : "mixed";
  }

  private static String dtype(DataType type) {
    return switch (type) {
      case FP64 -> "float64";
      case FP32 -> "float32";
      case FP16 -> "float16";
      case BF16 -> "bfloat16";
      case BYTES -> "string";
      case BOOL, UINT8, UINT16, UINT32, UINT64, INT8, INT16, INT32, INT64 ->
          type.name().toLowerCase(Locale.ROOT);
    };
  }

  /** One row of zeros, and of empty texts. */
  private static Json example(Signature signature) {
    if (!signature.columns().isEmpty()) {
      return new Json.Arr(signature.columns().stream().map(column -> zero(column.type())).toList());
    }
    TensorSpec input = signature.inputs().getFirst();
    List<Long> shape = input.shape();
    long width = shape.size() < 2 ? 1 : Math.max(1, shape.get(1));
    return new Json.Arr(LongStream.range(0, width).mapToObj(_ -> zero(input.type())).toList());
  }

  private static Json zero(DataType type) {
    return type == DataType.BYTES ? new Json.Str("") : Json.of(0);
  }
}
