package dev.serin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandsTest {

  @Test
  void aWrongFlagIsAnsweredWithTheNearestNameAndTwo() {
    var typed = Typed.line("inspect", "model.pkl", "--jsn");

    assertThat(typed.exit()).isEqualTo(2);
    assertThat(typed.err()).contains("no option '--jsn'").contains("did you mean '--json'?");
    assertThat(typed.out()).isEmpty();
  }

  @Test
  void aWrongCommandIsAnsweredWithTheNearestNameAndTwo() {
    var typed = Typed.line("inspct", "model.pkl");

    assertThat(typed.exit()).isEqualTo(2);
    assertThat(typed.err()).contains("did you mean 'inspect'?");
  }

  @Test
  void aMissingOperandIsWrongUsage() {
    assertThat(Typed.line("inspect").exit()).isEqualTo(2);
    assertThat(Typed.line("inspect").err()).contains("FILE");
  }

  @Test
  void oneOperandTooManyIsWrongUsage() {
    assertThat(Typed.line("activate", "one", "two").exit()).isEqualTo(2);
  }

  @Test
  void anOptionWithoutItsValueIsWrongUsage() {
    assertThat(Typed.line("serve", "--port").exit()).isEqualTo(2);
  }

  @Test
  void noCommandAtAllPrintsTheListAndIsWrongUsage() {
    var typed = Typed.line();

    assertThat(typed.exit()).isEqualTo(2);
    assertThat(typed.err()).contains("inspect").contains("deactivate");
  }

  @Test
  void aGroupWithoutItsCommandIsWrongUsage() {
    var typed = Typed.line("audit");

    assertThat(typed.exit()).isEqualTo(2);
    assertThat(typed.err()).contains("verify");
  }

  @Test
  void helpNamesEveryCommand() {
    var typed = Typed.line("--help");

    assertThat(typed.exit()).isZero();
    assertThat(typed.out())
        .contains("serve", "inspect", "scan", "predict", "models", "status", "activate")
        .contains("deactivate", "push", "audit", "version", "completion", "serves 100 % of");
  }

  @Test
  void helpOfACommandNamesItsOptionsWhateverWayItIsAsked() {
    Stream.of(Typed.line("predict", "--help"), Typed.line("help", "predict"))
        .forEach(
            typed -> {
              assertThat(typed.exit()).isZero();
              assertThat(typed.out()).contains("--input").contains("--output").contains("--server");
            });
    assertThat(Typed.line("help", "audit", "verify").out()).contains("--data");
    assertThat(Typed.line("help", "nothing").exit()).isEqualTo(2);
  }

  @Test
  void aCommandOfTheProcessGetsItsWords() {
    var typed =
        Typed.line("serve", "--port=80", "models", "--allow-host", "a", "--allow-host", "b");

    assertThat(typed.exit()).isZero();
    assertThat(typed.out()).isEqualToIgnoringNewLines("80 [a, b] [models]");
  }

  @Test
  void anAtSignIsNotReadAsAFileOfWords() {
    assertThat(Typed.line("serve", "@models").out()).contains("[@models]");
  }

  @Test
  void theVersionIsPrintedByCommandAndByFlag() {
    assertThat(Typed.line("version").out()).startsWith("serin 9.9 (Java ");
    assertThat(Typed.line("--version").out()).startsWith("serin 9.9");
    assertThat(Typed.line("version", "--json").json().text("version")).hasValue("9.9");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bash", "zsh", "fish"})
  void aCompletionScriptKnowsCommandsAndOptions(String shell) {
    var typed = Typed.line("completion", shell);

    assertThat(typed.exit()).isZero();
    assertThat(typed.out()).contains("complete", "inspect", "golden", "verify", "serin");
  }

  @Test
  void aShellWithoutCompletionIsWrongUsage() {
    var typed = Typed.line("completion", "tcsh");

    assertThat(typed.exit()).isEqualTo(2);
    assertThat(typed.err()).contains("bash, zsh or fish");
  }

  @Test
  void theFormatsAreNotMadeForCommandsThatNeedNone() {
    Tools tools =
        new Tools(
            "1",
            () -> {
              throw new AssertionError("engines are slow to load");
            },
            data -> new Tools.Verdict(true, 0, ""));

    assertThat(Typed.line(tools, Map.of(), "", "version").exit()).isZero();
  }
}
