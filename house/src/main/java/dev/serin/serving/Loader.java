package dev.serin.serving;

import dev.serin.artifact.ArtifactStore;
import dev.serin.artifact.Bundle;
import dev.serin.artifact.Manifest;
import dev.serin.base.Digest;
import dev.serin.base.Problem;
import dev.serin.registry.ModelVersion;
import dev.serin.runtime.Conversions;
import dev.serin.runtime.Format;
import dev.serin.runtime.Formats;
import dev.serin.runtime.Golden;
import dev.serin.runtime.InputCheck;
import dev.serin.runtime.NetEngine;
import dev.serin.runtime.NetPredictor;
import dev.serin.runtime.Parity;
import dev.serin.runtime.Predictor;
import dev.serin.tensor.Signature;
import dev.serin.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a stored version ready to predict: read, build, prove, within the budget of all loads. */
public final class Loader {
  private static final Logger LOG = LoggerFactory.getLogger(Loader.class);
  private static final int JSON_DEPTH = 100;
  private static final int GOLDEN_BYTES = 64 << 20;
  private static final int MOST_SAMPLES = 64;

  private final ArtifactStore store;
  private final Formats formats;
  private final SelfCheck check;
  private final LoadBudget budget;
  private final BiConsumer<ModelVersion, Parity> certificates;
  private final Kept kept;

  /**
   * Reads from the store by these formats; tells {@code certificates} of golden rows that agreed.
   */
  public Loader(
      ArtifactStore store,
      Formats formats,
      SelfCheck check,
      LoadBudget budget,
      BiConsumer<ModelVersion, Parity> certificates) {
    this(store, formats, check, budget, certificates, Kept.NONE);
  }

  private Loader(
      ArtifactStore store,
      Formats formats,
      SelfCheck check,
      LoadBudget budget,
      BiConsumer<ModelVersion, Parity> certificates,
      Kept kept) {
    this.store = store;
    this.formats = formats;
    this.check = check;
    this.budget = budget;
    this.certificates = certificates;
    this.kept = kept;
  }

  /** The same, which takes converted graphs from here into this engine, and keeps new ones. */
  public Loader with(Conversions conversions, NetEngine engine) {
    Kept other = new Kept(conversions, Optional.of(engine));
    return new Loader(store, formats, check, budget, certificates, other);
  }

  /** Graphs that were converted before, and the engine that runs them. */
  private record Kept(Conversions conversions, Optional<NetEngine> engine) {
    private static final Kept NONE = new Kept(Conversions.NONE, Optional.empty());
  }

  /**
   * Loads and proves a version.
   *
   * @throws Problem.Raised {@code Refused} by its format or by the self-check
   */
  public Loaded load(ModelVersion version) {
    long bytes = store.manifest(version.artifact()).map(Manifest::bytes).orElse(0L);
    try (LoadBudget.Share _ = budget.take(bytes)) {
      Made made = kept(version).orElseGet(() -> read(version));
      Optional<Golden> golden = golden(version);
      Predictor predictor = proved(version, made, golden);
      return new Loaded(version, predictor, samples(predictor.signature(), made, golden));
    }
  }

  /** Single rows where rows can be chosen; the self-check answered them all. */
  private static List<List<Tensor>> samples(
      Signature signature, Made made, Optional<Golden> golden) {
    boolean batched = new WarmUp(signature, 1).batched();
    return Stream.concat(golden.map(Golden::inputs).stream(), made.examples().stream())
        .map(inputs -> InputCheck.conform(signature, inputs))
        .flatMap(inputs -> batched ? WarmUp.each(inputs, MOST_SAMPLES) : Stream.of(inputs))
        .limit(MOST_SAMPLES)
        .toList();
  }

  /** A predictor, and inputs that it has to answer. */
  private record Made(Predictor predictor, List<List<Tensor>> examples) {}

  /** From the graph that was kept, without the artifact. */
  private Optional<Made> kept(ModelVersion version) {
    Digest key = Conversions.key(version.artifact(), version.inspection());
    try {
      return kept.engine()
          .flatMap(
              engine -> kept.conversions().find(key).map(onnx -> restored(version, engine, onnx)));
    } catch (Problem.Raised unusable) {
      LOG.warn("[CONVERSIONS] {} is converted anew: {}", version.artifact(), unusable.problem());
      kept.conversions().drop(key);
      return Optional.empty();
    }
  }

  private static Made restored(ModelVersion version, NetEngine engine, Path onnx) {
    return new Made(NetPredictor.open(version.signature(), engine, onnx), List.of());
  }

  private Made read(ModelVersion version) {
    try (Bundle bundle = store.open(version.artifact())) {
      Format.Opened opened = formats.open(bundle);
      Digest key = Conversions.key(version.artifact(), opened.inspection());
      opened.converted().ifPresent(onnx -> kept.conversions().keep(key, onnx));
      return new Made(opened.predictor(), opened.examples());
    }
  }

  private Predictor proved(ModelVersion version, Made made, Optional<Golden> golden) {
    Predictor predictor = made.predictor();
    boolean good = false;
    try {
      Optional<Parity> met = check.check(predictor, golden, made.examples());
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
