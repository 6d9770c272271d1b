package dev.serin.runtime.keras;

import dev.serin.graph.Value;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** How one class of layers becomes nodes of a graph. */
public interface LayerRule {

  /** Adds the layer; asks its configuration for every key that it understands. */
  List<Value> emit(Layer layer);

  /** A rule for a layer that is called with results alone and gives one. */
  interface Single {
    /** Adds the layer; {@code inputs} are all that it is called with by place. */
    Value emit(Layer layer, List<Value> inputs);
  }

  /** These rules in the general form. */
  static Map<String, LayerRule> all(Map<String, Single> rules) {
    return rules.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> of(entry.getValue())));
  }

  /** This rule in the general form. */
  static LayerRule of(Single rule) {
    return layer -> List.of(rule.emit(layer, layer.arguments().tensors()));
  }

  /** The rules of several rooms, each of which has names of its own. */
  static Map<String, LayerRule> together(List<Map<String, LayerRule>> rooms) {
    return rooms.stream()
        .flatMap(room -> room.entrySet().stream())
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** The same rule, whose results count where its first input does. */
  static LayerRule passing(LayerRule rule) {
    return layer -> {
      List<Value> results = rule.emit(layer);
      layer.passMask(results);
      return results;
    };
  }
}
