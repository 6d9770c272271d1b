package dev.serin.runtime.torch.python.module.state;

import dev.serin.base.Problem;
import dev.serin.reader.Allowed;
import dev.serin.reader.Budget;
import dev.serin.reader.Node;
import dev.serin.reader.Zip;
import dev.serin.runtime.Limits;
import dev.serin.runtime.torch.LegacyFile;
import dev.serin.runtime.torch.Refusal;
import dev.serin.runtime.torch.TorchPickle;
import dev.serin.runtime.torch.TorchTensor;
import dev.serin.runtime.torch.python.module.PickledModules;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What {@code torch.save} or safetensors wrote. */
sealed interface Saved {
  /** How the file is written, for people. */
  String container();

  /** Tensors by their names. */
  record Weights(String container, Map<String, TorchTensor> tensors) implements Saved {}

  /** One object of a class of {@code torch.nn}. */
  record Module(String container, Node.Instance root, TorchPickle pickle) implements Saved {}

  /** The keys under which checkpoints keep their weights. */
  List<String> KEYS =
      List.of(
          "model_state_dict",
          "state_dict",
          "model_state",
          "model",
          "net",
          "network",
          "weights",
          "module",
          "ema_state_dict");

  /** Whether a file that starts like this is read here; a zip has to hold a pickle as well. */
  static boolean recognises(byte[] head) {
    return LegacyFile.recognises(head) || SafeTensors.recognises(head);
  }

  /**
   * Reads a file.
   *
   * @throws Problem.Raised with {@code Refused}: FULL_PICKLED_MODULE for objects of other classes
   *     than those of {@code torch.nn}, and whatever its pickle is refused for
   */
  static Saved read(byte[] file, Limits limits) {
    Budget budget =
        new Budget(limits.inflatedBytes(), limits.inflateRatio(), limits.opcodes(), limits.depth());
    if (Zip.recognises(file)) {
      Zip zip = Zip.read(file, budget);
      String folder = folder(zip);
      return of("zip", reading(foreign -> TorchPickle.read(zip, folder, "data", budget, foreign)));
    }
    ByteBuffer bytes = ByteBuffer.wrap(file);
    if (LegacyFile.recognises(file)) {
      return of("legacy", reading(foreign -> LegacyFile.read(bytes, budget, foreign)));
    }
    if (SafeTensors.recognises(file)) {
      return new Weights("safetensors", SafeTensors.read(bytes, limits.jsonDepth()));
    }
    throw Refusal.of(
        "UNRECOGNISED",
        "offset 0",
        "this is no file of torch.save or safetensors",
        "save the weights with torch.save(model.state_dict(), \"model.pt\")");
  }

  private static String folder(Zip zip) {
    List<String> pickles =
        zip.names().stream().filter(name -> name.matches("([^/]+/)?data\\.pkl")).toList();
    if (pickles.size() != 1) {
      throw Refusal.corrupt("data.pkl", "the archive holds " + pickles.size() + " of them");
    }
    String name = pickles.getFirst();
    return name.substring(0, name.length() - "data.pkl".length());
  }

  /** How a pickle is read with a list of what it may name. */
  @FunctionalInterface
  interface Reading {
    /** The pickle. */
    TorchPickle with(Allowed allowed);
  }

  /** Names that are not known are noted, and refused as soon as the inert tree is there. */
  private static TorchPickle reading(Reading reading) {
    List<String> foreign = new ArrayList<>();
    Allowed noting =
        (module, name) -> {
          if (!PickledModules.allows(module, name)) {
            foreign.add(module + "." + name);
          }
          return true;
        };
    TorchPickle pickle;
    try {
      pickle = reading.with(noting);
    } catch (Problem.Raised raised) {
      if (raised.problem() instanceof Problem.Refused refused
          && refused.code().equals("CUSTOM_CODE")
          && refused.message().contains("__main__.")) {
        throw new Problem.Raised(full(refused.place(), refused.message()).problem(), raised);
      }
      throw raised;
    }
    if (!foreign.isEmpty() && pickle.root() instanceof Node.DictNode) {
      throw Refusal.of(
          "UNSUPPORTED_CLASS",
          "data.pkl",
          "the checkpoint holds " + foreign.getFirst(),
          "save only torch.save(model.state_dict(), \"model.pt\")");
    }
    if (!foreign.isEmpty()) {
      throw full("data.pkl", "the file names " + foreign.getFirst());
    }
    return pickle;
  }

  private static Problem.Raised full(String place, String what) {
    return Refusal.of(
        "FULL_PICKLED_MODULE",
        place,
        what + ": of whole pickled models only those made of torch.nn classes are read",
        "save state_dict() next to a model_class.py, or use torch.export");
  }

  private static Saved of(String container, TorchPickle pickle) {
    if (pickle.root() instanceof Node.Instance instance && pickle.tensor(instance).isEmpty()) {
      return new Module(container, instance, pickle);
    }
    if (!(pickle.root() instanceof Node.DictNode root)) {
      throw Refusal.value("data.pkl", "the file holds no state_dict and no module");
    }
    return new Weights(container, weights(root, pickle));
  }

  private static Map<String, TorchTensor> weights(Node.DictNode root, TorchPickle pickle) {
    Optional<Map<String, TorchTensor>> plain = tensors(root, pickle);
    if (plain.isPresent()) {
      return plain.get();
    }
    List<String> found = new ArrayList<>();
    Map<String, TorchTensor> weights = Map.of();
    for (String key : KEYS) {
      if (root.value(key).orElse(Node.NONE) instanceof Node.DictNode inner
          && !inner.entries().isEmpty()
          && tensors(inner, pickle).isPresent()) {
        found.add(key);
        weights = tensors(inner, pickle).get();
      }
    }
    if (found.size() == 1) {
      return weights;
    }
    throw Refusal.of(
        "UNSUPPORTED_VALUE",
        "data.pkl",
        found.isEmpty()
            ? "the checkpoint holds no state_dict under one of " + KEYS
            : "the checkpoint holds several state_dicts: " + found,
        "save one with torch.save(model.state_dict(), \"model.pt\")");
  }

  /** The tensors of a dict that holds nothing else. */
  private static Optional<Map<String, TorchTensor>> tensors(
      Node.DictNode dict, TorchPickle pickle) {
    boolean all =
        dict.entries().stream()
            .allMatch(
                entry ->
                    entry.key() instanceof Node.Text
                        && entry.value() instanceof Node.Instance made
                        && pickle.holdsTensor(made));
    if (!all) {
      return Optional.empty();
    }
    Map<String, TorchTensor> tensors = new LinkedHashMap<>();
    for (Node.Entry entry : dict.entries()) {
      pickle
          .tensor(entry.value())
          .ifPresent(tensor -> tensors.put(((Node.Text) entry.key()).value(), tensor));
    }
    return Optional.of(tensors);
  }
}
