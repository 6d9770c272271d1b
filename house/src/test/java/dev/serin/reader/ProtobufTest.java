package dev.serin.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.base.Problem;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bytes are the examples of the protocol buffer documentation, or follow from its rules. */
class ProtobufTest {

  @Test
  void numbersTextsAndMessagesComeInTheOrderOfTheFile() {
    Protobuf message = over("089601" + "120774657374696e67" + "1a03089601");

    assertThat(message.next()).isTrue();
    assertThat(message.field()).isEqualTo(1);
    assertThat(message.number()).isEqualTo(150);
    assertThat(message.next()).isTrue();
    assertThat(message.text()).isEqualTo("testing");
    assertThat(message.next()).isTrue();
    Protobuf inner = message.message();
    assertThat(inner.next()).isTrue();
    assertThat(inner.number()).isEqualTo(150);
    assertThat(inner.next()).isFalse();
    assertThat(message.next()).isFalse();
  }

  @Test
  void negativeNumbersAndFixedOnesAreRead() {
    Protobuf message = over("08ffffffffffffffffff01" + "150000803f" + "19000000000000f03f");

    message.next();
    assertThat(message.number()).isEqualTo(-1);
    message.next();
    assertThat(Float.intBitsToFloat((int) message.number())).isEqualTo(1);
    message.next();
    assertThat(Double.longBitsToDouble(message.number())).isEqualTo(1);
  }

  @Test
  void packedNumbersAreCountedAndRead() {
    Protobuf message = over("3206" + "038e029ea705");

    message.next();
    assertThat(message.packedCount()).isEqualTo(3);
    Protobuf packed = message.message();
    assertThat(packed.nextPacked()).isEqualTo(3);
    assertThat(packed.nextPacked()).isEqualTo(270);
    assertThat(packed.nextPacked()).isEqualTo(86942);
    assertThat(packed.ended()).isTrue();
  }

  @Test
  void aFieldCanBeCopiedAndAMessageWalkedAgain() {
    Protobuf message = over("089601" + "120174");
    message.next();
    message.next();

    assertThat(HexFormat.of().formatHex(message.encoded())).isEqualTo("120174");
    assertThat(message.again().next()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "08", // ends in a number
        "0896", // ends in a number
        "1207746573", // announces seven bytes, has three
        "12ffffffffffffffffff01", // announces a negative length
        "12ffffffff0f", // announces 4 GiB
        "1500", // ends in a float
        "08ffffffffffffffffffff01", // eleven bytes
        "0b", // a group
        "00", // no field number
        "0f" // no such kind
      })
  void whatCannotBeWalkedIsRefusedWithItsOffset(String hex) {
    Protobuf message = over(hex);

    assertThatThrownBy(message::next)
        .isInstanceOfSatisfying(
            Problem.Raised.class,
            raised -> {
              assertThat(raised.problem().code()).isEqualTo("CORRUPT");
              assertThat(raised.problem().message()).contains("offset");
            });
  }

  @Test
  void aNumberIsNoTextAndATextIsNoNumber() {
    Protobuf number = over("0801");
    number.next();
    Protobuf text = over("120174");
    text.next();

    assertThatThrownBy(number::text).isInstanceOf(Problem.Raised.class);
    assertThatThrownBy(text::number).isInstanceOf(Problem.Raised.class);
  }

  @RepeatedTest(1_000)
  void anyBytesAreWalkedToTheirEndOrRefused(RepetitionInfo repetition) {
    SplittableRandom random = new SplittableRandom(repetition.getCurrentRepetition());
    byte[] bytes = new byte[random.nextInt(64)];
    random.nextBytes(bytes);
    Protobuf message = Protobuf.over(bytes);
    int fields = 0;
    try {
      while (message.next()) {
        fields++;
      }
      assertThat(fields).isLessThanOrEqualTo(bytes.length);
    } catch (Problem.Raised raised) {
      assertThat(raised.problem().code()).isEqualTo("CORRUPT");
    }
  }

  private static Protobuf over(String hex) {
    return Protobuf.over(HexFormat.of().parseHex(hex));
  }
}
