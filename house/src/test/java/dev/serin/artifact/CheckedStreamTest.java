package dev.serin.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.base.Digest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class CheckedStreamTest {
  private static final byte[] BYTES = {1, 2, 3, 4, 5};
  private static final Manifest.File FILE = new Manifest.File("a", 5, Digest.of(BYTES));

  private static CheckedStream over(byte... bytes) {
    return new CheckedStream(new ByteArrayInputStream(bytes), "abc", FILE);
  }

  @Test
  void theStoredBytesComeThrough() throws IOException {
    try (CheckedStream in = over(BYTES)) {
      assertThat(in.read()).isEqualTo(1);
      assertThat(in.skip(2)).isEqualTo(2);
      assertThat(in.readAllBytes()).containsExactly(4, 5);
      assertThat(in.read()).isEqualTo(-1);
    }
  }

  @Test
  void otherBytesRaiseInsteadOfEnding() throws IOException {
    try (CheckedStream in = over((byte) 1, (byte) 2, (byte) 3, (byte) 4, (byte) 6)) {
      assertThatThrownBy(in::readAllBytes).hasMessageContaining("CORRUPT");
    }
    try (CheckedStream shorter = over((byte) 1)) {
      assertThatThrownBy(shorter::readAllBytes).hasMessageContaining("CORRUPT");
    }
  }
}
