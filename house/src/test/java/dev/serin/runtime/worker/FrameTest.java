package dev.serin.runtime.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.base.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FrameTest {
  private static final long MOST = 1 << 20;

  @Test
  void whatIsWrittenIsReadAgain() throws IOException {
    byte[] payload = {1, 2, 3, 0, -1};

    Frame read = read(bytes(new Frame(Json.Obj.of("op", "predict", "id", 7), payload)));

    assertThat(read.header()).isEqualTo(Json.Obj.of("op", "predict", "id", 7));
    assertThat(read.payload()).isEqualTo(payload);
  }

  @Test
  void aLengthThatNobodyMayClaimIsNoFrame() {
    assertThatThrownBy(() -> read(head(-1, 0))).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> read(head(Frame.MOST_HEADER + 1, 0))).hasMessageContaining("header");
    assertThatThrownBy(() -> read(head(2, -1))).hasMessageContaining("payload");
    assertThatThrownBy(() -> read(head(2, MOST + 1))).hasMessageContaining("payload");
  }

  @Test
  void aClaimedPayloadThatDoesNotComeTakesNoMemory() {
    byte[] claim = Arrays.copyOf(head(2, Integer.MAX_VALUE - 100L), 14);
    claim[12] = '{';
    claim[13] = '}';

    assertThatThrownBy(() -> Frame.read(new ByteArrayInputStream(claim), Long.MAX_VALUE))
        .isInstanceOf(IOException.class);
  }

  @Test
  void aTextIsNoFrame() {
    byte[] printed = "Traceback (most recent call last): something went wrong".getBytes();

    assertThatThrownBy(() -> read(printed)).isInstanceOf(IOException.class);
  }

  @Test
  void anAnswerWithAShapeOfWordsIsRefused() {
    Json.Obj output = Json.Obj.of("name", "y", "datatype", "FP64", "shape", List.of("one"));
    Frame answer = Frame.of(Json.Obj.of("outputs", List.of(output)));

    assertThatThrownBy(() -> RawTensors.tensors(answer)).isInstanceOf(IOException.class);
  }

  @Test
  void damagedFramesAreReadOrRefused() throws IOException {
    Frame answer =
        new Frame(
            Json.Obj.of(
                "id",
                1,
                "outputs",
                List.of(
                    Json.Obj.of(
                        "name", "y", "datatype", "BYTES", "shape", List.of(2), "bytes", 10))),
            new byte[] {1, 0, 0, 0, 'a', 1, 0, 0, 0, 'b'});
    byte[] sound = bytes(answer);
    Random random = new Random(20260101);
    for (int round = 0; round < 20_000; round++) {
      byte[] damaged = Arrays.copyOf(sound, 1 + random.nextInt(sound.length));
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      survives(damaged);
    }
  }

  private static void survives(byte[] damaged) {
    try {
      assertThat(RawTensors.tensors(read(damaged))).isNotNull();
    } catch (IOException refused) {
      assertThat(refused.getMessage()).isNotBlank();
    }
  }

  private static byte[] bytes(Frame frame) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    frame.write(out);
    return out.toByteArray();
  }

  private static Frame read(byte[] bytes) throws IOException {
    return Frame.read(new ByteArrayInputStream(bytes), MOST);
  }

  private static byte[] head(int header, long payload) {
    return ByteBuffer.allocate(64)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(header)
        .putLong(payload)
        .array();
  }
}
