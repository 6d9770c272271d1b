package dev.serin.runtime.torch.python;

import dev.serin.runtime.torch.python.Expression.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Cuts the content of an f-string into words and values. */
final class FormatParser {
  private final String place;
  private final String content;
  private final int line;
  private final Function<String, Expression> inner;
  private final List<Part> parts = new ArrayList<>();
  private final StringBuilder words = new StringBuilder();

  FormatParser(String place, String content, int line, Function<String, Expression> inner) {
    this.place = place;
    this.content = content;
    this.line = line;
    this.inner = inner;
  }

  List<Part> parts() {
    int at = 0;
    while (at < content.length()) {
      char next = content.charAt(at);
      boolean twice = at + 1 < content.length() && content.charAt(at + 1) == next;
      if ((next == '{' || next == '}') && twice) {
        words.append(next);
        at += 2;
      } else if (next == '{') {
        at = value(at + 1);
      } else {
        words.append(next);
        at++;
      }
    }
    finishWords();
    return parts;
  }

  private void finishWords() {
    if (!words.isEmpty()) {
      parts.add(new Part(words.toString(), Optional.empty(), ""));
      words.setLength(0);
    }
  }

  private int value(int from) {
    finishWords();
    int depth = 0;
    int colon = -1;
    for (int at = from; at < content.length(); at++) {
      char next = content.charAt(at);
      if ("([{".indexOf(next) >= 0) {
        depth++;
      } else if (next == '}' && depth == 0) {
        add(from, colon < 0 ? at : colon, colon < 0 ? "" : content.substring(colon + 1, at));
        return at + 1;
      } else if (")]}".indexOf(next) >= 0) {
        depth--;
      } else if (next == ':' && depth == 0 && colon < 0) {
        colon = at;
      }
    }
    throw Trouble.value(place, "a value in an f-string is not closed");
  }

  private void add(int from, int to, String style) {
    String source = content.substring(from, to).strip();
    if (source.endsWith("!r") || source.endsWith("!s")) {
      source = source.substring(0, source.length() - 2);
    }
    if (source.endsWith("=") || source.isEmpty()) {
      throw Trouble.value(place, "this form of an f-string is not read (line " + line + ")");
    }
    parts.add(new Part("", Optional.of(inner.apply(source)), style));
  }
}
