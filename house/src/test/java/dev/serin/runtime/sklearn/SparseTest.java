package dev.serin.runtime.sklearn;

import static dev.serin.runtime.sklearn.Handmade.made;
import static dev.serin.runtime.sklearn.Handmade.pair;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.serin.base.Problem;
import dev.serin.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows of mostly zeros: nothing is written out that does not have to be. */
class SparseTest {
  private static final int WIDE = 1 << 20;

  private static Pickled.Thing hasher() {
    return made("sklearn.feature_extraction.text", "HashingVectorizer", "n_features", WIDE);
  }

  private static List<Tensor> texts(int rows) {
    String[] texts = new String[rows];
    Arrays.fill(texts, "rain and wind");
    return List.of(Tensor.ofTexts(Inputs.MATRIX, texts, rows));
  }

  @Test
  void aLinearModelBehindAMillionColumnsTakesManyRows() {
    double[] weights = new double[WIDE];
    Arrays.fill(weights, 1);
    Pickled.Thing regression =
        made(
            "sklearn.linear_model._base",
            "LinearRegression",
            "coef_",
            weights,
            "intercept_",
            0.5,
            "_sklearn_version",
            "1.6.1");
    Asked model =
        Asked.of(
            made(
                "sklearn.pipeline",
                "Pipeline",
                "steps",
                List.of(pair("words", hasher()), pair("model", regression))));

    double[] sums = model.answer("predict", texts(10_000)).doubles();

    assertThat(sums).hasSize(10_000).containsOnly(sums[0]);
  }

  @Test
  void aVectoriserAloneAnswersSomeRowsAndRefusesTooMany() {
    Asked model = Asked.of(hasher());

    assertThat(model.answer("transform", texts(2)).shape()).containsExactly(2, WIDE);
    Problem.Raised refused =
        catchThrowableOfType(Problem.Raised.class, () -> model.answer("transform", texts(100)));
    assertThat(refused.problem()).isInstanceOf(Problem.TooLarge.class);
  }

  @Test
  void cellsOfOneColumnAreAddedUpAndSorted() {
    SparseBuilder builder = new SparseBuilder(5);
    builder.add(4, 1);
    builder.add(1, 2);
    builder.add(4, 3);
    builder.endRow();
    builder.endRow();

    Sparse rows = builder.build();

    assertThat(rows.numbers().values()).containsExactly(0, 2, 0, 0, 4, 0, 0, 0, 0, 0);
    assertThat(rows.select(new int[] {4, 0, 4}).numbers().values())
        .containsExactly(4, 0, 4, 0, 0, 0);
    assertThat(Table.beside(List.of(rows, new Matrix(2, 1, new double[] {7, 0})), 2).numbers())
        .extracting(Matrix::values)
        .isEqualTo(new double[] {0, 2, 0, 0, 4, 7, 0, 0, 0, 0, 0, 0});
  }
}
