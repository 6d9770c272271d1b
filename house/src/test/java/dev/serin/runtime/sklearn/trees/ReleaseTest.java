package dev.serin.runtime.sklearn.trees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.serin.base.Problem;
import dev.serin.runtime.Predictor;
import dev.serin.runtime.sklearn.Pickled;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same files as if other releases had written them: behaviour follows the release. */
class ReleaseTest {

  @ParameterizedTest
  @CsvSource({
    "tree_nan, 1.2.2, false",
    "tree_nan, 1.3.0, true",
    "forest_nan, 1.3.2, false",
    "forest_nan, 1.4.0, true",
    "extra_trees_nan, 1.5.2, false",
    "extra_trees_nan, 1.6.0, true",
    "extra_tree_classifier, 1.5.2, false",
    "extra_tree_classifier, 1.6.0, true",
    "extra_tree_regressor, 1.5.2, false",
    "extra_tree_regressor, 1.6.0, true",
    "tree_regressor_absolute, 1.8.0, false",
    "tree_regressor_absolute, 1.9.0, true",
    "tree_monotonic, 1.8.0, false",
    "tree_monotonic, 1.9.0, true",
    "boosting_binary, 1.9.0, false"
  })
  void nanIsTakenAsTheReleaseTookIt(String model, String release, boolean taken)
      throws IOException {
    Predictor predictor = open(model, release);
    long width = predictor.signature().inputs().getFirst().shape().getLast();
    double[] row = new double[(int) width];
    Arrays.fill(row, Double.NaN);

    if (taken) {
      assertThat(predict(predictor, "predict", row)).hasSize(1);
    } else {
      assertThatThrownBy(() -> predict(predictor, "predict", row))
          .isInstanceOfSatisfying(
              Problem.Raised.class,
              raised -> assertThat(raised.problem()).isInstanceOf(Problem.Invalid.class));
    }
  }

  @Test
  void theStartOfManyClassesIsCentredSince14() throws IOException {
    double[] row = {0, 0, 0, 0, 0};
    Predictor now = open("boosting_3class", "1.4.0");
    Predictor before = open("boosting_3class", "1.3.2");

    double[] centred = predict(now, "decision_function", row);
    double[] plain = predict(before, "decision_function", row);

    assertThat(plain[0]).isLessThan(centred[0]);
    assertThat(plain[1] - plain[0]).isCloseTo(centred[1] - centred[0], within(1e-14));
    assertThat(plain[2] - plain[0]).isCloseTo(centred[2] - centred[0], within(1e-14));
    assertThat(predict(before, "predict_proba", row))
        .containsExactly(predict(now, "predict_proba", row), within(1e-14));
  }

  @Test
  void aCertainStartIsCutOffFartherOutSince18() throws IOException {
    double[] row = {-0.36, 2.25, -0.9, 75.9, -1}; // falls into a leaf of one class
    Predictor now = open("boosting_init_exponential", "1.8.0");
    Predictor before = open("boosting_init_exponential", "1.7.2");

    double far = predict(now, "decision_function", row)[0];
    double near = predict(before, "decision_function", row)[0];

    double step = 0.5 * (Math.log(0x1p52) - Math.log(0x1p23)); // half of the log odds
    assertThat(Math.abs(far - near)).isCloseTo(step, within(1e-6));
  }

  private static Predictor open(String model, String release) throws IOException {
    Path file = Path.of("..", "fixtures", "sklearn-1.6.1", model, "model.pkl");
    String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    assertThat(text).contains("1.6.1");
    byte[] bytes = text.replace("1.6.1", release).getBytes(StandardCharsets.ISO_8859_1);
    return Pickled.open(bytes, new TreeFamily()).predictor();
  }

  private static double[] predict(Predictor model, String output, double... row) {
    return Answers.of(model, output, row.length, row);
  }
}
