package dev.serin.cli;

import dev.serin.base.Problem;
import dev.serin.codec.Columns;
import dev.serin.codec.Expected;
import dev.serin.codec.InferenceRequest;
import dev.serin.codec.InferenceV2;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Signature;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.TensorSpec;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * The rows of a file for one model: JSON in any form that the server takes, or CSV. A model whose
 * columns have no names takes a CSV of numbers in its own order, with a header or without.
 */
record Rows(byte[] bytes, boolean csv) {
  private static final int DEPTH = 100;

  /** The rows of a file that is CSV when its name says so. */
  static Rows of(String name, byte[] bytes) {
    return new Rows(bytes, name.toLowerCase(Locale.ROOT).endsWith(".csv"));
  }

  /** The tensors that fit the model; raises {@code Invalid} that names what does not. */
  InferenceRequest request(Signature signature) {
    if (!csv) {
      return new InferenceV2(DEPTH, false).read(bytes, signature);
    }
    List<Tensor> tensors =
        signature.columns().isEmpty()
            ? List.of(matrix(signature))
            : Columns.of(signature).csv(bytes);
    return InferenceRequest.of(tensors);
  }

  private Tensor matrix(Signature signature) {
    TensorSpec input = signature.inputs().getFirst();
    if (signature.inputs().size() > 1 || input.shape().size() != 2 || !input.type().numeric()) {
      throw new Problem.Raised(
          new Problem.Invalid(
              "CSV_UNFIT",
              "input",
              "this model takes no table but "
                  + Expected.by(signature)
                  + ": give the rows as JSON"));
    }
    List<String> header = header();
    List<TensorSpec> columns =
        header.stream().map(name -> new TensorSpec(name, DataType.FP64, List.of(-1L))).toList();
    Signature named =
        new Signature(
            signature.kind(),
            signature.inputs(),
            signature.outputs(),
            columns,
            List.of(),
            List.of());
    return stacked(input.name(), Columns.of(named).csv(withHeader(header)));
  }

  private List<String> header() {
    String text = new String(bytes, StandardCharsets.UTF_8);
    String first = text.lines().filter(line -> !line.isBlank()).findFirst().orElse("");
    List<String> cells = Arrays.stream(first.split(",", -1)).map(Rows::plain).toList();
    return cells.stream().allMatch(Rows::number) ? invented(cells.size()) : cells;
  }

  private static String plain(String cell) {
    String text = cell.startsWith("\uFEFF") ? cell.substring(1) : cell;
    boolean quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
    return quoted ? text.substring(1, text.length() - 1).replace("\"\"", "\"") : text;
  }

  private static boolean number(String cell) {
    try {
      return cell.isEmpty() || !Double.isNaN(Double.parseDouble(cell)) || cell.equals("NaN");
    } catch (NumberFormatException _) {
      return false;
    }
  }

  private static List<String> invented(int size) {
    return IntStream.range(0, size).mapToObj(i -> "#" + i).toList();
  }

  private byte[] withHeader(List<String> header) {
    if (!header.getFirst().equals("#0")) {
      return bytes;
    }
    String text = String.join(",", header) + "\n" + new String(bytes, StandardCharsets.UTF_8);
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Tensor stacked(String name, List<Tensor> columns) {
    int rows = (int) columns.getFirst().rows();
    int width = columns.size();
    double[] matrix = new double[Math.multiplyExact(rows, width)];
    for (int column = 0; column < width; column++) {
      double[] cells = columns.get(column).doubles();
      for (int row = 0; row < rows; row++) {
        matrix[row * width + column] = cells[row];
      }
    }
    return Tensor.ofDoubles(name, matrix, rows, width);
  }
}
