package dev.serin.serving;

import dev.serin.registry.ModelVersion;
import dev.serin.runtime.Predictor;
import dev.serin.tensor.Tensor;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** The right to use a loaded version until it is closed; closing twice is harmless. */
public final class Lease implements AutoCloseable {
  private final Loaded loaded;
  private final AtomicBoolean ended = new AtomicBoolean();

  /** Stands for one user that {@code loaded} has counted already. */
  Lease(Loaded loaded) {
    this.loaded = loaded;
  }

  /** The version that is held. */
  public ModelVersion version() {
    return loaded.version();
  }

  /** Its predictor, usable until this lease is closed. */
  public Predictor predictor() {
    return loaded.predictor();
  }

  /** One more lease beside this open one, also where unloading has begun. */
  Lease share() {
    return loaded.share();
  }

  Pace pace() {
    return loaded.pace();
  }

  /** How long its last calls computed. */
  public Recent recent() {
    return loaded.recent();
  }

  /** Inputs that came with the version and that it answers, each as its predictor takes them. */
  public List<List<Tensor>> samples() {
    return loaded.samples();
  }

  @Override
  public void close() {
    if (ended.compareAndSet(false, true)) {
      loaded.release();
    }
  }
}
