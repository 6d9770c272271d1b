package dev.serin.runtime.keras;

import dev.serin.artifact.Bundle;
import dev.serin.base.Json;
import dev.serin.reader.Budget;
import dev.serin.reader.Zip;
import dev.serin.reader.hdf.Hdf5Group;
import dev.serin.reader.hdf.Hdf5Guard;
import dev.serin.runtime.Format;
import dev.serin.runtime.Limits;
import dev.serin.runtime.NetEngine;
import dev.serin.runtime.Risk;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Models that Keras 2.12 or later saved as an archive ({@code .keras}), or as a folder of the same
 * three files ({@code zipped=False}).
 */
public final class KerasFormat implements Format {
  private static final int HEAD = 512;
  private static final String METADATA = "metadata.json";
  private static final String CONFIG = "config.json";
  private static final String WEIGHTS = "model.weights.h5";
  private static final Set<String> NAMES = Set.of(METADATA, CONFIG, WEIGHTS);
  private static final int NAME_AT = 30;
  private static final int LONGEST_TEXT = 64 << 20;

  private final NetEngine engine;
  private final Map<String, LayerRule> rules;

  /** Converts layers by these rules and runs the nets in this engine. */
  public KerasFormat(NetEngine engine, Map<String, LayerRule> rules) {
    this.engine = engine;
    this.rules = Map.copyOf(rules);
  }

  @Override
  public String name() {
    return "keras";
  }

  @Override
  public Risk risk() {
    return Risk.CODE;
  }

  @Override
  public boolean recognises(Bundle bundle) {
    if (bundle.folder()) {
      return NAMES.stream().allMatch(name -> bundle.entry(name).isPresent());
    }
    byte[] head = KerasFile.head(bundle.only(), HEAD);
    return Zip.recognises(head) && NAMES.contains(firstName(head));
  }

  /** The name of the archive's first entry. */
  private static String firstName(byte[] head) {
    if (head.length < NAME_AT) {
      return "";
    }
    int length = (head[26] & 0xff) | (head[27] & 0xff) << 8;
    int end = Math.min(head.length, NAME_AT + length);
    return new String(head, NAME_AT, end - NAME_AT, StandardCharsets.UTF_8);
  }

  @Override
  public List<Known> vocabulary() {
    return rules.keySet().stream().sorted().map(name -> new Known(name, "ONNX graph")).toList();
  }

  @Override
  public Opened open(Bundle bundle, Limits limits) {
    Budget budget = limits.budget();
    Function<String, Optional<ByteBuffer>> files = files(bundle, budget);
    Json config = json(files, CONFIG, limits);
    Dialect dialect = dialect(json(files, METADATA, limits));
    Architecture architecture = ArchitectureReader.read(config, dialect);
    Hdf5Group root = Hdf5Guard.open(required(files, WEIGHTS), budget);
    Building building = new Building(dialect, limits, rules);
    FolderWeights weights = FolderWeights.of(root, name -> files.apply("assets/" + name));
    return KerasFile.of(
        name(), engine, dialect, Conversion.foldered(weights, architecture, building));
  }

  private static Function<String, Optional<ByteBuffer>> files(Bundle bundle, Budget budget) {
    if (bundle.folder()) {
      return name -> bundle.entry(name).map(KerasFile::bytes).map(ByteBuffer::wrap);
    }
    return Zip.read(KerasFile.bytes(bundle.only()), budget)::entry;
  }

  private static ByteBuffer required(Function<String, Optional<ByteBuffer>> files, String name) {
    return files.apply(name).orElseThrow(() -> Refusal.corrupt(name, "the file does not hold it"));
  }

  private static Json json(
      Function<String, Optional<ByteBuffer>> files, String name, Limits limits) {
    ByteBuffer bytes = required(files, name);
    if (bytes.remaining() > Math.min(limits.inflatedBytes(), LONGEST_TEXT)) {
      throw Refusal.limit(name, "its size", bytes.remaining(), LONGEST_TEXT);
    }
    return Json.parse(StandardCharsets.UTF_8.decode(bytes).toString(), limits.jsonDepth());
  }

  private static Dialect dialect(Json metadata) {
    String version =
        metadata instanceof Json.Obj object ? object.text("keras_version").orElse("") : "";
    return Dialect.of(version, "");
  }
}
