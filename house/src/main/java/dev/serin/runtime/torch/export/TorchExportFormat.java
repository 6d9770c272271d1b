package dev.serin.runtime.torch.export;

import dev.serin.artifact.Bundle;
import dev.serin.base.Json;
import dev.serin.reader.Budget;
import dev.serin.reader.Zip;
import dev.serin.runtime.Format;
import dev.serin.runtime.Limits;
import dev.serin.runtime.NetEngine;
import dev.serin.runtime.Risk;
import dev.serin.runtime.torch.Aten;
import dev.serin.runtime.torch.Converted;
import dev.serin.runtime.torch.Refusal;
import dev.serin.runtime.torch.TorchFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Models that torch.export saved ({@code .pt2}), as archives of torch 2.8 and later or before. */
public final class TorchExportFormat implements Format {
  private static final String MODEL = "models/model.json";
  private static final String OLD_MODEL = "serialized_exported_program.json";

  private final NetEngine engine;

  /** Runs the converted nets in this engine. */
  public TorchExportFormat(NetEngine engine) {
    this.engine = engine;
  }

  @Override
  public String name() {
    return "torch-export";
  }

  @Override
  public Risk risk() {
    return Risk.GRAPH;
  }

  @Override
  public boolean recognises(Bundle bundle) {
    Optional<TorchFile> file = TorchFile.of(bundle);
    return file.isPresent()
        && (file.get().archiveOf("/models/", ".json", "archive_format")
            || file.get().archiveOf(OLD_MODEL));
  }

  @Override
  public List<Known> vocabulary() {
    return Aten.operators().stream().map(name -> new Known(name, "ONNX graph")).toList();
  }

  @Override
  public Opened open(Bundle bundle, Limits limits) {
    TorchFile file = TorchFile.of(bundle).orElseThrow();
    Budget budget =
        new Budget(limits.inflatedBytes(), limits.inflateRatio(), limits.opcodes(), limits.depth());
    Zip zip = Zip.read(file.bytes(), budget);
    String model = model(zip);
    Json.Obj program = json(zip, model, limits);
    Payloads payloads = Payloads.of(zip, folder(model), limits, budget);
    String version = program.text("torch_version").orElse("unknown");
    Converted.Net net = new Program(program, payloads, limits).converted();
    return Converted.of(name(), Map.of("torch", version), net, engine);
  }

  /** The one graph of the archive. */
  private static String model(Zip zip) {
    var models =
        zip.names().stream()
            .filter(name -> name.matches("([^/]+/)?(models/[^/]+\\.json|" + OLD_MODEL + ")"))
            .toList();
    if (models.size() != 1) {
      String preferred =
          models.stream().filter(name -> name.endsWith(MODEL)).findFirst().orElse("");
      if (preferred.isEmpty()) {
        throw Refusal.value(
            "models", "the archive holds " + models.size() + " graphs, and not one");
      }
      return preferred;
    }
    return models.getFirst();
  }

  private static String folder(String model) {
    return model.endsWith(OLD_MODEL)
        ? model.substring(0, model.length() - OLD_MODEL.length())
        : model.substring(0, model.lastIndexOf("models/"));
  }

  static Json.Obj json(Zip zip, String name, Limits limits) {
    ByteBuffer bytes = zip.required(name);
    String text = StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
    if (Json.parse(text, limits.jsonDepth()) instanceof Json.Obj object) {
      return object;
    }
    throw Refusal.corrupt(name, "it is no JSON object");
  }
}
