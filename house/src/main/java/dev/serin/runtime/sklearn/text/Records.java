package dev.serin.runtime.sklearn.text;

import dev.serin.base.Json;
import dev.serin.base.Problem;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Rows;
import dev.serin.runtime.sklearn.SparseBuilder;
import dev.serin.runtime.sklearn.Table;
import dev.serin.runtime.sklearn.Transformer;
import dev.serin.runtime.sklearn.Workshop;
import dev.serin.tensor.DataType;
import java.util.List;
import java.util.Map;

/**
 * {@code DictVectorizer} and {@code FeatureHasher}: each row is a record, given as a JSON text: an
 * object of names and values; for hashers of pairs an array of [name, value], for those of strings
 * an array of texts. A text value makes a name of its own with the value 1.
 */
final class Records implements Transformer {
  private static final int DEEPEST = 4;

  private final String name;
  private final Kind kind;
  private final Target target;
  private final int columns;

  /** What a record is made of. */
  private enum Kind {
    DICT,
    PAIR,
    STRING
  }

  /** Where a feature's value goes. */
  private sealed interface Target {
    record Terms(Vocabulary vocabulary, String separator, boolean lists) implements Target {}

    record Hashed(Buckets buckets) implements Target {}
  }

  private Records(String name, Kind kind, Target target, int columns) {
    this.name = name;
    this.kind = kind;
    this.target = target;
    this.columns = columns;
  }

  /** {@code DictVectorizer}; several texts under one name are taken since 0.24. */
  static Records terms(Attributes state, Workshop workshop) {
    Vocabulary vocabulary = Vocabulary.of(state);
    requireDouble(state);
    workshop.checkedSparseWidth(state.place(), vocabulary.size());
    String separator = state.has("separator") ? state.text("separator") : "=";
    boolean lists = !state.release().before(0, 24);
    return new Records(
        state.name(), Kind.DICT, new Target.Terms(vocabulary, separator, lists), vocabulary.size());
  }

  /** {@code FeatureHasher}. */
  static Records hashed(Attributes state, Workshop workshop) {
    Kind kind =
        switch (state.choice("input_type", "dict", "dict", "pair", "string")) {
          case "pair" -> Kind.PAIR;
          case "string" -> Kind.STRING;
          default -> Kind.DICT;
        };
    requireDouble(state);
    Buckets buckets = Buckets.of(state, workshop);
    return new Records(state.name(), kind, new Target.Hashed(buckets), buckets.count());
  }

  private static void requireDouble(Attributes state) {
    if (Precision.of(state) != Precision.DOUBLE) {
      throw state.unsupported("dtype is single precision");
    }
  }

  @Override
  public int width() {
    return 1;
  }

  @Override
  public int outputWidth(int inputWidth) {
    return columns;
  }

  @Override
  public boolean series() {
    return true;
  }

  @Override
  public boolean sparse() {
    return true;
  }

  @Override
  public List<DataType> inputs(List<DataType> outputs) {
    return List.of(DataType.BYTES);
  }

  @Override
  public Table transform(Table rows) {
    Rows.atLeastOne(rows, name);
    SparseBuilder builder = new SparseBuilder(columns);
    for (String text : Texts.of(rows, name)) {
      add(parsed(text), builder);
      builder.endRow();
    }
    return builder.build();
  }

  private static Json parsed(String text) {
    try {
      return Json.parse(text, DEEPEST);
    } catch (Problem.Raised malformed) {
      throw strange("is not one JSON text: " + malformed.getMessage());
    }
  }

  private static Problem.Raised strange(String what) {
    return Rows.invalid("RECORD", "a record " + what);
  }

  private void add(Json record, SparseBuilder row) {
    switch (kind) {
      case DICT -> {
        if (!(record instanceof Json.Obj object)) {
          throw strange("is no object of names and values");
        }
        for (Map.Entry<String, Json> member : object.members().entrySet()) {
          add(member.getKey(), member.getValue(), row);
        }
      }
      case PAIR -> {
        for (Json item : items(record)) {
          if (!(item instanceof Json.Arr(List<Json> pair))
              || pair.size() != 2
              || !(pair.getFirst() instanceof Json.Str(String feature))) {
            throw strange("holds something else than [name, value]");
          }
          add(feature, pair.getLast(), row);
        }
      }
      case STRING -> {
        for (Json item : items(record)) {
          if (!(item instanceof Json.Str(String feature))) {
            throw strange("holds something else than texts");
          }
          put(feature, 1, row);
        }
      }
    }
  }

  private static List<Json> items(Json record) {
    if (record instanceof Json.Arr(List<Json> items)) {
      return items;
    }
    throw strange("is no array");
  }

  private void add(String feature, Json value, SparseBuilder row) {
    boolean terms = target instanceof Target.Terms;
    switch (value) {
      case Json.Str(String text) -> put(feature + separator() + text, 1, row);
      case Json.Num number -> put(feature, number.doubleValue(), row);
      case Json.Bool(boolean truth) -> put(feature, truth ? 1 : 0, row);
      case Json.Null _ when terms -> put(feature, Double.NaN, row);
      case Json.Arr(List<Json> items) when target instanceof Target.Terms t && t.lists() -> {
        for (Json item : items) {
          if (!(item instanceof Json.Str)) {
            throw strange("has something else than texts under '" + feature + "'");
          }
          add(feature, item, row);
        }
      }
      case Json.Null _, Json.Arr _, Json.Obj _ when ignored(feature) -> {}
      case Json.Null _, Json.Arr _, Json.Obj _ ->
          throw strange("has neither a text nor a number under '" + feature + "'");
    }
  }

  /** Before 0.24 nobody looked at the value of a name that the fit never saw. */
  private boolean ignored(String feature) {
    return target instanceof Target.Terms terms
        && !terms.lists()
        && terms.vocabulary().column(feature) == Vocabulary.UNKNOWN;
  }

  private String separator() {
    return target instanceof Target.Terms terms ? terms.separator() : "=";
  }

  private void put(String feature, double value, SparseBuilder row) {
    switch (target) {
      case Target.Terms terms -> {
        int column = terms.vocabulary().column(feature);
        if (column != Vocabulary.UNKNOWN) {
          row.add(column, value);
        }
      }
      case Target.Hashed(Buckets buckets) -> buckets.add(feature, value, row);
    }
  }
}
