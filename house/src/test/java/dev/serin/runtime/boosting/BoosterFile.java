package dev.serin.runtime.boosting;

import dev.serin.artifact.Bundle;
import dev.serin.base.Deadline;
import dev.serin.reader.Fixtures;
import dev.serin.runtime.Format;
import dev.serin.runtime.Limits;
import dev.serin.runtime.Predictor;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.TensorSpec;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** One file of a booster, made by hand or from a fixture, and what is asked of it. */
record BoosterFile(byte[] bytes) implements Bundle, Bundle.Entry {

  static BoosterFile of(String text) {
    return new BoosterFile(text.getBytes(StandardCharsets.UTF_8));
  }

  static BoosterFile fixture(String path) {
    return new BoosterFile(Fixtures.bytes(Fixtures.root().resolve(Path.of(path))));
  }

  String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** Opens it and asks for all outputs of one row of zeros, which must come to an end. */
  List<Tensor> ask(Format format) {
    try (Predictor predictor = format.open(this, Limits.DEFAULT).predictor()) {
      List<TensorSpec> inputs = predictor.signature().inputs();
      List<Tensor> rows =
          inputs.stream().filter(spec -> spec.type().numeric()).map(BoosterFile::zeros).toList();
      Set<String> outputs =
          predictor.signature().outputs().stream()
              .map(TensorSpec::name)
              .collect(Collectors.toSet());
      return rows.size() < inputs.size()
          ? List.of()
          : predictor.predict(rows, outputs, Deadline.in(Duration.ofMinutes(1)));
    }
  }

  private static Tensor zeros(TensorSpec spec) {
    long[] shape = spec.shape().stream().mapToLong(size -> size < 0 ? 1 : size).toArray();
    return Tensor.ofDoubles(spec.name(), new double[(int) Tensor.count(shape)], shape);
  }

  @Override
  public String name() {
    return "model";
  }

  @Override
  public boolean folder() {
    return false;
  }

  @Override
  public List<Entry> entries() {
    return List.of(this);
  }

  @Override
  public String path() {
    return "model";
  }

  @Override
  public long size() {
    return bytes.length;
  }

  @Override
  public InputStream open() {
    return new ByteArrayInputStream(bytes);
  }

  @Override
  public void close() {}
}
