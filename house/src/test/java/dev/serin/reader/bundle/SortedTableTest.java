package dev.serin.reader.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.base.Problem;
import dev.serin.reader.Budget;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SortedTableTest {
  /** "aaa" = 1, and "aab" = 2 by two shared letters; one restart. */
  private static final byte[] BLOCK = {
    0, 3, 1, 'a', 'a', 'a', '1', 2, 1, 1, 'b', '2', 0, 0, 0, 0, 1, 0, 0, 0
  };

  /**
   * The same in Snappy's form: a literal of five bytes, a copy of one from one before, the rest.
   */
  private static final byte[] PACKED = {
    20, 4 << 2, 0, 3, 1, 'a', 'a', 0b10, 1, 0, 13 << 2, '1', 2, 1, 1, 'b', '2', 0, 0, 0, 0, 1, 0, 0,
    0
  };

  @Test
  void keysThatShareAPrefixAreWhole() {
    assertThat(texts(table(BLOCK, 0)))
        .containsExactly(Map.entry("aaa", "1"), Map.entry("aab", "2"));
  }

  @Test
  void aBlockInSnappysFormIsInflated() {
    assertThat(texts(table(PACKED, 1)))
        .containsExactly(Map.entry("aaa", "1"), Map.entry("aab", "2"));
  }

  @Test
  void aChangedByteIsFoundByItsChecksum() {
    byte[] table = table(BLOCK, 0);
    table[6] = '7';

    assertThatThrownBy(() -> texts(table)).hasMessageContaining("checksum");
  }

  @Test
  void aBlockOfAnUnknownFormIsRefused() {
    assertThatThrownBy(() -> texts(table(BLOCK, 2))).hasMessageContaining("form");
  }

  @Test
  void aSnappyBlockThatCopiesWhatIsNotThereIsRefused() {
    byte[] packed = PACKED.clone();
    packed[8] = 9;

    assertThatThrownBy(() -> texts(table(packed, 1))).isInstanceOf(Problem.Raised.class);
  }

  @Test
  void aDamagedBlockWithARightChecksumIsReadOrRefused() {
    Random random = new Random(7);
    for (int round = 0; round < 2_000; round++) {
      byte[] block = (round % 2 == 0 ? BLOCK : PACKED).clone();
      block[random.nextInt(block.length)] = (byte) random.nextInt();
      try {
        texts(table(block, round % 2));
      } catch (Problem.Raised raised) {
        assertThat(raised.problem()).isInstanceOf(Problem.Refused.class);
      }
    }
  }

  private static Map<String, String> texts(byte[] table) {
    Map<String, String> texts = new LinkedHashMap<>();
    SortedTable.read(table, Budget.usual(), () -> "table")
        .forEach((key, value) -> texts.put(key, StandardCharsets.UTF_8.decode(value).toString()));
    return texts;
  }

  private static byte[] table(byte[] block, int form) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    put(out, block, form);
    int index = out.size();
    byte[] handle = {0, (byte) block.length};
    byte[] entries = {0, 1, 2, 'z', handle[0], handle[1], 0, 0, 0, 0, 1, 0, 0, 0};
    put(out, entries, 0);
    ByteBuffer footer = ByteBuffer.allocate(48).order(ByteOrder.LITTLE_ENDIAN);
    footer.put((byte) 0).put((byte) 0).put((byte) index).put((byte) entries.length);
    footer.putLong(40, 0xdb4775248b80fb57L);
    out.writeBytes(footer.array());
    return out.toByteArray();
  }

  private static void put(ByteArrayOutputStream out, byte[] block, int form) {
    out.writeBytes(block);
    out.write(form);
    ByteBuffer sum = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
    byte[] kind = {(byte) form};
    sum.putInt(Checksum.of(ByteBuffer.wrap(block), ByteBuffer.wrap(kind)));
    out.writeBytes(sum.array());
  }
}
