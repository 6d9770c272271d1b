package dev.serin.runtime.sklearn.trees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.runtime.Predictor;
import dev.serin.runtime.sklearn.Pickled;
import dev.serin.runtime.sklearn.Pickled.Cells;
import dev.serin.runtime.sklearn.Pickled.Thing;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HistFileTest {
  private static final String ROOM = "sklearn.ensemble._hist_gradient_boosting.";
  private static final List<String> FIELDS =
      List.of(
          "value:f8",
          "count:u4",
          "feature_idx:u4",
          "threshold:f8",
          "missing_go_to_left:u1",
          "left:u4",
          "right:u4",
          "is_leaf:u1",
          "is_categorical:u1",
          "bitset_idx:u4");

  @Test
  void theScoreOfARowIsTheBaselinePlusItsLeaves() {
    Predictor model = open("HistGradientBoostingRegressor", "least_squares", stump(1, 0, 0));

    assertThat(predict(model, "predict", 0.5, 0.6, Double.NaN)).containsExactly(11, 12, 11);
  }

  @Test
  void poissonPredictsTheExponentialOfTheScore() {
    Predictor model = open("HistGradientBoostingRegressor", "poisson", stump(1, 0, 0));

    assertThat(predict(model, "predict", 0.5)).containsExactly(Math.exp(11));
  }

  @Test
  void infinityIsANumberLikeOthers() {
    Predictor model = open("HistGradientBoostingRegressor", "gamma", stump(1, 0, 0));

    assertThat(predict(model, "predict", Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY))
        .containsExactly(Math.exp(12), Math.exp(11));
  }

  @Test
  void aCategoryOfTheSetGoesLeft() {
    Predictor model = open("HistGradientBoostingRegressor", "squared_error", stump(1, 1, 0));

    assertThat(predict(model, "predict", 3, 4, 9)).containsExactly(11, 12, 11); // 9 is unknown
  }

  @Test
  void aSetThatIsNotThereIsRefused() {
    assertThatThrownBy(() -> open("HistGradientBoostingRegressor", "squared_error", stump(1, 1, 5)))
        .hasMessageStartingWith("CORRUPT");
    assertThatThrownBy(
            () -> open("HistGradientBoostingRegressor", "squared_error", stump(1, 1, -1)))
        .hasMessageStartingWith("CORRUPT");
  }

  @Test
  void aChildThatIsItsParentIsRefused() {
    assertThatThrownBy(() -> open("HistGradientBoostingRegressor", "squared_error", stump(0, 0, 0)))
        .hasMessageStartingWith("CORRUPT")
        .hasMessageContaining("_predictors[0][0]");
  }

  @Test
  void aLossThatIsNotKnownIsRefused() {
    assertThatThrownBy(() -> open("HistGradientBoostingRegressor", "huber", stump(1, 0, 0)))
        .hasMessageStartingWith("UNSUPPORTED_VALUE")
        .hasMessageContaining("huber");
  }

  @Test
  void threeClassesWithOneTreeEachIterationAreRefused() {
    Map<String, Object> state = state("log_loss", stump(1, 0, 0));
    state.put("classes_", Pickled.longs(1, 2, 3));
    state.put("_baseline_prediction", Pickled.doubles(0, 0, 0));
    Thing model = new Thing(ROOM + "gradient_boosting", "HistGradientBoostingClassifier", state);

    assertThatThrownBy(() -> Pickled.open(Pickled.of(model), new TreeFamily()))
        .hasMessageStartingWith("CORRUPT")
        .hasMessageContaining("1 trees, not 3");
  }

  @Test
  void aWidthThatIsNotMeantIsRefusedBeforeAnythingIsAllocated() {
    Map<String, Object> state = state("squared_error", stump(1, 0, 0));
    state.put("n_features_in_", Integer.MAX_VALUE);
    Thing model = new Thing(ROOM + "gradient_boosting", "HistGradientBoostingRegressor", state);

    assertThatThrownBy(() -> Pickled.open(Pickled.of(model), new TreeFamily()))
        .hasMessageStartingWith("LIMIT_EXCEEDED");
  }

  @Test
  void numbersThatPassAnotherFunctionThanTheCheckAreRefused() {
    Thing check = partial("sklearn.tree._tree", "Tree");

    assertThatThrownBy(() -> prepared(Pickled.doubles(0), check))
        .hasMessageStartingWith("UNSUPPORTED_VALUE")
        .hasMessageContaining("numerical");
  }

  @Test
  void anEncoderThatIsNoTransformerIsRefused() {
    Thing check = partial("sklearn.utils.validation", "check_array");

    assertThatThrownBy(() -> prepared(Pickled.doubles(0), check))
        .hasMessageStartingWith("UNSUPPORTED_VALUE")
        .hasMessageContaining("encoder");
  }

  @Test
  void stepsThatChooseOtherColumnsThanTheModelAreRefused() {
    Thing check = partial("sklearn.utils.validation", "check_array");

    assertThatThrownBy(() -> prepared(Pickled.doubles(1), check))
        .hasMessageStartingWith("CORRUPT")
        .hasMessageContaining("other columns");
    assertThatThrownBy(() -> prepared(Pickled.doubles(0, 0), check))
        .hasMessageStartingWith("CORRUPT")
        .hasMessageContaining("2 columns");
  }

  private static Thing partial(String module, String name) {
    return new Thing(
        "functools", "partial", List.of(new Pickled.Named(module, name)), Map.of("dtype", "f8"));
  }

  /** A model of one category: an encoder for it, and numbers from {@code mask} through a call. */
  private static Predictor prepared(Cells mask, Thing function) {
    Thing numbers =
        new Thing(
            "sklearn.preprocessing._function_transformer",
            "FunctionTransformer",
            Map.of("func", function));
    Thing encoder =
        new Thing("sklearn.dummy", "DummyRegressor", Map.of("constant_", Pickled.doubles(1)));
    Thing preprocessor =
        new Thing(
            "sklearn.compose._column_transformer",
            "ColumnTransformer",
            Map.of(
                "transformers_",
                List.of(
                    new Pickled.Tuple(List.of("encoder", encoder, Pickled.doubles(1))),
                    new Pickled.Tuple(List.of("numerical", numbers, mask)))));
    Map<String, Object> state = state("squared_error", stump(1, 1, 0));
    state.put("is_categorical_", Pickled.doubles(1));
    state.put("_preprocessor", preprocessor);
    Thing model = new Thing(ROOM + "gradient_boosting", "HistGradientBoostingRegressor", state);
    return Pickled.open(Pickled.of(model), new TreeFamily()).predictor();
  }

  private static Predictor open(String type, String loss, Cells nodes) {
    Thing model = new Thing(ROOM + "gradient_boosting", type, state(loss, nodes));
    return Pickled.open(Pickled.of(model), new TreeFamily()).predictor();
  }

  private static Map<String, Object> state(String loss, Cells nodes) {
    Thing mapper =
        new Thing(
            ROOM + "binning",
            "_BinMapper",
            Map.of(
                "is_categorical_",
                Pickled.doubles(1),
                "bin_thresholds_",
                List.of(Pickled.doubles(3, 4))));
    ByteBuffer set = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN).putInt(1 << 3);
    Cells sets = new Cells("u4", List.of(), new int[] {1, 8}, set.array());
    Thing tree =
        new Thing(
            ROOM + "predictor",
            "TreePredictor",
            Map.of("nodes", nodes, "raw_left_cat_bitsets", sets));
    Map<String, Object> state = new HashMap<>();
    state.put("loss", loss);
    state.put("n_features_in_", 1);
    state.put("_baseline_prediction", 10.0);
    state.put("_bin_mapper", mapper);
    state.put("_predictors", List.of(List.of(tree)));
    return state;
  }

  private static Cells stump(int left, int categorical, int set) {
    ByteBuffer bytes = ByteBuffer.allocate(3 * 39).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putDouble(0).putInt(9).putInt(0).putDouble(0.5).put((byte) 1);
    bytes.putInt(left).putInt(2).put((byte) 0).put((byte) categorical).putInt(set);
    for (int leaf = 1; leaf <= 2; leaf++) {
      bytes.putDouble(leaf).putInt(4).putInt(0).putDouble(0).put((byte) 0);
      bytes.putInt(0).putInt(0).put((byte) 1).put((byte) 0).putInt(0);
    }
    return new Cells("V39", FIELDS, new int[] {3}, bytes.array());
  }

  private static double[] predict(Predictor model, String output, double... x) {
    return Answers.of(model, output, 1, x);
  }
}
