package dev.serin.registry;

import dev.serin.artifact.Bundle;
import dev.serin.base.Problem;
import dev.serin.runtime.Format;
import dev.serin.runtime.Inspection;
import dev.serin.runtime.Limits;
import dev.serin.runtime.Predictor;
import dev.serin.runtime.Risk;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Signature;
import dev.serin.tensor.TensorSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A format of texts that start with "model"; what says "bad" is refused, what says "other columns"
 * has one column only.
 */
public final class TestFormat implements Format {
  public static final Inspection INSPECTION =
      new Inspection(
          "test",
          Map.of("scikit-learn", "1.6.1", "numpy", "2.0"),
          new Signature(
              Signature.Kind.TABULAR,
              List.of(new TensorSpec("input-0", DataType.FP64, List.of(-1L, 2L))),
              List.of(
                  new TensorSpec("predict", DataType.INT64, List.of(-1L)),
                  new TensorSpec("predict_proba", DataType.FP64, List.of(-1L, 2L))),
              List.of(
                  new TensorSpec("age", DataType.FP64, List.of(-1L)),
                  new TensorSpec("town", DataType.BYTES, List.of(-1L))),
              List.of("no", "yes"),
              List.of("predict")),
          List.of(new Inspection.Step("Pipeline.steps[0]", "Scaler", "scale", "2 → 2")),
          List.of("holds training rows"));

  private static final Inspection ODD =
      new Inspection(
          "test",
          Map.of(),
          new Signature(
              Signature.Kind.TABULAR,
              INSPECTION.signature().inputs(),
              INSPECTION.signature().outputs(),
              INSPECTION.signature().columns().subList(0, 1),
              INSPECTION.signature().labels(),
              INSPECTION.signature().defaults()),
          List.of(),
          List.of());

  private final AtomicInteger opened = new AtomicInteger();

  /** How often a bundle was opened. */
  public int opened() {
    return opened.get();
  }

  @Override
  public String name() {
    return "test";
  }

  @Override
  public Risk risk() {
    return Risk.DATA;
  }

  @Override
  public boolean recognises(Bundle bundle) {
    return text(bundle).startsWith("model");
  }

  @Override
  public Opened open(Bundle bundle, Limits limits) {
    opened.incrementAndGet();
    if (text(bundle).contains("bad")) {
      throw new Problem.Raised(
          new Problem.Refused(
              "UNSUPPORTED_CLASS",
              "Pipeline.steps[1]",
              "myproj.Clean is not known",
              "move it out"));
    }
    return new Opened() {
      @Override
      public Inspection inspection() {
        return text(bundle).contains("other columns") ? ODD : INSPECTION;
      }

      @Override
      public Predictor predictor() {
        throw new UnsupportedOperationException("nobody predicts here");
      }
    };
  }

  private static String text(Bundle bundle) {
    try (InputStream in = bundle.only().open()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
