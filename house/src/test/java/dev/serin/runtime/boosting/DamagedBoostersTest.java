package dev.serin.runtime.boosting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.base.Problem;
import dev.serin.runtime.Format;
import dev.serin.runtime.boosting.lightgbm.LightGbmFormat;
import dev.serin.runtime.boosting.xgboost.XgboostFormat;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real models with bits, lengths and digits changed: each is read, or refused; it never hangs. */
@Timeout(120)
class DamagedBoostersTest {
  private static final int ROUNDS = 400;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lightgbm-4.7.0/multiclass/model.txt",
        "lightgbm-4.7.0/linear_tree/model.txt",
        "lightgbm-4.7.0/categories_many/model.txt",
        "lightgbm-4.7.0/frame_of_texts/model.txt",
        "xgboost-3.4.1/multi_softprob/model.json",
        "xgboost-3.4.1/frame_of_texts/model.json",
        "xgboost-3.4.1/dart_ubj/model.ubj",
        "xgboost-3.4.1/gblinear_binary/model.ubj",
        "xgboost-3.4.1/categories_many/model.ubj",
        "xgboost-3.4.1/targets_vector_leaves_ubj/model.ubj"
      })
  void aDamagedModelAnswersOrIsRefused(String path) {
    byte[] whole = BoosterFile.fixture(path).bytes();
    Format format = path.startsWith("lightgbm") ? new LightGbmFormat() : new XgboostFormat();
    Random random = new Random(path.hashCode());
    int refused = 0;
    for (int i = 0; i < ROUNDS; i++) {
      try {
        new BoosterFile(damaged(whole, random)).ask(format);
      } catch (Problem.Raised raised) {
        assertThat(raised.problem()).isInstanceOf(Problem.Refused.class);
        assertThat(raised.problem().message()).isNotBlank();
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }

  private static byte[] damaged(byte[] whole, Random random) {
    if (random.nextInt(8) == 0) {
      return Arrays.copyOf(whole, random.nextInt(whole.length));
    }
    byte[] damaged = whole.clone();
    for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
      int at = random.nextInt(whole.length);
      switch (random.nextInt(3)) {
        case 0 -> damaged[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> damaged[at] = (byte) ('0' + random.nextInt(10));
        default ->
            Arrays.fill(
                damaged,
                at,
                Math.min(whole.length, at + 8),
                (byte) (random.nextBoolean() ? 0xff : 0));
      }
    }
    return damaged;
  }
}
