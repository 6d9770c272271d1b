package dev.serin.runtime.sklearn.text;

import dev.serin.reader.Node;
import dev.serin.runtime.sklearn.Attributes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The words that an analyzer leaves out: a list in the file, or the library's English one. */
final class StopWords {
  private static final Set<String> ENGLISH = english();

  private StopWords() {}

  /** The list in {@code stop_words}; the English one is the same in all releases. */
  static Set<String> of(Attributes state) {
    if (!state.has("stop_words")) {
      return Set.of();
    }
    Node node = state.node("stop_words");
    if (node instanceof Node.Text) {
      state.choice("stop_words", "english", "english");
      return ENGLISH;
    }
    List<Node> items =
        node instanceof Node.SetNode set ? set.items() : state.items("stop_words", node);
    Set<String> words = new HashSet<>();
    for (Node item : items) {
      if (item instanceof Node.Text(String word)) {
        words.add(word);
      }
    }
    return Set.copyOf(words);
  }

  private static Set<String> english() {
    try (InputStream in = StopWords.class.getResourceAsStream("stop-words-english.txt")) {
      String all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return Set.of(all.strip().split("\n"));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
