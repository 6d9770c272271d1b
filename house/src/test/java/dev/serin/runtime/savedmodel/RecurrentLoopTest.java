package dev.serin.runtime.savedmodel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RecurrentLoopTest {
  private static final String KERAS_3 = "savedmodel-tf2.21";
  private static final String KERAS_2 = "savedmodel-tf2.15";
  private static final String FILE = Layout.FILE;

  @Test
  void theLoopOfAnLstmIsOneNode() {
    assertOperators(Folder.fixture(KERAS_3, "lstm"), 1, "LSTM");
    assertOperators(Folder.fixture(KERAS_3, "lstm-saved"), 1, "LSTM");
    assertOperators(Folder.fixture(KERAS_2, "lstm"), 1, "LSTM");
  }

  @Test
  void theLoopOfAGruOfAnyLengthIsOneNode() {
    assertOperators(Folder.fixture(KERAS_3, "gru-of-any-length"), 1, "GRU");
    assertOperators(Folder.fixture(KERAS_2, "gru-of-any-length"), 1, "GRU");
  }

  @Test
  void theLoopOfASimpleCellThatGoesBackwardsIsOneNode() {
    assertOperators(Folder.fixture(KERAS_3, "simple-recurrent"), 1, "RNN");
  }

  @Test
  void bothWaysAreOneNodeEach() {
    assertOperators(Folder.fixture(KERAS_3, "recurrent-both-ways"), 2, "LSTM");
    assertOperators(Folder.fixture(KERAS_3, "recurrent-both-ways"), 1, "GRU");
  }

  @Test
  void statesAndOtherFunctionsOfGatesAreTakenOver() {
    Folder folder = Folder.fixture(KERAS_3, "recurrent-states");

    assertOperators(Folder.fixture(KERAS_2, "gru-with-other-gates"), 1, "GRU");
    assertOperators(folder, 1, "LSTM");
    assertOperators(folder, 1, "GRU");
    assertOperators(folder, 1, "RNN");
  }

  @Test
  void cellsThatTheEngineDoesNotHaveStayLoops() {
    assertOperators(Folder.fixture(KERAS_3, "recurrent-otherwise"), 2, "Loop");
  }

  @Test
  void aMaskedLoopStaysALoop() {
    assertOperators(Folder.fixture(KERAS_3, "embedded-and-masked"), 1, "Loop");
  }

  @Test
  void anLstmWithAnotherFunctionStaysALoop() {
    assertOperators(changed("lstm", operator("Tanh"), operator("Sinh")), 1, "Loop");
  }

  @Test
  void anLstmWithADifferenceInsteadOfAProductStaysALoop() {
    assertOperators(changed("lstm", operator("Mul"), operator("Sub")), 1, "Loop");
  }

  @Test
  void anLstmWhoseGatesAreNotAllPiecesOfOneSumStaysALoop() {
    String gate = "/lstm_cell_1/split:output:1";

    assertOperators(changed("lstm", gate, "/lstm_cell_1/split:output:2"), 1, "Loop");
  }

  @Test
  void aGruWithASumInsteadOfADifferenceStaysALoop() {
    assertOperators(changed("gru-of-any-length", operator("Sub"), operator("Mul")), 1, "Loop");
  }

  @Test
  void aLoopThatDoesNotReadEveryElementStaysALoop() {
    String five = "B\u0007\b\u0003\u0012\u0000:\u0001\u0005\u001a\u0099";
    String four = five.replace('\u0005', '\u0004');

    assertOperators(changed("lstm", five, four), 1, "Loop");
  }

  private static Folder changed(String name, String from, String to) {
    Folder folder = Folder.fixture(KERAS_3, name);
    String file = new String(folder.files().get(FILE), StandardCharsets.ISO_8859_1);
    assertThat(file).contains(from);
    return folder.with(FILE, file.replace(from, to).getBytes(StandardCharsets.ISO_8859_1));
  }

  /** An operator as the file has it, with its field and its length. */
  private static String operator(String name) {
    return "\u0012" + (char) name.length() + name;
  }

  private static void assertOperators(Folder folder, int count, String operator) {
    byte[] onnx = Reading.onnx(folder);
    String graph = new String(onnx, StandardCharsets.ISO_8859_1);
    String written = "\"" + (char) operator.length() + operator;

    assertThat(graph.split(written, -1)).as(operator).hasSize(count + 1);
    assertThat(graph.contains("\"\u0004Loop")).isEqualTo(operator.equals("Loop"));
  }
}
