package dev.serin.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "[1,-2.5,1e9,true,false,null,\"a\\\"b\\\\\\n\"]",
        "{\"a\":{\"b\":[{\"c\":\"ü€😀\"}]}}",
        "[NaN,Infinity,-Infinity]"
      })
  void aCompactTextComesBackAsItWas(String text) {
    assertThat(Json.parse(text, 100).text()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[1,]",
        "{\"a\" 1}",
        "01",
        "1.",
        "tru",
        "\"a",
        "\"\\x\"",
        "[1] 2",
        "{\"a\":1,}",
        "\"\\u12g4\"",
        "-",
        "1e",
        "{\"a\":1,\"a\":2}"
      })
  void whatIsNotJsonIsRefusedWithItsOffset(String text) {
    assertThatThrownBy(() -> Json.parse(text, 100))
        .isInstanceOfSatisfying(
            Problem.Raised.class,
            raised -> assertThat(raised.problem().code()).isEqualTo("CORRUPT"));
  }

  @Test
  void nestingBeyondTheLimitIsRefusedBeforeTheStackEnds() {
    assertThatThrownBy(() -> Json.parse("[".repeat(100_000), 100))
        .isInstanceOfSatisfying(
            Problem.Raised.class,
            raised -> assertThat(raised.problem().code()).isEqualTo("LIMIT_EXCEEDED"));
    assertThat(Json.parse("[".repeat(101) + "]".repeat(101), 100)).isInstanceOf(Json.Arr.class);
  }

  @Test
  void wholeNumbersStayExact() {
    Json.Num number = (Json.Num) Json.parse("9223372036854775807", 1);

    assertThat(number.longValue()).isEqualTo(Long.MAX_VALUE);
  }
}
