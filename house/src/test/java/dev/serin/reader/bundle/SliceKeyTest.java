package dev.serin.reader.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SliceKeyTest {

  @Test
  void aKeyIsZeroTheNameAndTheAxes() {
    String key =
        SliceKey.of("v", List.of(new TensorBundle.Extent(0, 2), new TensorBundle.Extent(0, -1)));

    assertThat(key).isEqualTo("\0v\0\u0001\u0001\u0002\u0080\u0082\u0080\u007f");
  }

  @Test
  void largeNumbersTakeMoreBytes() {
    String key = SliceKey.of("", List.of(new TensorBundle.Extent(64, 10_000)));

    assertThat(key).isEqualTo("\0\0\u0001\u0001\u0001\u00c0\u0040\u00e0\u0027\u0010");
  }
}
