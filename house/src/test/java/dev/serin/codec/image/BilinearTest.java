package dev.serin.codec.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BilinearTest {

  @ParameterizedTest
  @CsvSource({
    "rgb-png,16,16", "rgb-png,64,48", "rgb-png,45,12", "rgb-png,9,31",
    "grey-png,16,16", "grey-png,64,48", "grey-png,45,12", "grey-png,9,31"
  })
  void everySizeHasThePixelsOfPillow(String image, int width, int height) {
    Picture whole = Golden.read(Golden.PILLOW.resolve(image).resolve("image.png"));

    Picture resized = Bilinear.resize(whole, width, height);

    Picture theirs =
        Golden.picture(
            Golden.PILLOW.resolve(image).resolve("rgb_" + width + "x" + height + ".npy"));
    assertThat(Golden.difference(resized, theirs)).isZero();
  }
}
