package dev.serin.bench;

import dev.serin.app.Shelf;
import dev.serin.artifact.Bundle;
import dev.serin.artifact.DiskBundle;
import dev.serin.plug.onnx.OnnxRuntimeEngine;
import dev.serin.runtime.Format;
import dev.serin.runtime.Formats;
import dev.serin.runtime.Limits;
import dev.serin.runtime.onnx.Foreign;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.TensorSpec;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

/** A model file of the fixtures, under {@code fixtures/}, opened as the server does. */
final class ModelFile implements AutoCloseable {
  private final OnnxRuntimeEngine engine = new OnnxRuntimeEngine();
  private final Formats formats = Shelf.of(Limits.DEFAULT, engine, Foreign.ALLOW);
  private final Path path;

  ModelFile(String path) {
    this.path = Path.of("fixtures", path);
  }

  /** Reads, checks and converts it. */
  Format.Opened open() {
    try (Bundle bundle = DiskBundle.of(path)) {
      return formats.open(bundle);
    }
  }

  /** One input of so many rows; other sizes that vary are 1. */
  static Tensor rows(TensorSpec spec, int rows, Random random) {
    long[] shape = spec.shape().stream().mapToLong(size -> Math.max(1, size)).toArray();
    shape[0] = rows;
    int count = Math.toIntExact(Tensor.count(shape));
    if (spec.type() == DataType.BYTES) {
      String[] texts = new String[count];
      Arrays.fill(texts, "the quick brown fox jumps over the lazy dog and reads a book");
      return Tensor.ofTexts(spec.name(), texts, shape);
    }
    if (spec.type() == DataType.FP64) {
      return Tensor.ofDoubles(spec.name(), random.doubles(count).toArray(), shape);
    }
    float[] floats = new float[count];
    for (int i = 0; i < count; i++) {
      floats[i] = random.nextFloat();
    }
    return Tensor.ofFloats(spec.name(), floats, shape);
  }

  @Override
  public void close() {
    engine.close();
  }
}
