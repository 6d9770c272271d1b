package dev.serin.runtime.sklearn.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Python's rules for letters, with what Python 3.11 answers. */
class LettersTest {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "ΣΑΣ, σας",
        "ΑΣ., ας.",
        "ΑΣ'Α, ασ'α",
        "Σ, σ",
        "Α\u0301Σ\u0301, α\u0301ς\u0301",
        "İSTANBUL, i\u0307stanbul",
        "ᾼΣ, ᾳς",
        "ǅ, ǆ",
        "ẞ, ß",
        "\u212a, k"
      })
  void lowersAsPythonDoes(String text, String lowered) {
    assertThat(Letters.lower(text)).isEqualTo(lowered);
  }

  @Test
  void theSpacesArePythons() {
    assertThat("\u0009\u001c\u001f \u0085\u00a0\u1680\u2028\u3000".chars())
        .allMatch(Letters::space);
    assertThat("\u200b\u2060\ufeff\u180e".chars()).noneMatch(Letters::space);
  }

  @Test
  void accentsOfBothOrdersComeOff() {
    assertThat(Accents.UNICODE.strip("\u00e9te\u0301 \ufb01 \u1e69\u0345")).isEqualTo("ete fi s");
    assertThat(Accents.ASCII.strip("\u00e9t\u00e9 \u00df\u0394")).isEqualTo("ete ");
    assertThat(Accents.UNICODE_UNLESS_DECOMPOSED.strip("e\u0301")).isEqualTo("e\u0301");
  }
}
