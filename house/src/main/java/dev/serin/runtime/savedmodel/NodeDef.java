package dev.serin.runtime.savedmodel;

import dev.serin.reader.Protobuf;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A node as the file has it. {@code inputs} name what it takes, those with {@code ^} only what has
 * to run before.
 */
record NodeDef(
    String name, String operator, List<String> inputs, Map<String, AttributeValue> settings) {
  NodeDef {
    inputs = List.copyOf(inputs);
    settings = Map.copyOf(settings);
  }

  static NodeDef read(Protobuf proto) {
    String name = "";
    String operator = "";
    List<String> inputs = new ArrayList<>();
    Map<String, AttributeValue> settings = new HashMap<>();
    while (proto.next()) {
      switch (proto.field()) {
        case 1 -> name = proto.text();
        case 2 -> operator = proto.text();
        case 3 -> inputs.add(proto.text());
        case 5 -> {
          Entry entry = Entry.read(proto.message());
          settings.put(entry.key(), AttributeValue.read(entry.value()));
        }
        default -> {} // the device, and where the node comes from
      }
    }
    return new NodeDef(name, operator, inputs, settings);
  }

  /** A key and a message, as protocol buffers write maps. */
  record Entry(String key, Protobuf value) {
    static Entry read(Protobuf proto) {
      String key = "";
      Protobuf value = Protobuf.over(new byte[0]);
      while (proto.next()) {
        switch (proto.field()) {
          case 1 -> key = proto.text();
          case 2 -> value = proto.message();
          default -> throw Refusal.corrupt("graph", "a map entry with three parts");
        }
      }
      return new Entry(key, value);
    }
  }

  /** What it takes, without what only has to run before. */
  List<String> data() {
    return inputs.stream().filter(input -> !input.startsWith("^")).toList();
  }

  /** The name of the function in this setting. */
  Optional<String> function(String setting) {
    return settings.get(setting) instanceof AttributeValue.Function(String called)
        ? Optional.of(called)
        : Optional.empty();
  }
}
