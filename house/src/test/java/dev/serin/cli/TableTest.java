package dev.serin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TableTest {

  @Test
  void columnsAreAlignedAndLinesHaveNoTrailingSpace() {
    var table = new Table("NAME", "STATE").row("iris", "active").row("a long name", "-");

    assertThat(table.lines())
        .containsExactly("NAME         STATE", "iris         active", "a long name  -");
  }

  @Test
  void charactersOutsideOfTheFirstPlaneCountAsOne() {
    assertThat(new Table("A", "B").row("𝛼", "1").lines()).containsExactly("A  B", "𝛼  1");
  }

  @Test
  void aNameCannotSteerTheTerminal() {
    assertThat(new Table("A").row("red\033[31m\u202e").lines().getLast()).isEqualTo("red?[31m?");
  }
}
