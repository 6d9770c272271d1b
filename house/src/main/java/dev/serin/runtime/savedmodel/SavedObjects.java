package dev.serin.runtime.savedmodel;

import dev.serin.reader.Protobuf;
import dev.serin.runtime.savedmodel.NodeDef.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The Python objects behind a graph of TensorFlow 2: the names of the variables by the numbers of
 * their objects, and which objects each function was given behind its arguments.
 */
record SavedObjects(Map<Long, String> variables, Map<String, List<Long>> captured) {
  static final SavedObjects NONE = new SavedObjects(Map.of(), Map.of());

  static SavedObjects read(Protobuf proto) {
    Map<Long, String> variables = new HashMap<>();
    Map<String, List<Long>> captured = new HashMap<>();
    long number = 0;
    while (proto.next()) {
      if (proto.field() == 1) {
        variable(number, proto.message(), variables);
        number++;
      }
      if (proto.field() == 2) {
        Entry entry = Entry.read(proto.message());
        captured.put(entry.key(), captured(entry.value()));
      }
    }
    return new SavedObjects(variables, captured);
  }

  private static void variable(long number, Protobuf object, Map<Long, String> into) {
    while (object.next()) {
      if (object.field() == 7) {
        String name = "";
        for (Protobuf variable = object.message(); variable.next(); ) {
          name = variable.field() == 6 ? variable.text() : name;
        }
        into.put(number, name);
      }
    }
  }

  private static List<Long> captured(Protobuf function) {
    List<Long> objects = new ArrayList<>();
    while (function.next()) {
      if (function.field() != 2) {
        continue;
      }
      if (function.wire() == Protobuf.Wire.NUMBER) {
        objects.add(function.number());
      } else {
        for (Protobuf packed = function.message(); !packed.ended(); ) {
          objects.add(packed.nextPacked());
        }
      }
    }
    return objects;
  }

  /** The objects behind the variables that a node of the main graph hands to its function. */
  Map<String, Long> handed(Block graph) {
    Map<String, Long> byNode = new HashMap<>();
    for (NodeDef node : graph.nodes().values()) {
      List<Long> objects =
          node.function("f").map(name -> captured.getOrDefault(name, List.of())).orElse(List.of());
      List<String> inputs = node.data();
      int first = inputs.size() - objects.size();
      for (int i = 0; first >= 0 && i < objects.size(); i++) {
        byNode.put(inputs.get(first + i), objects.get(i));
      }
    }
    return byNode;
  }
}
