package dev.serin.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.base.Problem;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Signature;
import dev.serin.tensor.TensorSpec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Signatures and checks that several tests of this room share. */
final class Cases {
  static final Signature IRIS =
      tabular(List.of(spec("input-0", DataType.FP64, -1L, 4L)), List.of());
  static final Signature NAMED =
      tabular(
          List.of(spec("input-0", DataType.FP64, -1L, 2L)),
          List.of(spec("a", DataType.FP64, -1L), spec("b", DataType.FP64, -1L)));
  static final Signature MIXED =
      tabular(
          List.of(spec("age", DataType.FP64, -1L), spec("city", DataType.BYTES, -1L)),
          List.of(spec("age", DataType.FP64, -1L), spec("city", DataType.BYTES, -1L)));
  static final Signature NET =
      new Signature(
          Signature.Kind.NET,
          List.of(spec("image", DataType.FP32, -1L, 2L, 2L), spec("ids", DataType.INT64, -1L)),
          List.of(spec("output-0", DataType.FP32, -1L, 3L)),
          List.of(),
          List.of(),
          List.of("output-0"));

  private Cases() {}

  static Signature tabular(List<TensorSpec> inputs, List<TensorSpec> columns) {
    return new Signature(
        Signature.Kind.TABULAR,
        inputs,
        List.of(
            spec("predict", DataType.INT64, -1L), spec("predict_proba", DataType.FP64, -1L, 3L)),
        columns,
        List.of("0", "1", "2"),
        List.of("predict"));
  }

  static Signature taking(Signature.Kind kind, DataType type, Long... shape) {
    return new Signature(
        kind,
        List.of(spec("x", type, shape)),
        List.of(spec("y", DataType.FP32, -1L)),
        List.of(),
        List.of(),
        List.of("y"));
  }

  static TensorSpec spec(String name, DataType type, Long... shape) {
    return new TensorSpec(name, type, List.of(shape));
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static void assertInvalid(ThrowingCallable call, String code, String field, String text) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            Problem.Raised.class,
            raised -> {
              assertThat(raised.problem().code()).isEqualTo(code);
              assertThat(((Problem.Invalid) raised.problem()).field()).isEqualTo(field);
              assertThat(raised.problem().message()).contains(text);
            });
  }
}
