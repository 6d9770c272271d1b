package dev.serin.runtime.torch.script;

import dev.serin.artifact.Bundle;
import dev.serin.reader.Budget;
import dev.serin.reader.Zip;
import dev.serin.runtime.Format;
import dev.serin.runtime.Limits;
import dev.serin.runtime.Mention;
import dev.serin.runtime.NetEngine;
import dev.serin.runtime.Risk;
import dev.serin.runtime.torch.Converted;
import dev.serin.runtime.torch.PickleNames;
import dev.serin.runtime.torch.TorchFile;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Models that {@code torch.jit} saved, traced or scripted. */
public final class TorchScriptFormat implements Format {
  private final NetEngine engine;

  /** Runs the converted nets in this engine. */
  public TorchScriptFormat(NetEngine engine) {
    this.engine = engine;
  }

  @Override
  public String name() {
    return "torch-script";
  }

  @Override
  public Risk risk() {
    return Risk.GRAPH;
  }

  @Override
  public boolean recognises(Bundle bundle) {
    Optional<TorchFile> file = TorchFile.of(bundle);
    return file.isPresent() && file.get().archiveOf("/code/__torch__", "constants.pkl");
  }

  @Override
  public List<Mention> mentions(Bundle bundle, Limits limits) {
    return TorchFile.of(bundle)
        .map(file -> PickleNames.of(file.bytes(), limits, Archive.ALLOWED))
        .orElse(List.of());
  }

  @Override
  public Opened open(Bundle bundle, Limits limits) {
    Budget budget =
        new Budget(limits.inflatedBytes(), limits.inflateRatio(), limits.opcodes(), limits.depth());
    byte[] bytes = TorchFile.of(bundle).orElseThrow().bytes();
    Archive archive = Archive.of(Zip.read(bytes, budget), budget);
    Entry entry = new Entry(archive, limits);
    Converted.Net net = new Signatures(entry, archive, TorchFile.settings(bundle)).converted();
    Map<String, String> writers = Map.of("TorchScript", "version " + archive.version());
    return Converted.of(name(), writers, net, engine);
  }
}
