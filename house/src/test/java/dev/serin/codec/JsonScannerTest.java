package dev.serin.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serin.base.Json;
import dev.serin.base.Problem;
import dev.serin.tensor.DataType;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonScannerTest {
  private static final ObjectMapper JACKSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "[",
        "[1",
        "[1,",
        "[1,]",
        "[,1]",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{1:2}",
        "01",
        "-",
        "1.",
        ".5",
        "1e",
        "1e+",
        "+1",
        "--1",
        "tru",
        "nul",
        "NaNs",
        "\"a",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\t\"",
        "[1 2]",
        "{\"a\":1 \"b\":2}",
        "{\"a\":1,\"a\":2}",
        "'a'",
        "]",
        "1 1"
      })
  void whatIsNotJsonIsRefusedWithItsPlace(String text) {
    assertThatThrownBy(
            () -> {
              JsonScanner in = scan(text);
              in.skip();
              in.end();
            })
        .isInstanceOfSatisfying(
            Problem.Raised.class,
            raised -> assertThat(raised.problem().message()).containsPattern("\\(byte \\d+\\)"));
  }

  @Test
  void damagedTextsAreReadAsJacksonReadsThemOrRefused() {
    String good =
        "{\"id\":\"a\\u00e9\\n\",\"x\":[1,-2.5e3,true,false,null,[[],{}]],\"\u00fc\":{\"y\":0.1}}";
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = good.getBytes(StandardCharsets.UTF_8);
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(128);
      bytes[random.nextInt(bytes.length)] = bytes[random.nextInt(bytes.length)];
      compareWithJackson(bytes);
    }
  }

  private static void compareWithJackson(byte[] bytes) {
    try {
      JsonScanner in = new JsonScanner(bytes, 100);
      Json tree = in.tree();
      in.end();
      JsonNode theirs = JACKSON.readTree(bytes);
      assertThat(JACKSON.readTree(tree.text())).isEqualTo(theirs);
    } catch (Problem.Raised refused) {
      assertThat(refused.problem()).isInstanceOf(Problem.Invalid.class);
    } catch (JsonProcessingException theirs) {
      assertThat(new String(bytes, StandardCharsets.UTF_8)).containsAnyOf("NaN", "Infinity");
    } catch (java.io.IOException impossible) {
      throw new java.io.UncheckedIOException(impossible);
    }
  }

  @Test
  void aHundredThousandBracketsAreRefusedByTheDepthLimit() {
    assertProblem(() -> scan("[".repeat(100_000)).skip(), "LIMIT_EXCEEDED", "deeper than 100");
    assertProblem(() -> scan("{\"a\":".repeat(100_000)).skip(), "LIMIT_EXCEEDED", "than 100");
  }

  @Test
  void notANumberHasFiveSpellingsForFloats() {
    assertThat(scan("null").real()).isNaN();
    assertThat(scan("NaN").real()).isNaN();
    assertThat(scan("\"NaN\"").real()).isNaN();
    assertThat(scan("Infinity").real()).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(scan("\"Infinity\"").real()).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(scan("-Infinity").real()).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(scan("\"-Infinity\"").real()).isEqualTo(Double.NEGATIVE_INFINITY);
  }

  @Test
  void otherTextsAreNoNumbers() {
    assertProblem(() -> scan("\"5\"").real(), "VALUE", "a text is no number");
    assertProblem(() -> scan("\"-NaN\"").real(), "VALUE", "a text is no number");
    assertProblem(() -> scan("\"null\"").real(), "VALUE", "a text is no number");
    assertProblem(() -> scan("true").real(), "JSON_INVALID", "expected a number");
    assertProblem(() -> scan("1e999").real(), "VALUE", "too large");
  }

  @Test
  void wholeNumbersOfSixtyFourBitsAreExact() {
    assertThat(scan("9223372036854775807").whole(DataType.INT64)).isEqualTo(Long.MAX_VALUE);
    assertThat(scan("-9223372036854775808").whole(DataType.INT64)).isEqualTo(Long.MIN_VALUE);
    assertThat(scan("18446744073709551615").whole(DataType.UINT64)).isEqualTo(-1);
    assertThat(scan("9007199254740993").whole(DataType.INT64)).isEqualTo(9007199254740993L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INT64 9223372036854775808",
        "INT64 -9223372036854775809",
        "UINT64 18446744073709551616",
        "UINT64 -1",
        "INT8 128",
        "INT8 -129",
        "UINT8 256",
        "UINT8 -1",
        "INT16 32768",
        "UINT16 65536",
        "INT32 2147483648",
        "UINT32 4294967296",
        "UINT32 -1",
        "BOOL 2",
        "INT32 1.5",
        "INT32 1e3",
        "INT8 99999999999999999999"
      })
  void aWholeNumberOutsideOfItsTypeIsRefused(String line) {
    String[] words = line.split(" ");

    assertProblem(() -> scan(words[1]).whole(DataType.valueOf(words[0])), "VALUE", words[0]);
  }

  @Test
  void textsHoldEscapesAndEveryScript() {
    assertThat(scan("\"a\\\"\\\\\\/\\b\\n\\u00e9\\ud83d\\ude00\"").text())
        .isEqualTo("a\"\\/\b\né😀");
    assertThat(scan("\"模型 é 😀\"").text()).isEqualTo("模型 é 😀");
    assertProblem(
        () -> new JsonScanner(new byte[] {'"', (byte) 0xC3, '"'}, 1).text(),
        "JSON_INVALID",
        "UTF-8");
  }

  private static JsonScanner scan(String text) {
    return new JsonScanner(text.getBytes(StandardCharsets.UTF_8), 100);
  }

  private static void assertProblem(ThrowingCallable call, String code, String text) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            Problem.Raised.class,
            raised -> {
              assertThat(raised.problem().code()).isEqualTo(code);
              assertThat(raised.problem().message()).contains(text);
            });
  }
}
