package dev.serin.runtime.torch.python.module.state;

import dev.serin.artifact.Bundle;
import dev.serin.base.Json;
import dev.serin.runtime.Format;
import dev.serin.runtime.Limits;
import dev.serin.runtime.Mention;
import dev.serin.runtime.NetEngine;
import dev.serin.runtime.Risk;
import dev.serin.runtime.torch.Converted;
import dev.serin.runtime.torch.PickleNames;
import dev.serin.runtime.torch.Refusal;
import dev.serin.runtime.torch.TorchFile;
import dev.serin.runtime.torch.python.module.Origin;
import dev.serin.runtime.torch.python.module.PickledModules;
import dev.serin.runtime.torch.python.module.Tracing;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One file of {@code torch.save}: a whole module made of classes of {@code torch.nn} is served,
 * weights without their class are refused with the way out.
 */
public final class TorchModuleFormat implements Format {
  private static final int HEAD = 64;

  private final NetEngine engine;

  /** Runs the converted nets in this engine. */
  public TorchModuleFormat(NetEngine engine) {
    this.engine = engine;
  }

  @Override
  public String name() {
    return "torch-module";
  }

  @Override
  public Risk risk() {
    return Risk.CODE;
  }

  @Override
  public boolean recognises(Bundle bundle) {
    Optional<TorchFile> file = TorchFile.of(bundle);
    return file.isPresent()
        && (file.get().archiveOf("data.pkl") && !file.get().archiveOf("constants.pkl")
            || begins(file.get().entry()));
  }

  private static boolean begins(Bundle.Entry entry) {
    try (InputStream in = entry.open()) {
      return Saved.recognises(in.readNBytes(HEAD));
    } catch (IOException unreadable) {
      return false; // the registration names files that cannot be read
    }
  }

  @Override
  public List<Mention> mentions(Bundle bundle, Limits limits) {
    return TorchFile.of(bundle)
        .map(file -> PickleNames.of(file.bytes(), limits, PickledModules::allows))
        .orElse(List.of());
  }

  @Override
  public Opened open(Bundle bundle, Limits limits) {
    TorchFile file = TorchFile.of(bundle).orElseThrow();
    Json.Obj settings = TorchFile.settings(bundle);
    return switch (Saved.read(file.bytes(), limits)) {
      case Saved.Weights weights ->
          throw Refusal.of(
              "WEIGHTS_ONLY",
              file.entry().path(),
              "the file has " + weights.tensors().size() + " tensors but no class of a net",
              "put it as model.pt into a folder with the model_class.py of its class, or save "
                  + "the model with torch.export");
      case Saved.Module module -> {
        Origin origin = new Origin.Pickled(module.root(), module.pickle());
        Converted.Net net = Tracing.of(origin, Described.of(bundle, settings, limits), limits);
        yield Converted.of(name(), Map.of("torch", module.container()), net, engine);
      }
    };
  }
}
