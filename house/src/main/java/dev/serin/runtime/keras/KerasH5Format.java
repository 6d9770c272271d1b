package dev.serin.runtime.keras;

import dev.serin.artifact.Bundle;
import dev.serin.base.Json;
import dev.serin.base.Problem;
import dev.serin.reader.Budget;
import dev.serin.reader.hdf.Hdf5Attribute;
import dev.serin.reader.hdf.Hdf5Group;
import dev.serin.reader.hdf.Hdf5Guard;
import dev.serin.runtime.ConvertedNet;
import dev.serin.runtime.Format;
import dev.serin.runtime.Inspection;
import dev.serin.runtime.Limits;
import dev.serin.runtime.NetEngine;
import dev.serin.runtime.Risk;
import dev.serin.tensor.Signature;
import dev.serin.tensor.TensorSpec;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Models that Keras 2 or 3 saved as HDF5 ({@code .h5}, {@code .hdf5}). */
public final class KerasH5Format implements Format {
  private static final int HEAD = 8;
  private static final String CONFIG = "model_config";

  private final NetEngine engine;

  /** Runs the converted nets in this engine. */
  public KerasH5Format(NetEngine engine) {
    this.engine = engine;
  }

  @Override
  public String name() {
    return "keras-h5";
  }

  @Override
  public Risk risk() {
    return Risk.CODE;
  }

  @Override
  public boolean recognises(Bundle bundle) {
    return bundle.entries().size() == 1 && begins(bundle.only());
  }

  private static boolean begins(Bundle.Entry entry) {
    try (InputStream in = entry.open()) {
      return Hdf5Guard.recognises(in.readNBytes(HEAD));
    } catch (IOException unreadable) {
      return false; // the registration names files that cannot be read
    }
  }

  @Override
  public Opened open(Bundle bundle, Limits limits) {
    Budget budget = limits.budget();
    Hdf5Group root = Hdf5Guard.open(bytes(bundle.only()), budget);
    Json config = config(root, limits);
    Dialect dialect = Dialect.of(root);
    Conversion.Converted net =
        Conversion.of(root, dialect, limits, ArchitectureReader.read(config));
    return new ConvertedNet(inspection(dialect, net), net.onnx(), engine);
  }

  @Override
  public Optional<Opened> restored(Inspection inspection, byte[] onnx) {
    return Optional.of(new ConvertedNet(inspection, onnx, engine));
  }

  private static byte[] bytes(Bundle.Entry entry) {
    if (entry.size() > Integer.MAX_VALUE - 8) {
      throw Refusal.of(
          "LIMIT_EXCEEDED",
          entry.path(),
          "the file has " + entry.size() + " bytes, the limit is 2 GiB",
          "save the model without its optimizer (include_optimizer=False)");
    }
    try (InputStream in = entry.open()) {
      return in.readAllBytes();
    } catch (IOException unreadable) {
      throw new Problem.Raised(
          Refusal.corrupt(entry.path(), "it cannot be read").problem(), unreadable);
    }
  }

  private static Json config(Hdf5Group root, Limits limits) {
    String text =
        root.attribute(CONFIG).map(Hdf5Attribute::text).orElseThrow(() -> withoutConfig(root));
    return Json.parse(text, limits.jsonDepth());
  }

  private static Problem.Raised withoutConfig(Hdf5Group root) {
    boolean weights =
        root.attribute("layer_names").isPresent()
            || root.attribute("keras_version").isPresent()
            || root.groupNames().contains("layers");
    return weights
        ? Refusal.of(
            "WEIGHTS_ONLY",
            CONFIG,
            "this .h5 has weights but no architecture",
            "save the whole model with model.save")
        : Refusal.of(
            "UNRECOGNISED",
            CONFIG,
            "this is an HDF5 file, but not of Keras",
            "give a model that Keras saved with model.save");
  }

  private Inspection inspection(Dialect dialect, Conversion.Converted net) {
    Map<String, String> writers = new TreeMap<>(Map.of("Keras", dialect.version()));
    if (!dialect.backend().isEmpty()) {
      writers.put("backend", dialect.backend());
    }
    Signature signature =
        new Signature(
            Signature.Kind.NET,
            net.inputs(),
            net.outputs(),
            List.of(),
            List.of(),
            net.outputs().stream().map(TensorSpec::name).toList());
    return new Inspection(name(), writers, signature, net.steps(), List.of());
  }
}
