package dev.serin.runtime.torch.script;

import dev.serin.reader.Allowed;
import dev.serin.reader.Budget;
import dev.serin.reader.Node;
import dev.serin.reader.Zip;
import dev.serin.runtime.torch.Refusal;
import dev.serin.runtime.torch.TorchPickle;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The entries of a TorchScript archive: attributes, constants, source text, example inputs. */
final class Archive {
  private static final String DATA = "data.pkl";
  private static final Set<String> HELPERS =
      Set.of(
          "build_intlist",
          "build_doublelist",
          "build_boollist",
          "build_tensorlist",
          "restore_type_tag",
          "build_tensor_from_id");

  /** The names that its pickles may hold. */
  static final Allowed ALLOWED =
      (module, name) ->
          module.equals("__torch__")
              || module.startsWith("__torch__.")
              || module.equals("torch.jit._pickle") && HELPERS.contains(name);

  private static final int LONGEST_SOURCE = 16 << 20;

  private final Zip zip;
  private final Budget budget;
  private final String folder;
  private final Map<String, Parser.Unit> units = new HashMap<>();

  private Archive(Zip zip, Budget budget, String folder) {
    this.zip = zip;
    this.budget = budget;
    this.folder = folder;
  }

  static Archive of(Zip zip, Budget budget) {
    String data =
        zip.names().stream()
            .filter(name -> name.equals(DATA) || name.matches("[^/]+/" + DATA))
            .findFirst()
            .orElseThrow(
                () ->
                    Refusal.of(
                        "LEGACY_FORMAT",
                        "model.json",
                        "the archive has no " + DATA + ", as before torch 1.4",
                        "load and save it again with torch.jit of a newer release"));
    return new Archive(zip, budget, data.substring(0, data.length() - DATA.length()));
  }

  TorchPickle data() {
    return TorchPickle.read(zip, folder, "data", budget, ALLOWED);
  }

  Optional<TorchPickle> constants() {
    return zip.size(folder + "constants.pkl") == 0
        ? Optional.empty()
        : Optional.of(TorchPickle.read(zip, folder, "constants", budget, ALLOWED));
  }

  /** What the model was traced with, where the archive keeps it. */
  Optional<Node> tracedInputs() {
    String name = folder + "traced_inputs.pkl";
    if (zip.entry(name).isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(TorchPickle.read(zip, folder, "traced_inputs", budget, ALLOWED).root());
  }

  String version() {
    return zip.entry(folder + "version")
        .map(bytes -> StandardCharsets.US_ASCII.decode(bytes.duplicate()).toString().strip())
        .orElse("unknown");
  }

  /** The file in which a name such as {@code __torch__.torch.nn.modules.conv.Conv2d} stands. */
  Optional<Parser.Unit> unit(String qualified) {
    int last = qualified.lastIndexOf('.');
    if (last < 0) {
      return Optional.empty();
    }
    String file = qualified.substring(0, last).replace('.', '/') + ".py";
    Parser.Unit known = units.get(file);
    if (known == null) {
      Optional<String> source = source(file);
      if (source.isEmpty()) {
        return Optional.empty();
      }
      known = Parser.parse("code/" + file, source.get());
      units.put(file, known);
    }
    return Optional.of(known);
  }

  private Optional<String> source(String file) {
    String name = folder + "code/" + file;
    if (zip.size(name) > LONGEST_SOURCE) {
      throw Refusal.limit(name, "the size of the source", zip.size(name), LONGEST_SOURCE);
    }
    return zip.entry(name)
        .map(bytes -> StandardCharsets.UTF_8.decode(bytes.duplicate()).toString());
  }

  static Set<String> helpers() {
    return HELPERS;
  }

  /** The items of a tuple or list. */
  static List<Node> items(Node node) {
    return switch (node) {
      case Node.ListNode list -> list.items();
      case Node.TupleNode tuple -> tuple.items();
      default -> List.of();
    };
  }
}
