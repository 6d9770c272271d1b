package dev.serin.runtime.savedmodel;

import dev.serin.graph.Shape;
import dev.serin.reader.Protobuf;
import dev.serin.runtime.savedmodel.NodeDef.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** One graph of a SavedModel with its functions, its signatures and the objects it was made of. */
record MetaGraph(
    String version,
    Block graph,
    Map<String, Block> functions,
    SortedMap<String, SignatureDef> signatures,
    SavedObjects objects) {
  private static final String SERVE = "serve";

  /** What a signature names: an edge of the main graph, and TensorFlow's number of its type. */
  record Port(String name, String edge, long type, Optional<Shape> shape) {}

  /** One way to call the model; inputs and outputs in the order of their names. */
  record SignatureDef(String name, List<Port> inputs, List<Port> outputs) {}

  /** The graph for serving in the bytes of a {@code saved_model.pb}. */
  static MetaGraph read(byte[] file) {
    List<Protobuf> exact = new ArrayList<>();
    List<Protobuf> others = new ArrayList<>();
    for (Protobuf model = Protobuf.over(file); model.next(); ) {
      if (model.field() == 2) {
        List<String> tags = tags(model.message());
        if (tags.contains(SERVE)) {
          (tags.size() == 1 ? exact : others).add(model.message());
        }
      }
    }
    List<Protobuf> found = exact.isEmpty() ? others : exact;
    if (found.size() != 1) {
      throw Refusal.of(
          "SIGNATURE_MISSING",
          Layout.FILE,
          "it has " + found.size() + " graphs with the tag " + SERVE + " instead of one",
          "export the model for serving, with model.export or tf.saved_model.save");
    }
    return graph(found.getFirst());
  }

  private static List<String> tags(Protobuf meta) {
    List<String> tags = new ArrayList<>();
    while (meta.next()) {
      if (meta.field() == 1) {
        for (Protobuf info = meta.message(); info.next(); ) {
          if (info.field() == 4) {
            tags.add(info.text());
          }
        }
      }
    }
    return tags;
  }

  private static MetaGraph graph(Protobuf meta) {
    String version = "unknown";
    List<NodeDef> nodes = new ArrayList<>();
    Map<String, Block> functions = new HashMap<>();
    SortedMap<String, SignatureDef> signatures = new TreeMap<>();
    SavedObjects objects = SavedObjects.NONE;
    while (meta.next()) {
      switch (meta.field()) {
        case 1 -> version = version(meta.message());
        case 2 -> graphDef(meta.message(), nodes, functions);
        case 5 -> {
          Entry entry = Entry.read(meta.message());
          signatures.put(entry.key(), signature(entry.key(), entry.value()));
        }
        case 7 -> objects = SavedObjects.read(meta.message());
        default -> {} // savers, collections, assets: nothing that an answer depends on
      }
    }
    Block graph = Frames.raised(Block.graph(nodes), functions);
    return new MetaGraph(version, graph, functions, signatures, objects);
  }

  private static String version(Protobuf info) {
    String version = "unknown";
    while (info.next()) {
      version = info.field() == 5 ? info.text() : version;
    }
    return version;
  }

  private static void graphDef(Protobuf graph, List<NodeDef> nodes, Map<String, Block> functions) {
    while (graph.next()) {
      if (graph.field() == 1) {
        nodes.add(NodeDef.read(graph.message()));
      }
      if (graph.field() == 2) {
        for (Protobuf library = graph.message(); library.next(); ) {
          if (library.field() == 1) {
            Block function = Block.read(library.message());
            if (functions.put(function.name(), function) != null) {
              throw Refusal.corrupt("the library", "two functions named " + function.name());
            }
          }
        }
      }
    }
  }

  private static SignatureDef signature(String name, Protobuf proto) {
    SortedMap<String, Port> inputs = new TreeMap<>();
    SortedMap<String, Port> outputs = new TreeMap<>();
    while (proto.next()) {
      if (proto.field() == 1 || proto.field() == 2) {
        Entry entry = Entry.read(proto.message());
        Port port = port(entry.key(), entry.value());
        (proto.field() == 1 ? inputs : outputs).put(entry.key(), port);
      }
    }
    return new SignatureDef(name, List.copyOf(inputs.values()), List.copyOf(outputs.values()));
  }

  private static Port port(String name, Protobuf info) {
    String edge = "";
    long type = 0;
    Optional<Shape> shape = Optional.empty();
    while (info.next()) {
      switch (info.field()) {
        case 1 -> edge = info.text();
        case 2 -> type = info.number();
        case 3 -> shape = AttributeValue.shape(info.message());
        case 4, 5 -> throw Refusal.value("signature, " + name, "only dense tensors go in and out");
        default -> {} // nothing else is defined
      }
    }
    return new Port(name, edge, type, shape);
  }
}
