package dev.serin.runtime.torch;

import dev.serin.base.Problem;
import dev.serin.reader.Allowed;
import dev.serin.reader.Budget;
import dev.serin.reader.Imports;
import dev.serin.reader.Unpickler;
import dev.serin.reader.Zip;
import dev.serin.runtime.Limits;
import dev.serin.runtime.Mention;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** What the pickles of a file of torch name, for reports: as far as they can be read. */
public final class PickleNames {
  private static final String PICKLES = "([^/]+/)?(data|constants|traced_inputs)\\.pkl";

  private PickleNames() {}

  /**
   * The names in the order of the file; refuses nothing.
   *
   * @param allowed the names that may stand there beside those of torch's tensors
   */
  public static List<Mention> of(byte[] file, Limits limits, Allowed allowed) {
    Allowed all = TorchPickle.allowing(allowed);
    Budget budget = limits.budget();
    List<Mention> mentions = new ArrayList<>();
    try {
      if (Zip.recognises(file)) {
        Zip zip = Zip.read(file, budget);
        zip.names().stream()
            .filter(name -> name.matches(PICKLES))
            .forEach(name -> mentions.addAll(named(zip.required(name), budget, all)));
      } else if (LegacyFile.recognises(file)) {
        mentions.addAll(named(LegacyFile.fromValue(ByteBuffer.wrap(file), budget), budget, all));
      }
    } catch (Problem.Raised unreadable) {
      return List.copyOf(mentions); // opening the file says why
    }
    return List.copyOf(mentions);
  }

  private static List<Mention> named(ByteBuffer pickle, Budget budget, Allowed allowed) {
    byte[] bytes = new byte[pickle.remaining()];
    pickle.duplicate().get(bytes);
    return Unpickler.survey(new ByteArrayInputStream(bytes), budget, allowed).named().stream()
        .map(PickleNames::mention)
        .toList();
  }

  private static Mention mention(Imports.Named named) {
    return new Mention(named.name(), named.place(), Mention.Verdict.valueOf(named.kind().name()));
  }
}
