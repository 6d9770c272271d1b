package dev.serin.cli;

import dev.serin.base.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The outputs of a model for some rows: {@code json} as in the Open Inference Protocol V2 with flat
 * data; {@code labels} are the classes in the order of {@code predict_proba}.
 */
record Answers(Json.Obj json, List<String> labels) {
  private static final int WIDEST = 12;
  private static final int SHOWN = 4;

  Answers {
    labels = List.copyOf(labels);
  }

  /** One line a row, one column for each number of a narrow output. */
  List<String> lines() {
    List<Column> columns = new ArrayList<>();
    for (Json output : json.list("outputs")) {
      if (output instanceof Json.Obj tensor) {
        columns.addAll(columns(tensor));
      }
    }
    int rows = columns.stream().mapToInt(column -> column.cells().size()).max().orElse(0);
    Table table = new Table(columns.stream().map(Column::head).toList());
    for (int row = 0; row < rows; row++) {
      int at = row;
      table.row(columns.stream().map(column -> column.cell(at)).toList());
    }
    return table.lines();
  }

  private List<Column> columns(Json.Obj tensor) {
    String name = tensor.text("name").orElse("");
    List<Json> data = tensor.list("data");
    List<Integer> shape =
        tensor.list("shape").stream().map(size -> Integer.valueOf(size.text())).toList();
    int rows = shape.isEmpty() ? 1 : shape.getFirst();
    int width = rows == 0 ? 1 : data.size() / rows;
    boolean narrow = shape.size() == 2 && width <= WIDEST || width == 1;
    if (!narrow) {
      List<String> cells =
          IntStream.range(0, rows)
              .mapToObj(row -> brief(data.subList(row * width, (row + 1) * width)))
              .toList();
      return List.of(new Column(name, cells));
    }
    return IntStream.range(0, width)
        .mapToObj(
            place ->
                new Column(
                    head(name, place, width),
                    IntStream.range(0, rows)
                        .mapToObj(row -> text(data.get(row * width + place)))
                        .toList()))
        .toList();
  }

  private String head(String name, int place, int width) {
    if (width == 1) {
      return name;
    }
    return labels.size() == width ? name + "[" + labels.get(place) + "]" : name + "[" + place + "]";
  }

  private static String brief(List<Json> row) {
    String first = row.stream().limit(SHOWN).map(Answers::text).collect(Collectors.joining(" "));
    return row.size() <= SHOWN ? first : first + " … (" + row.size() + " values)";
  }

  private static String text(Json value) {
    return value instanceof Json.Str(String text) ? text : value.text();
  }

  /** One column of the table. */
  private record Column(String head, List<String> cells) {
    String cell(int row) {
      return row < cells.size() ? cells.get(row) : "";
    }
  }
}
