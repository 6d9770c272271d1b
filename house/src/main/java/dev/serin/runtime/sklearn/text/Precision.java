package dev.serin.runtime.sklearn.text;

import dev.serin.reader.Node;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Sparse;

/** The element type that a vectoriser was made with; single precision rounds after each step. */
enum Precision {
  DOUBLE {
    @Override
    Sparse rounded(Sparse rows) {
      return rows;
    }
  },
  SINGLE {
    @Override
    Sparse rounded(Sparse rows) {
      return rows.map(value -> (float) value);
    }
  };

  abstract Sparse rounded(Sparse rows);

  /** The type in {@code dtype}; whole numbers of 32 bits or more hold every count exactly. */
  static Precision of(Attributes state) {
    if (!state.has("dtype")) {
      return DOUBLE;
    }
    String type =
        switch (state.node("dtype")) {
          case Node.Global global -> global.name();
          case Node.Text(String text) -> text;
          case Node.Dtype dtype -> dtype.value().toString();
          default -> "not a type";
        };
    return switch (type) {
      case "float64", "float", "double", "f8", "int64", "int32", "int", "i8", "i4" -> DOUBLE;
      case "float32", "f4" -> SINGLE;
      default -> throw state.unsupported("dtype is " + type);
    };
  }
}
