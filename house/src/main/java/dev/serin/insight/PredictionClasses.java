package dev.serin.insight;

import dev.serin.base.ModelName;
import dev.serin.base.Problem;
import dev.serin.meter.trial.Arm;
import dev.serin.meter.trial.Recorder;
import dev.serin.meter.trial.Trials;
import dev.serin.registry.ModelVersion;
import dev.serin.registry.RegistryImage;
import dev.serin.serving.Observer;
import dev.serin.serving.Prediction;
import dev.serin.serving.Told;
import dev.serin.tensor.Signature;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Counts which classes both arms of a trial predict. Numbers are put into bins whose edges are
 * taken from the first two hundred that the champion answers; before that, they are not counted.
 */
public final class PredictionClasses implements Observer {
  private static final int EDGES_FROM = 200;
  private static final int MOST_TRIALS = 64;

  private final Supplier<RegistryImage> registry;
  private final Trials trials;
  private final Map<String, Kept> kept = new ConcurrentHashMap<>();

  /** Counts into {@code trials}; the labels of versions stand in {@code registry}. */
  public PredictionClasses(Supplier<RegistryImage> registry, Trials trials) {
    this.registry = registry;
    this.trials = trials;
  }

  /** What is kept of one trial: the versions' signatures, and the bins once they are known. */
  private static final class Kept {
    private final Map<Integer, Signature> signatures = new ConcurrentHashMap<>();
    private final double[] seen = new double[EDGES_FROM];
    private int count;
    private volatile Bins bins = new Bins(new double[0], true, new String[0]);

    boolean known() {
      return bins.names().length > 0;
    }

    synchronized void see(double[] values) {
      int more = Math.min(values.length, EDGES_FROM - count);
      System.arraycopy(values, 0, seen, count, more);
      count += more;
      if (count == EDGES_FROM && !known()) {
        boolean numbers = Arrays.stream(seen).anyMatch(value -> !Double.isNaN(value));
        bins = Bins.of(numbers ? seen : new double[] {0});
      }
    }
  }

  @Override
  public void answered(Prediction prediction, Told told) {
    if (told.part().isPresent()) {
      count(prediction, told.part().get());
    }
  }

  private void count(Prediction prediction, Told.Part part) {
    if (kept.size() > MOST_TRIALS) {
      kept.keySet().removeIf(rollout -> !rollout.equals(part.rollout()));
    }
    Kept trial = kept.computeIfAbsent(part.rollout(), _ -> new Kept());
    Signature signature =
        trial.signatures.computeIfAbsent(
            prediction.version(), number -> signature(prediction.model(), number));
    boolean counted = part.kind() != Told.Kind.PROBE;
    switch (Predicted.of(prediction, signature)) {
      case Predicted.Classes(var names) when counted -> {
        Recorder recorder = trials.recorder(part.rollout(), part.epoch());
        names.forEach(name -> recorder.predicted(part.arm(), name));
      }
      case Predicted.Numbers(double[] values) -> count(trial, values, part, counted);
      case Predicted.Classes _, Predicted.Nothing _ -> {}
    }
  }

  private void count(Kept trial, double[] values, Told.Part part, boolean counted) {
    if (!trial.known()) {
      if (part.arm() == Arm.CURRENT) {
        trial.see(values);
      }
    } else if (counted) {
      Recorder recorder = trials.recorder(part.rollout(), part.epoch());
      Bins bins = trial.bins;
      for (double value : values) {
        recorder.predicted(part.arm(), bins.name(value));
      }
    }
  }

  private Signature signature(ModelName model, int number) {
    return registry
        .get()
        .known(model)
        .version(number)
        .map(ModelVersion::signature)
        .orElseThrow(() -> new IllegalStateException(model + " has no version " + number));
  }

  @Override
  public void failed(ModelVersion version, String arm, Problem problem, long nanos) {}
}
