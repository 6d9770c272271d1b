package dev.serin.runtime.torch.export;

import dev.serin.base.Json;
import dev.serin.reader.Budget;
import dev.serin.reader.Node;
import dev.serin.reader.Zip;
import dev.serin.runtime.Limits;
import dev.serin.runtime.torch.Refusal;
import dev.serin.runtime.torch.TorchPickle;
import dev.serin.runtime.torch.TorchTensor;
import dev.serin.tensor.DataType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The weights, buffers and constants of an archive by their names. New archives keep each as raw
 * bytes beside a configuration, older ones all of them in one torch pickle.
 */
final class Payloads {
  private static final String WEIGHTS = "data/weights/";
  private static final String CONSTANTS = "data/constants/";

  private final Zip zip;
  private final Limits limits;
  private final Budget budget;
  private final Map<String, TorchTensor> tensors = new HashMap<>();

  private Payloads(Zip zip, Limits limits, Budget budget) {
    this.zip = zip;
    this.limits = limits;
    this.budget = budget;
  }

  static Payloads of(Zip zip, String folder, Limits limits, Budget budget) {
    Payloads payloads = new Payloads(zip, limits, budget);
    for (String name : zip.names()) {
      String inner = name.startsWith(folder) ? name.substring(folder.length()) : "";
      if (inner.matches("data/weights/[^/]+_weights_config\\.json")) {
        payloads.configured(name, folder + WEIGHTS);
      } else if (inner.matches("data/constants/[^/]+_constants_config\\.json")) {
        payloads.configured(name, folder + CONSTANTS);
      } else if (inner.matches("data/(weights|constants)/[^/]+\\.pt")
          || inner.matches("serialized_(state_dict|constants)\\.(pt|json)")) {
        payloads.pickled(name);
      }
    }
    return payloads;
  }

  /** The tensor of this name; empty weights of a removed module are missing in some archives. */
  TorchTensor tensor(String name, String place) {
    TorchTensor tensor = tensors.get(name);
    if (tensor == null) {
      throw Refusal.corrupt(place, "the archive holds no numbers for " + name);
    }
    return tensor;
  }

  private void configured(String config, String folder) {
    Json.Obj root = TorchExportFormat.json(zip, config, limits);
    Json.Obj entries = Codes.object(Codes.required(root, "config", config), config);
    entries.members().forEach((name, entry) -> configured(name, Codes.object(entry, name), folder));
  }

  private void configured(String name, Json.Obj entry, String folder) {
    String path =
        folder
            + entry
                .text("path_name")
                .orElseThrow(() -> Refusal.corrupt(name, "its path is missing"));
    boolean pickle = entry.member("use_pickle").equals(java.util.Optional.of(Json.of(true)));
    if (pickle) {
      tensors.put(name, single(path));
      return;
    }
    if (entry.object("tensor_meta").isEmpty()) {
      return; // an object of a class of its own: refused where the graph takes it
    }
    Json.Obj meta = entry.object("tensor_meta").get();
    tensors.put(name, raw(name, meta, zip.required(path)));
  }

  private TorchTensor raw(String place, Json.Obj meta, ByteBuffer bytes) {
    DataType type = Codes.type(Codes.whole(Codes.required(meta, "dtype", place), place), place);
    if (Codes.whole(Codes.required(meta, "layout", place), place) != Codes.STRIDED) {
      throw Refusal.value(place, "it is no ordinary tensor");
    }
    long offset = known(Codes.required(meta, "storage_offset", place), place);
    List<Long> sizes = knowns(meta, "sizes", place);
    List<Long> strides = knowns(meta, "strides", place);
    var layout = new TorchTensor.Strides(offset, sizes, strides);
    return TorchTensor.strided(type, layout, bytes, budget, place);
  }

  private static List<Long> knowns(Json.Obj meta, String name, String place) {
    List<Long> all = new ArrayList<>();
    meta.list(name).forEach(item -> all.add(known(item, place)));
    return all;
  }

  private static long known(Json json, String place) {
    return json instanceof Json.Num
        ? Codes.whole(json, place)
        : Codes.whole(Codes.required(Codes.object(json, place), "as_int", place), place);
  }

  /** Everything in one pickle: a dict of tensors. */
  private void pickled(String name) {
    ByteBuffer bytes = zip.required(name);
    if (bytes.remaining() == 0) {
      return;
    }
    TorchPickle pickle = inner(name, bytes);
    for (Node.Entry entry : entries(pickle.root())) {
      if (entry.key() instanceof Node.Text(String key)) {
        pickle.tensor(entry.value()).ifPresent(tensor -> tensors.put(key, tensor));
      }
    }
  }

  private static List<Node.Entry> entries(Node root) {
    return switch (root) {
      case Node.DictNode dict -> dict.entries();
      case Node.Instance made -> made.entries();
      default -> List.of();
    };
  }

  private TorchTensor single(String name) {
    TorchPickle pickle = inner(name, zip.required(name));
    return pickle
        .tensor(pickle.root())
        .orElseThrow(() -> Refusal.value(name, "the pickle holds no tensor"));
  }

  private TorchPickle inner(String name, ByteBuffer bytes) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.duplicate().get(copy);
    if (!Zip.recognises(copy)) {
      throw Refusal.value(name, "the weights are no archive of torch.save");
    }
    Zip inner = Zip.read(copy, budget);
    String data =
        inner.names().stream()
            .filter(each -> each.endsWith("data.pkl"))
            .findFirst()
            .orElseThrow(() -> Refusal.corrupt(name, "it holds no data.pkl"));
    String folder = data.substring(0, data.length() - "data.pkl".length());
    return TorchPickle.read(inner, folder, "data", budget, (_, _) -> false);
  }
}
