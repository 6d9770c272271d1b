package dev.serin.cli;

import dev.serin.base.Json;
import dev.serin.base.Problem;
import java.util.LinkedHashMap;
import java.util.Map;

/** A problem on its way to the screen: its texts and its exit code. */
public record Failure(String code, String message, String place, String remedy, int exit) {
  /** Raised by commands for words that the parser cannot judge. */
  static final String USAGE = "USAGE";

  /** Raised when no server answers. */
  static final String UNREACHABLE = "SERVER_UNREACHABLE";

  static Failure of(Problem problem) {
    return switch (problem) {
      case Problem.Refused(var code, var place, var message, var remedy) ->
          new Failure(code, message, place, remedy, Commands.FAILED);
      case Problem.Invalid(var code, var field, var message) ->
          new Failure(
              code,
              message,
              field,
              "",
              code.equals(USAGE) ? Commands.WRONG_USAGE : Commands.FAILED);
      case Problem.Unavailable(var code, var message, _) ->
          new Failure(
              code,
              message,
              "",
              "",
              code.equals(UNREACHABLE) ? Commands.UNAVAILABLE : Commands.FAILED);
      case Problem.Unknown _,
          Problem.Conflict _,
          Problem.Denied _,
          Problem.TooLarge _,
          Problem.TooLate _,
          Problem.Busy _,
          Problem.Full _ ->
          new Failure(problem.code(), problem.message(), "", "", Commands.FAILED);
    };
  }

  /** A word that the parser cannot judge is wrong. */
  public static Problem.Raised usage(String field, String message) {
    return new Problem.Raised(new Problem.Invalid(USAGE, field, message));
  }

  int shown(boolean json, Screen screen) {
    if (json) {
      screen.json(json());
    } else {
      screen.err().println("serin: " + Table.printable(message) + " [" + code + "]");
      shown("where", place, screen);
      shown("what to do", remedy, screen);
    }
    return exit;
  }

  private static void shown(String what, String text, Screen screen) {
    if (!text.isBlank()) {
      screen.err().println("  " + what + ": " + Table.printable(text));
    }
  }

  Json.Obj json() {
    Map<String, String> members = new LinkedHashMap<>();
    members.put("code", code);
    members.put("message", message);
    if (!place.isEmpty()) {
      members.put("place", place);
    }
    if (!remedy.isEmpty()) {
      members.put("remedy", remedy);
    }
    return Json.Obj.of("error", members);
  }
}
