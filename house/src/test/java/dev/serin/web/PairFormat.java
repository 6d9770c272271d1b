package dev.serin.web;

import dev.serin.artifact.Bundle;
import dev.serin.base.Deadline;
import dev.serin.runtime.Format;
import dev.serin.runtime.Inspection;
import dev.serin.runtime.Limits;
import dev.serin.runtime.Predictor;
import dev.serin.runtime.Risk;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Signature;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.TensorSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Models that are the text {@code pair} and a class: they take pairs of images of 8 by 8 and find
 * one box of that class in the upper left quarter, as surely as the images differ.
 */
final class PairFormat implements Format {
  private static final int SIDE = 8;

  @Override
  public String name() {
    return "pair";
  }

  @Override
  public Risk risk() {
    return Risk.DATA;
  }

  @Override
  public boolean recognises(Bundle bundle) {
    return text(bundle).startsWith("pair ");
  }

  private static String text(Bundle bundle) {
    try {
      return new String(bundle.entries().getFirst().bytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public Opened open(Bundle bundle, Limits limits) {
    int cls = Integer.parseInt(text(bundle).substring("pair ".length()));
    Signature signature =
        new Signature(
            Signature.Kind.NET,
            List.of(new TensorSpec("images", DataType.FP32, List.of(1L, 6L, 8L, 8L))),
            List.of(new TensorSpec("detections", DataType.FP32, List.of(1L, 6L))),
            List.of(),
            List.of(),
            List.of("detections"));
    Inspection inspection =
        new Inspection("pair", Map.of("text", "1"), signature, List.of(), List.of());
    return new Opened() {
      @Override
      public Inspection inspection() {
        return inspection;
      }

      @Override
      public Predictor predictor() {
        return new Difference(signature, cls);
      }
    };
  }

  private record Difference(Signature signature, int cls) implements Predictor {
    @Override
    public List<Tensor> predict(List<Tensor> inputs, Set<String> outputs, Deadline deadline) {
      double[] values = inputs.getFirst().doubles();
      double sum = 0;
      for (int i = 0; i < values.length / 2; i++) {
        sum += Math.abs(values[i + values.length / 2] - values[i]);
      }
      float sure = (float) (sum / (values.length / 2));
      float half = SIDE / 2f;
      return List.of(
          Tensor.ofFloats("detections", new float[] {0, 0, half, half, sure, cls}, 1, 6));
    }

    @Override
    public long memoryBytes() {
      return 8;
    }

    @Override
    public void close() {}
  }
}
