package dev.serin.runtime.torch.python.module.state;

import dev.serin.artifact.Bundle;
import dev.serin.base.Json;
import dev.serin.base.Problem;
import dev.serin.runtime.Format;
import dev.serin.runtime.Limits;
import dev.serin.runtime.Mention;
import dev.serin.runtime.NetEngine;
import dev.serin.runtime.Risk;
import dev.serin.runtime.torch.Converted;
import dev.serin.runtime.torch.PickleNames;
import dev.serin.runtime.torch.Refusal;
import dev.serin.runtime.torch.TorchFile;
import dev.serin.runtime.torch.python.Source;
import dev.serin.runtime.torch.python.module.Origin;
import dev.serin.runtime.torch.python.module.PickledModules;
import dev.serin.runtime.torch.python.module.Tracing;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A folder with the weights of a net ({@code model.pt}, {@code .pth}, {@code .bin} or {@code
 * .safetensors}) beside its {@code model_class.py}, which is read and never run: the first class
 * that extends {@code nn.Module}, constructed without arguments, or as {@code serin.json} says.
 */
public final class TorchStateFormat implements Format {
  private static final String CLASS = "model_class.py";
  private static final List<String> WEIGHTS =
      List.of("model.pt", "model.pth", "model.bin", "model.safetensors");

  private final NetEngine engine;

  /** Runs the converted nets in this engine. */
  public TorchStateFormat(NetEngine engine) {
    this.engine = engine;
  }

  @Override
  public String name() {
    return "torch-state";
  }

  @Override
  public Risk risk() {
    return Risk.CODE;
  }

  @Override
  public boolean recognises(Bundle bundle) {
    return bundle.folder() && bundle.entry(CLASS).isPresent() && weights(bundle).isPresent();
  }

  private static Optional<Bundle.Entry> weights(Bundle bundle) {
    return WEIGHTS.stream().flatMap(name -> bundle.entry(name).stream()).findFirst();
  }

  @Override
  public List<Mention> mentions(Bundle bundle, Limits limits) {
    return weights(bundle)
        .map(file -> PickleNames.of(Described.bytes(file), limits, PickledModules::allows))
        .orElse(List.of());
  }

  @Override
  public Opened open(Bundle bundle, Limits limits) {
    Json.Obj settings = TorchFile.settings(bundle);
    Source source = Source.read(CLASS, text(bundle.entry(CLASS).orElseThrow()));
    Bundle.Entry file = weights(bundle).orElseThrow();
    if (WEIGHTS.stream().filter(name -> bundle.entry(name).isPresent()).count() > 1) {
      throw Refusal.value(file.path(), "the folder holds several files of weights");
    }
    Saved saved = Saved.read(Described.bytes(file), limits);
    if (!(saved instanceof Saved.Weights weights)) {
      throw Refusal.of(
          "FULL_PICKLED_MODULE",
          file.path(),
          "the file holds a whole module and not its state_dict",
          "save torch.save(model.state_dict(), \"model.pt\") beside the model_class.py");
    }
    Origin origin =
        new Origin.Written(
            source,
            settings.text("class").orElse(""),
            settings.list("args"),
            settings.object("kwargs").map(Json.Obj::members).map(Map::copyOf).orElse(Map.of()),
            weights.tensors());
    Converted.Net net = Tracing.of(origin, Described.of(bundle, settings, limits), limits);
    return Converted.of(name(), Map.of("torch", saved.container()), net, engine);
  }

  private static String text(Bundle.Entry entry) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(Described.bytes(entry)))
          .toString();
    } catch (CharacterCodingException wrong) {
      throw new Problem.Raised(Refusal.corrupt(CLASS, "it is not UTF-8").problem(), wrong);
    }
  }
}
