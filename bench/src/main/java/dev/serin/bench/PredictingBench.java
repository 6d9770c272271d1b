package dev.serin.bench;

import dev.serin.base.Deadline;
import dev.serin.runtime.Predictor;
import dev.serin.tensor.Tensor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
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

/** One prediction of whole models, tensors in and tensors out, with rotating rows. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
public class PredictingBench {
  private static final int ROTATION = 64;

  /** Rows of one call. */
  @Param({"1", "300"})
  public int rows;

  /** The model, below {@code fixtures/}. */
  @Param({
    "sklearn-1.9.1/logistic_3class/model.pkl",
    "sklearn-1.9.1/mlp_logistic/model.pkl",
    "sklearn-1.9.1/forest_3class/model.pkl",
    "sklearn-1.9.1/boosting_3class/model.pkl",
    "sklearn-1.9.1/hist_3class/model.joblib",
    "sklearn-1.9.1/knn_kd_tree_distance/model.pkl",
    "sklearn-1.6.1/text_tfidf_joblib/model.joblib",
    "lightgbm-4.7.0/multiclass/model.txt",
    "xgboost-3.4.1/classifier_3class/model.joblib",
    "keras-3/fire/model.h5",
    "keras-3/lstm/model.h5",
    "torch-2.13/cnn-pt2/model.pt2"
  })
  public String model;

  private final List<List<Tensor>> batches = new ArrayList<>();
  private ModelFile file;
  private Predictor predictor;
  private Set<String> outputs;
  private int turn;

  /** Opens the model and makes the rows from one seed. */
  @Setup
  public void make() {
    file = new ModelFile(model);
    predictor = file.open().predictor();
    outputs = new HashSet<>(predictor.signature().defaults());
    Random random = new Random(1);
    for (int i = 0; i < ROTATION; i++) {
      batches.add(
          predictor.signature().inputs().stream()
              .map(spec -> ModelFile.rows(spec, rows, random))
              .toList());
    }
  }

  /** Predicts. */
  @Benchmark
  public List<Tensor> predict() {
    return predictor.predict(
        batches.get(turn++ % ROTATION), outputs, Deadline.in(Duration.ofMinutes(1)));
  }

  /** Closes the model. */
  @TearDown
  public void close() {
    predictor.close();
    file.close();
  }
}
