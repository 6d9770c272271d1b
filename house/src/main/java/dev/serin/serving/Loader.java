package dev.serin.serving;

import dev.serin.artifact.ArtifactStore;
import dev.serin.artifact.Bundle;
import dev.serin.artifact.Manifest;
import dev.serin.base.Digest;
import dev.serin.base.Problem;
import dev.serin.registry.ModelVersion;
import dev.serin.runtime.Format;
import dev.serin.runtime.Formats;
import dev.serin.runtime.Golden;
import dev.serin.runtime.Parity;
import dev.serin.runtime.Predictor;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Makes a stored version ready to predict: read, build, prove, within the budget of all loads. */
public final class Loader {
  private static final int JSON_DEPTH = 100;
  private static final int GOLDEN_BYTES = 64 << 20;

  private final ArtifactStore store;
  private final Formats formats;
  private final SelfCheck check;
  private final LoadBudget budget;
  private final BiConsumer<ModelVersion, Parity> certificates;

  /**
   * Reads from the store by these formats; tells {@code certificates} of golden rows that agreed.
   */
  public Loader(
      ArtifactStore store,
      Formats formats,
      SelfCheck check,
      LoadBudget budget,
      BiConsumer<ModelVersion, Parity> certificates) {
    this.store = store;
    this.formats = formats;
    this.check = check;
    this.budget = budget;
    this.certificates = certificates;
  }

  /**
   * Loads and proves a version.
   *
   * @throws Problem.Raised {@code Refused} by its format or by the self-check
   */
  public Loaded load(ModelVersion version) {
    long bytes = store.manifest(version.artifact()).map(Manifest::bytes).orElse(0L);
    try (LoadBudget.Share _ = budget.take(bytes);
        Bundle bundle = store.open(version.artifact())) {
      return new Loaded(version, proved(version, formats.open(bundle)));
    }
  }

  private Predictor proved(ModelVersion version, Format.Opened opened) {
    Predictor predictor = opened.predictor();
    boolean good = false;
    try {
      Optional<Parity> met = check.check(predictor, golden(version), opened.examples());
      met.ifPresent(parity -> certificates.accept(version, parity));
      good = true;
    } finally {
      if (!good) {
        predictor.close();
      }
    }
    return predictor;
  }

  private Optional<Golden> golden(ModelVersion version) {
    return version.golden().map(this::golden);
  }

  private Golden golden(Digest digest) {
    try (Bundle bundle = store.open(digest)) {
      return rows(bundle.only());
    }
  }

  private static Golden rows(Bundle.Entry entry) {
    if (entry.size() > GOLDEN_BYTES) {
      throw new Problem.Raised(
          new Problem.Refused(
              "LIMIT_EXCEEDED",
              entry.path(),
              "golden rows of " + entry.size() + " bytes, the limit is " + GOLDEN_BYTES,
              "give fewer rows"));
    }
    try (InputStream in = entry.open()) {
      return Golden.parse(in.readNBytes(GOLDEN_BYTES), JSON_DEPTH);
    } catch (IOException failure) {
      throw new Problem.Raised(
          new Problem.Refused(
              "CORRUPT", entry.path(), "cannot be read: " + failure.getMessage(), "check the disk"),
          failure);
    }
  }
}
