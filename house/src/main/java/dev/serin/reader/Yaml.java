package dev.serin.reader;

import dev.serin.base.Json;
import dev.serin.base.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Reads one YAML 1.2 document into a JSON tree. Tags are ignored, so nothing is ever constructed by
 * a name in the file; aliases are copied, under a bound on all nodes.
 */
public final class Yaml {
  private static final int DEEPEST = 100;
  private static final int MOST_NODES = 1_000_000;
  private static final int LONGEST = 64 << 20;
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");

  private final String place;
  private int nodes;

  private Yaml(String place) {
    this.place = place;
  }

  /**
   * The document in {@code text}; null for an empty one. A plain scalar is null, a truth value or a
   * number where JSON's grammar says so, else a text; any quoted one is a text.
   *
   * @param place what the text is, for messages
   * @throws Problem.Raised {@code Refused} CORRUPT with line and column, LIMIT_EXCEEDED
   */
  public static Json parse(String text, String place) {
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(place)
            .setCodePointLimit(LONGEST)
            .setMaxAliasesForCollections(DEEPEST)
            .build();
    try {
      checkNesting(new Parse(settings).parseString(text), place);
      Optional<Node> root = new Compose(settings).composeString(text);
      return root.isEmpty() ? Json.Null.NULL : new Yaml(place).json(root.get(), 1);
    } catch (YamlEngineException malformed) {
      String what = malformed.getMessage().lines().findFirst().orElse("").strip();
      throw Refusals.corrupt(() -> place, "this is not YAML: " + what, malformed);
    }
  }

  /** The library composes a tree by calling itself, so what is too deep may not come so far. */
  private static void checkNesting(Iterable<Event> events, String place) {
    int depth = 0;
    for (Event event : events) {
      depth +=
          switch (event.getEventId()) {
            case MappingStart, SequenceStart -> 1;
            case MappingEnd, SequenceEnd -> -1;
            default -> 0;
          };
      checkDepth(depth, place);
    }
  }

  private static void checkDepth(int depth, String place) {
    if (depth > DEEPEST) {
      throw Refusals.limit(() -> place, "the nesting", depth, DEEPEST);
    }
  }

  private Json json(Node node, int depth) {
    checkDepth(depth, place);
    nodes++;
    if (nodes > MOST_NODES) {
      throw Refusals.limit(() -> place, "the number of values", nodes, MOST_NODES);
    }
    return switch (node) {
      case ScalarNode scalar -> scalar(scalar);
      case SequenceNode sequence -> {
        List<Json> items = new ArrayList<>();
        for (Node item : sequence.getValue()) {
          items.add(json(item, depth + 1));
        }
        yield new Json.Arr(items);
      }
      case MappingNode mapping -> object(mapping, depth);
      default -> throw Refusals.corrupt(() -> place, "an alias stands for nothing");
    };
  }

  private Json object(MappingNode mapping, int depth) {
    LinkedHashMap<String, Json> members = new LinkedHashMap<>();
    for (NodeTuple pair : mapping.getValue()) {
      if (!(pair.getKeyNode() instanceof ScalarNode key)) {
        throw Refusals.corrupt(() -> place, "a key is no text" + at(pair.getKeyNode()));
      }
      Json value = json(pair.getValueNode(), depth + 1);
      if (members.put(key.getValue(), value) != null) {
        throw Refusals.corrupt(
            () -> place, "the key '" + key.getValue() + "' stands twice" + at(key));
      }
    }
    return new Json.Obj(members);
  }

  private static String at(Node node) {
    return node.getStartMark().map(mark -> " in line " + (mark.getLine() + 1)).orElse("");
  }

  private static Json scalar(ScalarNode node) {
    String text = node.getValue();
    if (node.getScalarStyle() != ScalarStyle.PLAIN) {
      return new Json.Str(text);
    }
    return switch (text) {
      case "", "~", "null", "Null", "NULL" -> Json.Null.NULL;
      case "true", "True", "TRUE" -> new Json.Bool(true);
      case "false", "False", "FALSE" -> new Json.Bool(false);
      default ->
          NUMBER.matcher(text).matches()
              ? new Json.Num(text.startsWith("+") ? text.substring(1) : text)
              : new Json.Str(text);
    };
  }
}
