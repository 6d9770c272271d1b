package dev.serin.runtime.sklearn.text;

import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Sparse;
import dev.serin.runtime.sklearn.SparseBuilder;
import dev.serin.runtime.sklearn.Table;
import dev.serin.runtime.sklearn.Transformer;
import dev.serin.runtime.sklearn.Workshop;
import dev.serin.tensor.DataType;
import java.util.List;
import java.util.Optional;

/** {@code CountVectorizer}, and {@code TfidfVectorizer} with the weights behind it. */
final class Vectorizer implements Transformer {
  private final String name;
  private final Analyzer analyzer;
  private final Vocabulary vocabulary;
  private final boolean binary;
  private final Precision precision;
  private final List<Weighting> weights; // one or none

  private Vectorizer(Attributes state, Optional<Weighting> weights) {
    this.name = state.name();
    this.analyzer = Analyzer.of(state);
    this.vocabulary = Vocabulary.of(state);
    this.binary = state.flag("binary", false);
    this.precision = Precision.of(state);
    this.weights = weights.stream().toList();
  }

  /** {@code CountVectorizer}. */
  static Vectorizer counts(Attributes state, Workshop workshop) {
    Vectorizer vectorizer = new Vectorizer(state, Optional.empty());
    workshop.checkedSparseWidth(state.place(), vectorizer.vocabulary.size());
    return vectorizer;
  }

  /** {@code TfidfVectorizer}: the settings of the weights stand in the inner transformer. */
  static Vectorizer weighed(Attributes state, Workshop workshop) {
    Weighting weights = Weighting.of(state.inner("_tfidf"));
    Vectorizer vectorizer = new Vectorizer(state, Optional.of(weights));
    int size = workshop.checkedSparseWidth(state.place(), vectorizer.vocabulary.size());
    if (weights.width() != ANY && weights.width() != size) {
      throw state.corrupt("has " + size + " terms and " + weights.width() + " weights");
    }
    return vectorizer;
  }

  @Override
  public int width() {
    return 1;
  }

  @Override
  public int outputWidth(int inputWidth) {
    return vocabulary.size();
  }

  @Override
  public boolean series() {
    return true;
  }

  @Override
  public boolean sparse() {
    return true;
  }

  @Override
  public List<DataType> inputs(List<DataType> outputs) {
    return List.of(DataType.BYTES);
  }

  @Override
  public Table transform(Table rows) {
    SparseBuilder builder = new SparseBuilder(vocabulary.size());
    for (String text : Texts.of(rows, name)) {
      analyzer.terms(
          text,
          term -> {
            int column = vocabulary.column(term);
            if (column != Vocabulary.UNKNOWN) {
              builder.add(column, 1);
            }
          });
      builder.endRow();
    }
    Sparse counts = builder.build();
    Sparse at = binary ? counts.map(_ -> 1) : counts;
    return weights.isEmpty() ? at : weights.getFirst().weighed(at, precision);
  }
}
