package dev.serin.runtime.boosting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.serin.base.Problem;
import dev.serin.runtime.Format;
import dev.serin.runtime.boosting.lightgbm.LightGbmFormat;
import dev.serin.runtime.boosting.xgboost.XgboostFormat;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that nobody trains: loops, indices beyond everything, counts without bytes. */
@Timeout(20)
class HostileBoostersTest {
  private static final Format LIGHTGBM = new LightGbmFormat();
  private static final Format XGBOOST = new XgboostFormat();
  private static final String TREE =
      """
      tree
      version=v4
      num_class=1
      num_tree_per_iteration=1
      label_index=0
      max_feature_idx=1
      objective=regression
      feature_names=Column_0 Column_1
      feature_infos=[0:1] [0:1]
      tree_sizes=300

      Tree=0
      num_leaves=3
      num_cat=0
      split_feature=0 1
      threshold=0.5 0.5
      decision_type=2 2
      left_child=1 -1
      right_child=-3 -2
      leaf_value=1 2 3
      is_linear=0
      shrinkage=1


      end of trees
      """;

  @Test
  void theHandmadeTreeIsReadWhenNothingIsWrong() {
    assertThat(BoosterFile.of(TREE).ask(LIGHTGBM).getFirst().doubles()).containsExactly(1);
  }

  @ParameterizedTest
  @CsvSource({
    "left_child=1 -1, left_child=0 -1, CORRUPT", // its own child
    "left_child=1 -1, left_child=1 0, CORRUPT", // the root below the root
    "left_child=1 -1, left_child=7 -1, CORRUPT",
    "left_child=1 -1, left_child=1 -9, CORRUPT",
    "left_child=1 -1, left_child=1 -3, CORRUPT", // one leaf of two parents
    "left_child=1 -1, left_child=-2147483648 -1, CORRUPT",
    "split_feature=0 1, split_feature=0 2, CORRUPT",
    "split_feature=0 1, split_feature=0 -1, CORRUPT",
    "threshold=0.5 0.5, threshold=0.5 nan, CORRUPT",
    "threshold=0.5 0.5, threshold=0.5, CORRUPT",
    "threshold=0.5 0.5, threshold=0.5 0x1p3, CORRUPT",
    "decision_type=2 2, decision_type=2 3, CORRUPT", // a category without a set
    "decision_type=2 2, decision_type=2 14, UNSUPPORTED_VALUE",
    "num_leaves=3, num_leaves=1000000000, CORRUPT",
    "num_leaves=3, num_leaves=-1, CORRUPT",
    "num_leaves=3, num_leaves=99999999999, CORRUPT",
    "num_cat=0, num_cat=2000000000, CORRUPT",
    "is_linear=0, is_linear=1, CORRUPT",
    "is_linear=0, is_quantum=0, UNSUPPORTED_VALUE",
    "Tree=0, Tree=5, CORRUPT",
    "max_feature_idx=1, max_feature_idx=2000000000, CORRUPT",
    "max_feature_idx=1, max_feature_idx=-1, CORRUPT",
    "num_tree_per_iteration=1, num_tree_per_iteration=2, CORRUPT",
    "num_tree_per_iteration=1, num_tree_per_iteration=0, CORRUPT",
    "version=v4, version=v9, UNSUPPORTED_VALUE",
    "objective=regression, objective=guessing, UNSUPPORTED_VALUE",
    "objective=regression, objective=binary wish:1, UNSUPPORTED_VALUE",
    "end of trees, end, UNSUPPORTED_VALUE"
  })
  void aTreeOfLightGbmThatCannotBeIsRefused(String right, String wrong, String code) {
    assertThat(TREE).contains(right);

    assertThat(refusal(BoosterFile.of(TREE.replace(right, wrong)), LIGHTGBM)).isEqualTo(code);
  }

  @ParameterizedTest
  @CsvSource({
    "'\"left_children\":[1', '\"left_children\":[0', CORRUPT",
    "'\"left_children\":[1', '\"left_children\":[2', CORRUPT",
    "'\"left_children\":[1', '\"left_children\":[1000000', CORRUPT",
    "'\"left_children\":[1', '\"left_children\":[-7', CORRUPT",
    "'\"left_children\":[1', '\"left_children\":[1e300', CORRUPT",
    "'\"split_indices\":[', '\"split_indices\":[99', CORRUPT",
    "'\"num_feature\":\"5\"', '\"num_feature\":\"2000000000\"', CORRUPT",
    "'\"num_feature\":\"5\"', '\"num_feature\":\"1\"', CORRUPT",
    "'\"num_target\":\"1\"', '\"num_target\":\"2000000000\"', CORRUPT",
    "'\"tree_info\":[0', '\"tree_info\":[3', CORRUPT",
    "'\"base_score\":\"[', '\"base_score\":\"[0.5,', CORRUPT",
    "'\"name\":\"gbtree\"', '\"name\":\"gbforest\"', UNSUPPORTED_VALUE",
    "'\"name\":\"reg:squarederror\"', '\"name\":\"reg:own\"', UNSUPPORTED_VALUE",
    "'\"tree_info\"', '\"tree_weight\":[2],\"tree_info\"', UNSUPPORTED_VALUE"
  })
  void aTreeOfXgboostThatCannotBeIsRefused(String right, String wrong, String code) {
    String model = BoosterFile.fixture("xgboost-3.4.1/squarederror/model.json").text();
    assertThat(model).contains(right);

    assertThat(refusal(BoosterFile.of(model.replace(right, wrong)), XGBOOST)).isEqualTo(code);
  }

  @Test
  void aCountOfUbjsonIsBelievedOnlyAsFarAsBytesArrive() {
    String key =
        "7b4c0000000000000007"
            + HexFormat.of().formatHex("learner".getBytes(StandardCharsets.US_ASCII));
    String huge = "4c0000010000000000"; // 2^40
    for (String value :
        new String[] {
          "5b2464" + "23" + huge, // floats
          "5b2454" + "23" + huge, // truths, which take no bytes
          "5b245a" + "23" + huge,
          "5b23" + huge,
          "7b23" + huge,
          "53" + huge,
          "5b2469" + "23" + "4cffffffffffffffff"
        }) {
      byte[] bytes = HexFormat.of().parseHex(key + value);

      assertThat(refusal(new BoosterFile(bytes), XGBOOST)).isIn("CORRUPT", "LIMIT_EXCEEDED");
    }
  }

  @Test
  void nestingWithoutEndIsRefused() {
    String json = "{\"learner\":" + "[".repeat(200_000);
    ByteArrayOutputStream ubj = new ByteArrayOutputStream();
    ubj.writeBytes("{L\0\0\0\0\0\0\0\7learner".getBytes(StandardCharsets.ISO_8859_1));
    ubj.writeBytes("[".repeat(200_000).getBytes(StandardCharsets.US_ASCII));

    assertThat(refusal(BoosterFile.of(json), XGBOOST)).isEqualTo("LIMIT_EXCEEDED");
    assertThat(refusal(new BoosterFile(ubj.toByteArray()), XGBOOST)).isEqualTo("LIMIT_EXCEEDED");
  }

  @Test
  void aSetOfCategoriesBeyondItsWordsIsRefused() {
    String text = BoosterFile.fixture("lightgbm-4.7.0/categories/model.txt").text();

    String wrong = text.replaceFirst("cat_boundaries=0 [0-9]+", "cat_boundaries=0 2000000000");

    assertThat(wrong).isNotEqualTo(text);
    assertThat(refusal(BoosterFile.of(wrong), LIGHTGBM)).isEqualTo("CORRUPT");
  }

  private static String refusal(BoosterFile file, Format format) {
    Problem.Raised raised = catchThrowableOfType(Problem.Raised.class, () -> file.ask(format));
    assertThat(raised).as("refused").isNotNull();
    return raised.problem().code();
  }
}
