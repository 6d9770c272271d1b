package dev.serin.reader.hdf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.base.Problem;
import dev.serin.reader.Budget;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Both ways in which h5py stores groups, attributes and chunks. */
@Timeout(120)
class Hdf5FormsTest {
  private final Hdf5Group oldest = open(H5pyFile.OLDEST);
  private final Hdf5Group newest = open(H5pyFile.NEWEST);

  private static Hdf5Group open(String packed) {
    return Hdf5Guard.open(H5pyFile.bytes(packed), Budget.usual());
  }

  private static float[] upTo(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = i;
    }
    return values;
  }

  @Test
  void aTextOfAnyLengthIsReadWhole() {
    String text = oldest.attribute("vlen").orElseThrow().text();

    assertThat(text).isEqualTo("{\"z\": \"" + "w".repeat(200_000) + "\"}");
  }

  @Test
  void anAttributeTooLargeForAHeaderIsReadFromItsHeap() {
    String text = newest.attribute("model_config").orElseThrow().text();

    assertThat(text).isEqualTo("{\"x\": \"" + "y".repeat(70_000) + "\"}");
  }

  @Test
  void manyAttributesAreAllThere() {
    assertThat(newest.attributes()).hasSize(13);
    assertThat(newest.attribute("a11").orElseThrow().text()).isEqualTo("value 11");
  }

  @Test
  void attributesHoldTextsAndNumbers() {
    assertThat(oldest.attribute("names").orElseThrow().texts())
        .containsExactly("kernel:0", "bias:0");
    assertThat(oldest.attribute("texts").orElseThrow().texts()).containsExactly("a", "bb", "ccé");
    assertThat(oldest.attribute("numbers").orElseThrow().doubles()).containsExactly(1, 2, 3);
    assertThat(oldest.attribute("truth").orElseThrow().doubles()).containsExactly(1);
    assertThat(oldest.attribute("half").orElseThrow().doubles()).containsExactly(1.5);
    assertThat(oldest.attribute("empty").orElseThrow().doubles()).isEmpty();
    assertThat(oldest.attribute("absent")).isEmpty();
  }

  @Test
  void anAttributeOfNumbersIsNoText() {
    Hdf5Attribute numbers = oldest.attribute("numbers").orElseThrow();

    assertThat(numbers.textual()).isFalse();
    assertThatThrownBy(numbers::text).isInstanceOf(Problem.Raised.class);
  }

  @Test
  void filteredChunksArePutTogetherAtTheirPlaces() {
    Hdf5Dataset many = oldest.dataset("gz").orElseThrow();
    Hdf5Dataset one = newest.dataset("gz").orElseThrow();

    assertThat(many.shape()).containsExactly(50, 70);
    assertThat(many.floats()).isEqualTo(upTo(3_500));
    assertThat(one.shape()).containsExactly(5, 7);
    assertThat(one.floats()).isEqualTo(upTo(35));
  }

  @Test
  void numbersOfOtherTypesAreConverted() {
    assertThat(oldest.dataset("f2").orElseThrow().floats()).isEqualTo(upTo(6));
    assertThat(oldest.dataset("i1").orElseThrow().longs()).containsExactly(-3, -2, -1, 0, 1, 2);
    assertThat(oldest.dataset("scalar").orElseThrow().doubles()).containsExactly(2.25);
    assertThat(oldest.dataset("scalar").orElseThrow().shape()).isEmpty();
    assertThat(newest.dataset("many/d18").orElseThrow().doubles()).containsExactly(1, 1);
  }

  @Test
  void textsOfADatasetAreRead() {
    assertThat(oldest.dataset("S").orElseThrow().texts()).containsExactly("x", "yy");
    assertThat(oldest.dataset("texts").orElseThrow().texts()).containsExactly("one", "two é");
  }

  @Test
  void namesComeInTheOrderOfMakingOrElseSorted() {
    assertThat(newest.group("many").orElseThrow().datasetNames())
        .hasSize(20)
        .startsWith("d19", "d18")
        .endsWith("d00");
    assertThat(oldest.group("g").orElseThrow().datasetNames())
        .hasSize(40)
        .startsWith("d000", "d001");
  }

  @Test
  void whatWasNeverWrittenIsRefusedWhenAskedFor() {
    Hdf5Dataset dataset = oldest.dataset("unwritten").orElseThrow();

    assertThatThrownBy(dataset::floats)
        .isInstanceOf(Problem.Raised.class)
        .hasMessageContaining("/unwritten was never written");
  }

  @Test
  void aNumberBeyond64BitsIsRefused() {
    Hdf5Dataset dataset = oldest.dataset("u8").orElseThrow();

    assertThatThrownBy(dataset::longs).hasMessageContaining("beyond 64 bits");
  }

  @Test
  void damagedFilesOfBothFormsAreReadOrRefused() {
    Random random = new Random(5);
    for (String packed : new String[] {H5pyFile.OLDEST, H5pyFile.NEWEST}) {
      byte[] whole = H5pyFile.bytes(packed);
      for (int i = 0; i < 1_500; i++) {
        byte[] damaged =
            Arrays.copyOf(whole, i % 10 == 0 ? random.nextInt(whole.length) : whole.length);
        for (int flips = 1 + random.nextInt(4); flips > 0 && damaged.length > 0; flips--) {
          damaged[random.nextInt(Math.min(damaged.length, 6_000))] ^=
              (byte) (1 << random.nextInt(8));
        }
        readOrRefuse(damaged);
      }
    }
  }

  private static void readOrRefuse(byte[] damaged) {
    try {
      Hdf5Group root = Hdf5Guard.open(damaged, Budget.usual());
      for (String name : root.datasetNames()) {
        root.dataset(name).orElseThrow().floats();
      }
      root.attributes().forEach(Hdf5Attribute::texts);
    } catch (Problem.Raised raised) {
      assertThat(raised.problem()).isInstanceOf(Problem.Refused.class);
    }
  }

  @Test
  void anythingElseIsNotHdf5() {
    assertThat(Hdf5Guard.recognises(new byte[8])).isFalse();
    assertThat(Hdf5Guard.recognises(H5pyFile.bytes(H5pyFile.NEWEST))).isTrue();
    assertThatThrownBy(() -> Hdf5Guard.open(new byte[0], Budget.usual()))
        .isInstanceOf(Problem.Raised.class);
  }
}
