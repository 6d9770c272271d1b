package dev.serin.codec;

import static dev.serin.codec.Cases.IRIS;
import static dev.serin.codec.Cases.MIXED;
import static dev.serin.codec.Cases.assertInvalid;
import static dev.serin.codec.Cases.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.tensor.Tensor;
import dev.serin.tensor.Values;
import java.util.List;
import org.junit.jupiter.api.Test;

class ColumnsTest {

  @Test
  void csvWithQuotesAnyLineEndsAndMissingCellsBecomesColumns() {
    List<Tensor> read =
        csv("\uFEFFcity,age\r\n\"Bern, \"\"BE\"\"\",31\r\n\"two\nlines\",\n\n,1e2\n");

    assertThat(read.get(0))
        .isEqualTo(Tensor.ofDoubles("age", new double[] {31, Double.NaN, 100}, 3));
    assertThat(read.get(1).texts()).startsWith("Bern, \"BE\"", "two\nlines");
    assertThat(read.get(1).texts()[2]).isSameAs(Values.Texts.MISSING);
  }

  @Test
  void csvWithoutRowsIsAnEmptyBatch() {
    assertThat(csv("age,city").getFirst().shape()).containsExactly(0);
  }

  @Test
  void csvThatDoesNotFitIsRefusedWithLineAndColumn() {
    assertInvalid(() -> csv(""), "CSV_INVALID", "body", "expected age, city");
    assertInvalid(() -> csv("age\n1"), "COLUMN_MISSING", "inputs.city", "'city' is missing");
    assertInvalid(() -> csv("age,city,x\n"), "COLUMN_UNKNOWN", "inputs.x", "it has age, city");
    assertInvalid(() -> csv("age,age\n"), "COLUMN_DUPLICATE", "inputs.age", "twice");
    assertInvalid(() -> csv("age,city\n1,a\n2"), "SHAPE", "line 3", "1 cells, the header 2");
    assertInvalid(() -> csv("age,city\nold,a"), "VALUE", "inputs.age", "'old' in the column 'age'");
    assertInvalid(() -> csv("age,city\n0x1p3,a"), "VALUE", "inputs.age", "is no FP64 (line 2)");
    assertInvalid(() -> csv("age,city\n1,\"a"), "CSV_INVALID", "body", "does not end (line 2)");
    assertInvalid(() -> csv("age,city\n1,\"a\"b"), "CSV_INVALID", "body", "closing quote");
    assertInvalid(() -> csv("age,city\n1,a\"b"), "CSV_INVALID", "body", "without quotes");
  }

  @Test
  void recordsAndRowsGiveTheSameColumns() {
    assertThat(records("[{\"city\":\"Bern\",\"age\":31},{\"age\":null,\"city\":\"Biel\"}]"))
        .isEqualTo(records("[[31,\"Bern\"],[null,\"Biel\"]]"));
  }

  @Test
  void recordsThatDoNotFitNameTheColumn() {
    assertInvalid(
        () -> records("[{\"city\":\"Bern\"}]"), "COLUMN_MISSING", "inputs.age", "missing in row 1");
    assertInvalid(
        () -> records("[{\"age\":1,\"x\":2}]"), "COLUMN_UNKNOWN", "inputs.x", "it has age, city");
    assertInvalid(() -> records("[[1,\"a\",2]]"), "SHAPE", "row 1", "the model has 2 columns");
    assertInvalid(() -> records("[[1]]"), "COLUMN_MISSING", "inputs.city", "missing in row 1");
    assertInvalid(
        () -> records("[{\"age\":\"a\",\"city\":\"b\"}]"), "VALUE", "body", "a text is no number");
  }

  @Test
  void aModelWithoutColumnNamesTakesNoRecords() {
    assertInvalid(
        () -> Columns.of(IRIS), "COLUMNS_UNKNOWN", "inputs", "expected input-0 FP64[-1, 4]");
  }

  private static List<Tensor> csv(String text) {
    return Columns.of(MIXED).csv(utf8(text));
  }

  private static List<Tensor> records(String json) {
    return Columns.of(MIXED).records(new JsonScanner(utf8(json), 100));
  }
}
