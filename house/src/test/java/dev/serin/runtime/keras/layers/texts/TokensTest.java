package dev.serin.runtime.keras.layers.texts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.base.Json;
import dev.serin.runtime.keras.Config;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokensTest {
  private static Tokens tokens(String settings) {
    Json json = Json.parse(settings.replace('\'', '"'), 9);
    return Tokens.of(new Config("words", (Json.Obj) json));
  }

  @Test
  void lettersOfAsciiAreLoweredAndItsPunctuationGoes() {
    Tokens standard =
        tokens("{'standardize': 'lower_and_strip_punctuation', 'split': 'whitespace'}");

    assertThat(standard.of(List.of(" It's THE-End,\t\u00c4h!  ")))
        .containsExactly("its", "theend", "\u00c4h");
  }

  @Test
  void noBreakSpacesDoNotSplit() {
    assertThat(tokens("{'split': 'whitespace'}").of(List.of("a\u00a0b\u000bc")))
        .containsExactly("a\u00a0b", "c");
  }

  @Test
  void lettersAreCodePoints() {
    assertThat(tokens("{'split': 'character'}").of(List.of("e\u0301\ud83d\ude00")))
        .containsExactly("e", "\u0301", "\ud83d\ude00");
  }

  @Test
  void runsComeByTheirWidth() {
    assertThat(tokens("{'split': 'whitespace', 'ngrams': 2}").of(List.of("a b c")))
        .containsExactly("a", "b", "c", "a b", "b c");
    assertThat(tokens("{'split': 'whitespace', 'ngrams': [3, 2]}").of(List.of("a b c")))
        .containsExactly("a b c", "a b", "b c");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'standardize': 'upper'}",
        "{'standardize': {'class_name': 'function'}}",
        "{'split': 'comma'}",
        "{'ngrams': 0}",
        "{'ngrams': 1000}",
        "{'ngrams': []}"
      })
  void whatIsNotKnownIsRefused(String settings) {
    assertThatThrownBy(() -> tokens(settings)).hasMessageContaining("UNSUPPORTED_VALUE");
  }
}
