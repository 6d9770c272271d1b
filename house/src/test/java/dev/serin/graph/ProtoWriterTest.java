package dev.serin.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The bytes are the examples of the protocol buffer documentation, or follow from its rules. */
class ProtoWriterTest {

  @Test
  void numbersTakeSevenBitsAByte() {
    assertThat(hex(new ProtoWriter().number(1, 150))).isEqualTo("089601");
    assertThat(hex(new ProtoWriter().number(1, 0))).isEqualTo("0800");
    assertThat(hex(new ProtoWriter().number(1, 127))).isEqualTo("087f");
    assertThat(hex(new ProtoWriter().number(1, 128))).isEqualTo("088001");
  }

  @Test
  void negativeNumbersTakeTenBytes() {
    assertThat(hex(new ProtoWriter().number(1, -1))).isEqualTo("08ffffffffffffffffff01");
    assertThat(hex(new ProtoWriter().number(1, Long.MAX_VALUE))).isEqualTo("08ffffffffffffffff7f");
  }

  @Test
  void textsStandBehindTheirLength() {
    assertThat(hex(new ProtoWriter().text(2, "testing"))).isEqualTo("120774657374696e67");
  }

  @Test
  void messagesStandInsideOfEachOther() {
    ProtoWriter inner = new ProtoWriter().number(1, 150);

    assertThat(hex(new ProtoWriter().message(3, inner))).isEqualTo("1a03089601");
  }

  @Test
  void floatsAreLittleEndianAndHighFieldsHaveLongerTags() {
    assertThat(hex(new ProtoWriter().real(2, 1))).isEqualTo("150000803f");
    assertThat(hex(new ProtoWriter().number(20, 7))).isEqualTo("a00107");
  }

  private static String hex(ProtoWriter writer) {
    return HexFormat.of().formatHex(writer.toBytes());
  }
}
