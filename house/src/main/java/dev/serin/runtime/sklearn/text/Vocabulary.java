package dev.serin.runtime.sklearn.text;

import dev.serin.reader.Node;
import dev.serin.runtime.sklearn.Attributes;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The column of each term; the columns are 0 to n - 1, each once. */
final class Vocabulary {
  /** What is no term has no column. */
  static final int UNKNOWN = -1;

  private static final Comparator<String> BY_POINTS =
      (a, b) -> Arrays.compare(a.codePoints().toArray(), b.codePoints().toArray());

  private final Map<String, Integer> columns;

  private Vocabulary(Map<String, Integer> columns) {
    this.columns = columns;
  }

  /** The fitted terms in {@code vocabulary_}, or those that were given instead of a fit. */
  static Vocabulary of(Attributes state) {
    String attribute = state.either("vocabulary_", "vocabulary");
    if (!state.has(attribute)) {
      throw state.unsupported("it has no vocabulary_: it was never fitted");
    }
    Vocabulary vocabulary = of(state, attribute);
    if (vocabulary.size() == 0) {
      throw state.unsupported(attribute + " is empty");
    }
    return vocabulary;
  }

  private static Vocabulary of(Attributes state, String attribute) {
    Node node = state.node(attribute);
    return switch (node) {
      case Node.DictNode dict -> of(state, attribute, dict.entries());
      case Node.Instance made when !made.entries().isEmpty() ->
          of(state, attribute, made.entries());
      case Node.SetNode set ->
          numbered(
              state,
              set.items().stream().map(item -> term(state, item)).sorted(BY_POINTS).toList());
      default ->
          numbered(
              state, state.items(attribute, node).stream().map(item -> term(state, item)).toList());
    };
  }

  private static Vocabulary of(Attributes state, String attribute, List<Node.Entry> entries) {
    Map<String, Integer> columns = HashMap.newHashMap(entries.size());
    BitSet seen = new BitSet();
    for (Node.Entry entry : entries) {
      int column = state.whole(attribute, entry.value());
      if (column < 0 || column >= entries.size() || seen.get(column)) {
        throw state.corrupt("has the column " + column + " twice or beyond its terms");
      }
      seen.set(column);
      columns.put(term(state, entry.key()), column);
    }
    if (columns.size() != entries.size()) {
      throw state.corrupt("has a term twice in " + attribute);
    }
    return new Vocabulary(columns);
  }

  private static Vocabulary numbered(Attributes state, List<String> terms) {
    Map<String, Integer> columns = HashMap.newHashMap(terms.size());
    for (String term : terms) {
      if (columns.put(term, columns.size()) != null) {
        throw state.corrupt("has a term twice in vocabulary");
      }
    }
    return new Vocabulary(columns);
  }

  private static String term(Attributes state, Node node) {
    if (node instanceof Node.Text(String term)) {
      return term;
    }
    throw state.unsupported("vocabulary_ holds a term that is not a text");
  }

  int size() {
    return columns.size();
  }

  /** The column of this term, or {@link #UNKNOWN}. */
  int column(String term) {
    return columns.getOrDefault(term, UNKNOWN);
  }
}
