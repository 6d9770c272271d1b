package dev.serin.codec.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.serin.base.Json;
import dev.serin.base.Problem;
import dev.serin.reader.Npy;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Signature;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.TensorSpec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DetectionsTest {
  private static final Signature PAIR = signature(1, 6, 64, 64);

  private static Signature signature(long... shape) {
    TensorSpec input =
        new TensorSpec("images", DataType.FP32, Arrays.stream(shape).boxed().toList());
    TensorSpec output = new TensorSpec("output0", DataType.FP32, List.of(-1L));
    return new Signature(
        Signature.Kind.NET, List.of(input), List.of(output), List.of(), List.of(), List.of());
  }

  @Test
  void aPairOfImagesIsTheTensorThatPillowAndNumpyMake() {
    Path folder = Golden.PAIRS.resolve("raw-head");

    Tensor tensor =
        ImagePair.of(PAIR, 640)
            .orElseThrow()
            .tensor(
                Golden.read(folder.resolve("pre.png")), Golden.read(folder.resolve("post.png")));

    Npy theirs = Npy.read(folder.resolve("x.npy"));
    assertThat(tensor.shape()).containsExactly(1, 6, 64, 64);
    assertThat(tensor.doubles()).containsExactly(theirs.doubles(), within(0.0));
  }

  @Test
  void onlyOneImageTensorOfSixChannelsIsAPair() {
    assertThat(ImagePair.of(signature(-1, 6, -1, -1), 320))
        .hasValueSatisfying(pair -> assertThat(pair.height() + pair.width()).isEqualTo(640));
    assertThat(ImagePair.of(signature(1, 3, 64, 64), 640)).isEmpty();
    assertThat(ImagePair.of(signature(2, 6, 64, 64), 640)).isEmpty();
    assertThat(ImagePair.of(signature(1, 6, 64), 640)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"raw-head", "segmenting-head", "table"})
  void theBoxesAreThoseOfTorchvision(String kind) throws IOException {
    Path folder = Golden.PAIRS.resolve(kind);
    List<Tensor> outputs = outputs(folder);
    Picture post = Golden.read(folder.resolve("post.png"));
    Json cases = Json.parse(Files.readString(folder.resolve("boxes.json")), 10);

    for (Json each : ((Json.Arr) cases).items()) {
      Json.Obj golden = (Json.Obj) each;
      Thresholds thresholds =
          new Thresholds(
              golden.number("confidence").orElseThrow().doubleValue(),
              golden.number("iou").orElseThrow().doubleValue(),
              300);
      List<Box> boxes =
          new Detections(thresholds).of(outputs, ImagePair.of(PAIR, 640).orElseThrow(), post);

      assertSame(boxes, golden.list("boxes"));
    }
  }

  private static void assertSame(List<Box> boxes, List<Json> theirs) {
    assertThat(boxes).hasSameSizeAs(theirs);
    for (int i = 0; i < boxes.size(); i++) {
      Box box = boxes.get(i);
      Json.Obj their = (Json.Obj) theirs.get(i);
      assertThat((long) box.cls()).isEqualTo(their.number("cls").orElseThrow().longValue());
      assertThat(box.conf())
          .isCloseTo(their.number("conf").orElseThrow().doubleValue(), within(1e-6));
      for (int corner = 0; corner < 4; corner++) {
        double value = ((Json.Num) their.list("xyxy").get(corner)).doubleValue();
        assertThat(box.corners().get(corner)).isCloseTo(value, within(1e-4));
      }
    }
  }

  private static List<Tensor> outputs(Path folder) {
    List<Tensor> outputs = new ArrayList<>();
    for (int i = 0; Files.exists(folder.resolve("y_" + i + ".npy")); i++) {
      Npy array = Npy.read(folder.resolve("y_" + i + ".npy"));
      double[] wide = array.doubles();
      float[] values = new float[wide.length];
      for (int k = 0; k < wide.length; k++) {
        values[k] = (float) wide[k];
      }
      long[] shape = Arrays.stream(array.shape()).asLongStream().toArray();
      outputs.add(Tensor.ofFloats("output" + i, values, shape));
    }
    return outputs;
  }

  @Test
  void anotherShapeIsNamedAndBoxesThatAreNoneAreLeftOut() {
    Detections detections = new Detections(Thresholds.DEFAULT);
    ImagePair pair = ImagePair.of(PAIR, 640).orElseThrow();
    Picture post = new Picture(64, 64, new byte[64 * 64 * 3]);
    Tensor wrong = Tensor.ofFloats("y", new float[10], 1, 10);
    Tensor odd =
        Tensor.ofFloats(
            "y",
            new float[] {0, 0, 9, 9, Float.NaN, 0, 5, 5, 5, 9, 1, 0, -9, 2, 90, 9, 1, 3},
            3,
            6);

    assertThatThrownBy(() -> detections.of(List.of(wrong), pair, post))
        .isInstanceOf(Problem.Raised.class)
        .hasMessageContaining("OUTPUT_NO_DETECTIONS")
        .hasMessageContaining("[1, 10]");
    assertThat(detections.of(List.of(odd), pair, post)).containsExactly(new Box(3, 1, 0, 2, 64, 9));
    assertThat(detections.of(List.of(Tensor.ofFloats("y", new float[0], 0, 6)), pair, post))
        .isEmpty();
  }

  @Test
  void theOverlayShowsBoxesInTheColoursOfTheirClasses() throws IOException {
    Picture grey = new Picture(60, 50, new byte[60 * 50 * 3]);

    byte[] png =
        new Overlay(List.of("house"))
            .png(grey, List.of(new Box(0, 0.875, 5, 20, 40, 45), new Box(7, 0.5, 0, 0, 60, 50)));

    var image = ImageIO.read(new ByteArrayInputStream(png));
    assertThat(image.getWidth()).isEqualTo(60);
    assertThat(image.getRGB(5, 30) & 0xFFFFFF).isEqualTo(0x2ECC40);
    assertThat(image.getRGB(20, 44) & 0xFFFFFF).isEqualTo(0x2ECC40);
    assertThat(image.getRGB(59, 49) & 0xFFFFFF).isEqualTo(0xF012BE);
    assertThat(image.getRGB(20, 35) & 0xFFFFFF).isZero();
    assertThat(image.getRGB(5, 11) & 0xFFFFFF).as("the label").isEqualTo(0x2ECC40);
  }
}
