package dev.serin.runtime.savedmodel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.base.Problem;
import dev.serin.runtime.Limits;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A folder with bytes changed or cut off is read or refused; nothing else ever happens. */
class DamagedModelTest {
  private static final int ROUNDS = 60;
  private static final List<String> FILES =
      List.of(
          "saved_model.pb", "variables/variables.index", "variables/variables.data-00000-of-00001");

  @ParameterizedTest
  @CsvSource({
    "savedmodel-tf2.21, fire",
    "savedmodel-tf2.21, lstm",
    "savedmodel-tf2.21, cutting",
    "savedmodel-tf2.21, small-unet",
    "savedmodel-tf2.21, loop-over-steps",
    "savedmodel-tf2.15, module-with-a-loop",
    "savedmodel-tf1.15, dynamic-rnn",
    "savedmodel-tf1.15, partitioned-variables"
  })
  void isReadOrRefused(String family, String name) {
    Folder whole = Folder.fixture(family, name);
    Random random = new Random((family + name).hashCode());
    for (int round = 0; round < ROUNDS; round++) {
      String file = FILES.get(random.nextInt(3) == 0 ? 1 + random.nextInt(2) : 0);
      if (whole.files().containsKey(file) && whole.files().get(file).length > 0) {
        readOrRefused(whole.with(file, damaged(whole.files().get(file), random)));
      }
    }
  }

  private static byte[] damaged(byte[] whole, Random random) {
    if (random.nextInt(5) == 0) {
      return Arrays.copyOf(whole, random.nextInt(whole.length));
    }
    byte[] damaged = whole.clone();
    for (int flips = random.nextInt(4); flips >= 0; flips--) {
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
    }
    if (random.nextInt(4) == 0) {
      damaged[random.nextInt(damaged.length)] = (byte) 0xff; // a length that goes on
    }
    return damaged;
  }

  private static void readOrRefused(Folder folder) {
    try {
      assertThat(Reading.FORMAT.open(folder, Limits.DEFAULT).inspection().writers()).isNotEmpty();
    } catch (Problem.Raised raised) {
      assertThat(raised.problem()).isInstanceOf(Problem.Refused.class);
    }
  }
}
