package dev.serin.bench;

import dev.serin.runtime.Format;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Reading, checking and converting a model file of each format, without opening a session. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
public class OpeningBench {

  /** The model, below {@code fixtures/}. */
  @Param({
    "sklearn-1.9.1/container_joblib_plain/model.joblib",
    "sklearn-1.9.1/container_joblib_zlib/model.joblib",
    "sklearn-1.9.1/container_joblib_gzip/model.joblib",
    "sklearn-1.9.1/container_joblib_lz4/model.joblib",
    "sklearn-1.9.1/container_joblib_xz/model.joblib",
    "sklearn-1.9.1/container_joblib_lzma/model.joblib",
    "sklearn-1.9.1/container_joblib_bz2/model.joblib",
    "keras-3/fire/model.h5",
    "keras-3/lstm/model.h5",
    "keras-3/lstm/model.keras",
    "savedmodel-tf2.21/fire/model",
    "savedmodel-tf2.21/lstm/model",
    "torch-2.13/cnn-pt2/model.pt2",
    "torch-2.13/cnn-traced/model.pt",
    "torch-2.13-state/module-lstm/model.pt"
  })
  public String model;

  private ModelFile file;

  /** Finds the file. */
  @Setup
  public void make() {
    file = new ModelFile(model);
  }

  /** Opens it. */
  @Benchmark
  public Format.Opened open() {
    return file.open();
  }

  /** Closes the engine. */
  @TearDown
  public void close() {
    file.close();
  }
}
