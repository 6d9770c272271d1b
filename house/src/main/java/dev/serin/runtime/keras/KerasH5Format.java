package dev.serin.runtime.keras;

import dev.serin.artifact.Bundle;
import dev.serin.base.Json;
import dev.serin.base.Problem;
import dev.serin.reader.hdf.Hdf5Attribute;
import dev.serin.reader.hdf.Hdf5Group;
import dev.serin.reader.hdf.Hdf5Guard;
import dev.serin.runtime.Format;
import dev.serin.runtime.Limits;
import dev.serin.runtime.NetEngine;
import dev.serin.runtime.Risk;
import java.util.Map;

/** Models that Keras 2 or 3 saved as HDF5 ({@code .h5}, {@code .hdf5}). */
public final class KerasH5Format implements Format {
  private static final int HEAD = 8;
  private static final String CONFIG = "model_config";

  private final NetEngine engine;
  private final Map<String, LayerRule> rules;

  /** Converts layers by these rules and runs the nets in this engine. */
  public KerasH5Format(NetEngine engine, Map<String, LayerRule> rules) {
    this.engine = engine;
    this.rules = Map.copyOf(rules);
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
    return bundle.entries().size() == 1
        && Hdf5Guard.recognises(KerasFile.head(bundle.only(), HEAD));
  }

  @Override
  public Opened open(Bundle bundle, Limits limits) {
    Hdf5Group root = Hdf5Guard.open(KerasFile.bytes(bundle.only()), limits.budget());
    Json config = config(root, limits);
    Dialect dialect = Dialect.of(root);
    Building building = new Building(dialect, limits, rules);
    Conversion.Converted net =
        Conversion.listed(root, ArchitectureReader.read(config, dialect), building);
    return KerasFile.of(name(), engine, dialect, net);
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
}
