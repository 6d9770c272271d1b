package dev.serin.runtime.sklearn.text;

import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Rows;
import dev.serin.runtime.sklearn.Sparse;
import dev.serin.runtime.sklearn.SparseBuilder;
import dev.serin.runtime.sklearn.Table;
import dev.serin.runtime.sklearn.Transformer;
import dev.serin.runtime.sklearn.Workshop;
import dev.serin.tensor.DataType;
import java.util.List;

/** {@code HashingVectorizer}: terms fall into buckets by their hash; it needs no fit. */
final class HashedTexts implements Transformer {
  private static final String WHO = "HashingVectorizer";

  private final Analyzer analyzer;
  private final Buckets buckets;
  private final boolean binary;
  private final Norm norm;
  private final Precision precision;

  private HashedTexts(
      Analyzer analyzer, Buckets buckets, boolean binary, Norm norm, Precision precision) {
    this.analyzer = analyzer;
    this.buckets = buckets;
    this.binary = binary;
    this.norm = norm;
    this.precision = precision;
  }

  static HashedTexts of(Attributes state, Workshop workshop) {
    return new HashedTexts(
        Analyzer.of(state),
        Buckets.of(state, workshop),
        state.flag("binary", false),
        Norm.of(state, "l2"),
        Precision.of(state));
  }

  @Override
  public int width() {
    return 1;
  }

  @Override
  public int outputWidth(int inputWidth) {
    return buckets.count();
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
    Rows.atLeastOne(rows, WHO);
    SparseBuilder builder = new SparseBuilder(buckets.count());
    for (String text : Texts.of(rows, WHO)) {
      analyzer.terms(text, term -> buckets.add(term, 1, builder));
      builder.endRow();
    }
    Sparse counts = builder.build();
    // Signs may have cancelled: the stored zero counts as seen, as in the library.
    return precision.rounded(norm.divided(binary ? counts.map(_ -> 1) : counts));
  }
}
