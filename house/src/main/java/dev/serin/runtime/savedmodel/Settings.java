package dev.serin.runtime.savedmodel;

import dev.serin.base.Json;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What {@code serin.json} in a model's folder says about a SavedModel: {@code
 * {"savedmodel":{"signature":"name"}}} chooses the signature that is served.
 */
record Settings(String signature) {
  static final String FILE = "serin.json";
  private static final String ROOM = "savedmodel";
  private static final List<String> USUAL = List.of("serving_default", "serve");
  private static final String INIT = "__saved_model_init_op";

  /** No choice. */
  static final Settings NONE = new Settings("");

  static Settings read(byte[] utf8, int maxDepth) {
    if (!(Json.parse(utf8, maxDepth) instanceof Json.Obj root)) {
      throw Refusal.corrupt(FILE, "it is no JSON object");
    }
    Optional<Json.Obj> room = root.object(ROOM);
    for (String key :
        room.map(found -> found.members().keySet().stream().toList()).orElse(List.of())) {
      if (!key.equals("signature")) {
        throw Refusal.value(FILE, "savedmodel." + key + " is no known setting: there is signature");
      }
    }
    if (root.member(ROOM).isPresent() && room.flatMap(found -> found.text("signature")).isEmpty()) {
      throw Refusal.value(FILE, "savedmodel.signature has to be a text");
    }
    return new Settings(room.flatMap(found -> found.text("signature")).orElse(""));
  }

  /** The signature to serve. */
  MetaGraph.SignatureDef choose(SortedMap<String, MetaGraph.SignatureDef> signatures) {
    List<String> names = names(signatures);
    if (!signature.isEmpty()) {
      if (!names.contains(signature)) {
        throw missing("there is no signature '" + signature + "'", names);
      }
      return signatures.get(signature);
    }
    for (String usual : USUAL) {
      if (names.contains(usual)) {
        return signatures.get(usual);
      }
    }
    if (names.size() != 1) {
      throw missing("it is not clear which signature is served", names);
    }
    return signatures.get(names.getFirst());
  }

  /** The names of all signatures that can be called. */
  static List<String> names(SortedMap<String, MetaGraph.SignatureDef> signatures) {
    return signatures.values().stream()
        .filter(each -> !each.name().equals(INIT) && !each.outputs().isEmpty())
        .map(MetaGraph.SignatureDef::name)
        .toList();
  }

  private static dev.serin.base.Problem.Raised missing(String what, List<String> names) {
    return Refusal.of(
        "SIGNATURE_MISSING",
        "signatures",
        what + ": there are " + (names.isEmpty() ? "none" : String.join(", ", names)),
        "export the model with signatures=..., or name one of them in serin.json"
            + " ({\"savedmodel\":{\"signature\":\"name\"}})");
  }
}
