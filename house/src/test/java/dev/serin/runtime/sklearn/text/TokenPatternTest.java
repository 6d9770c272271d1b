package dev.serin.runtime.sklearn.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Token patterns: what Python 3.11 finds by them, what is refused, and how long they take. */
class TokenPatternTest {
  private static final String MIXED = "don't e-mail x_1 42 e\u0301";

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      quoteCharacter = '"',
      value = {
        "(?u)\\b\\w\\w+\\b don,mail,x_1,42",
        "\\b\\w+(?:[-']\\w+)*\\b don't,e-mail,x_1,42,e",
        "(?u)\\b(\\w)\\w* d,t,e,m,x,4,e",
        "\\w{2,3}? do,ma,il,x_,42",
        "[^\\W\\d_]+ don,t,e,mail,x,e",
        "\\w\\B d,o,m,a,i,x,_,4",
        "[]a\\-X]+ -,a"
      })
  void findsWhatPythonFinds(String pattern, String found) {
    assertThat(TokenPattern.of(pattern).all(MIXED)).containsExactly(found.split(","));
  }

  @Test
  void theFirstAlternativeThatFitsIsTaken() {
    assertThat(TokenPattern.of("a|X.").all("aXbXc")).containsExactly("a", "Xb", "Xc");
  }

  @Test
  void numbersOfAnyKindAreWordsAndCombiningMarksAreNone() {
    assertThat(TokenPattern.of("\\w+").all("a\u0301b ①½ _ 日本"))
        .containsExactly("a", "b", "①½", "_", "日本");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "^a",
        "a$",
        "(?i)a",
        "\\w*",
        "a?",
        "(a)(b)",
        "(?<=a)b",
        "(a)\\1",
        "a{1000}",
        "(a)+",
        "(?:a*)+",
        "a**",
        "[a",
        "(a",
        "a)",
        "\\Aa",
        "[z-a]",
        "a{2,1}",
        "*a",
        "\\b",
        "a|",
        "(?P<n>a)"
      })
  void otherPatternsAreRefused(String pattern) {
    assertThatThrownBy(() -> TokenPattern.of(pattern)).isInstanceOf(TokenSyntax.Unknown.class);
  }

  @Test
  void aPatternThatBacktracksElsewhereTakesTimeInProportionToTheText() {
    String text = "a".repeat(200_000);

    assertThat(TokenPattern.of("(?:a|aa)+b").all(text)).isEmpty();
    assertThat(TokenPattern.of("(?:a+)+b|a{3}").all(text)).hasSize(66_666);
  }

  @Test
  void anyTextIsAPatternOrRefused() {
    Random random = new Random(7);
    List<String> parts =
        List.of(
            "(", ")", "[", "]", "\\", "w", "b", "a", "-", "^", "|", "+", "?", "{", "2", ",", "}",
            ".", "*", ":", "é");
    for (int i = 0; i < 20_000; i++) {
      StringBuilder pattern = new StringBuilder();
      for (int length = random.nextInt(12); length > 0; length--) {
        pattern.append(parts.get(random.nextInt(parts.size())));
      }
      Throwable thrown =
          catchThrowable(() -> TokenPattern.of(pattern.toString()).all("ab w-é a2 b"));

      assertThat(thrown == null || thrown instanceof TokenSyntax.Unknown).isTrue();
    }
  }
}
