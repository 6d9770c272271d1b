package dev.serin.facade.tool;

import dev.serin.base.Json;
import java.util.ArrayList;
import java.util.List;

/** JSON over several lines, four spaces a level, as the tool prints it for people. */
final class Indented {
  private static final String STEP = "    ";

  private Indented() {}

  static String text(Json json) {
    return text(json, "\n");
  }

  private static String text(Json json, String line) {
    return switch (json) {
      case Json.Obj(var members) when !members.isEmpty() -> {
        List<String> lines = new ArrayList<>();
        members.forEach(
            (name, value) ->
                lines.add(new Json.Str(name).text() + ": " + text(value, line + STEP)));
        yield block('{', lines, '}', line);
      }
      case Json.Arr(List<Json> items) when !items.isEmpty() ->
          block('[', items.stream().map(item -> text(item, line + STEP)).toList(), ']', line);
      case Json.Obj _, Json.Arr _, Json.Str _, Json.Num _, Json.Bool _, Json.Null _ -> json.text();
    };
  }

  private static String block(char open, List<String> lines, char close, String line) {
    return open + line + STEP + String.join("," + line + STEP, lines) + line + close;
  }
}
