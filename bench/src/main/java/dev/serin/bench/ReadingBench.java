package dev.serin.bench;

import dev.serin.artifact.Bundle;
import dev.serin.artifact.DiskBundle;
import dev.serin.base.Problem;
import dev.serin.codec.InferenceRequest;
import dev.serin.codec.InferenceV2;
import dev.serin.reader.Allowed;
import dev.serin.reader.Budget;
import dev.serin.reader.Unpickler;
import dev.serin.runtime.Format;
import dev.serin.runtime.Limits;
import dev.serin.runtime.sklearn.SklearnFormat;
import dev.serin.runtime.sklearn.trees.TreeFamily;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Signature;
import dev.serin.tensor.TensorSpec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.zip.DeflaterOutputStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Reading: a V2 body of 10,000 full-precision floats (its size is printed), the forest of the
 * examples, and the refusal of three files made to harm.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class ReadingBench {
  private static final int FLOATS = 10_000;
  private static final int BOMB = 900_000_000;
  private static final int MARKS = 20_000_000;
  private static final int NESTED = 2_000_000;

  private final InferenceV2 v2 = new InferenceV2(100, false);
  private final Format sklearn = new SklearnFormat(List.of(new TreeFamily()));
  private Signature signature;
  private byte[] body;
  private byte[] bomb;
  private byte[] marks;
  private byte[] nested;

  /** Makes the bodies and the files. */
  @Setup
  public void make() throws IOException {
    TensorSpec input = new TensorSpec("input-0", DataType.FP64, List.of(-1L, 10L));
    TensorSpec output = new TensorSpec("predict", DataType.FP64, List.of(-1L));
    signature =
        new Signature(
            Signature.Kind.TABULAR,
            List.of(input),
            List.of(output),
            List.of(),
            List.of(),
            List.of("predict"));
    String data =
        new Random(1)
            .doubles(FLOATS)
            .mapToObj(Double::toString)
            .collect(Collectors.joining(",", "[", "]"));
    body =
        ("{\"inputs\":[{\"name\":\"input-0\",\"shape\":[1000,10],\"datatype\":\"FP64\",\"data\":"
                + data
                + "}]}")
            .getBytes(StandardCharsets.UTF_8);
    System.out.println("body: " + body.length + " bytes");
    bomb = deflated();
    marks = filled(MARKS, (byte) '(');
    nested = filled(NESTED, (byte) 0x85);
    nested[0] = ')';
  }

  private static byte[] deflated() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DeflaterOutputStream out = new DeflaterOutputStream(bytes)) {
      byte[] block = filled(1_000_000, (byte) 'N');
      for (int i = 0; i < BOMB / block.length; i++) {
        out.write(block);
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] filled(int size, byte value) {
    byte[] bytes = new byte[size];
    Arrays.fill(bytes, value);
    return bytes;
  }

  /** JSON bytes to tensors. */
  @Benchmark
  public InferenceRequest json() {
    return v2.read(body, signature);
  }

  /** A pickle of 113 KB to a checked model with its kernels. */
  @Benchmark
  public Format.Opened forest() {
    try (Bundle bundle = DiskBundle.of(Path.of("examples/models/forest.pkl"))) {
      return sklearn.open(bundle, Limits.DEFAULT);
    }
  }

  /** 0.9 MB that inflate to 900 MB. */
  @Benchmark
  public String refuseBomb() {
    return refused(bomb);
  }

  /** 20 million marks. */
  @Benchmark
  public String refuseMarks() {
    return refused(marks);
  }

  /** Two million nested tuples. */
  @Benchmark
  public String refuseNested() {
    return refused(nested);
  }

  private static String refused(byte[] file) {
    try {
      Budget budget = Budget.usual();
      Allowed none = (_, _) -> false;
      return Unpickler.read(new ByteArrayInputStream(file), budget, none).toString();
    } catch (Problem.Raised raised) {
      return raised.problem().code();
    }
  }
}
