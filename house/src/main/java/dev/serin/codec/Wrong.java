package dev.serin.codec;

import dev.serin.base.Problem;

/** What the codecs say about input that does not fit: codes are stable, texts are for people. */
final class Wrong {
  private Wrong() {}

  /** The text is not JSON, or not the JSON that is expected. */
  static Problem.Raised json(String message) {
    return invalid("JSON_INVALID", "body", message);
  }

  /** A datatype is unknown or does not fit. */
  static Problem.Raised datatype(String field, String message) {
    return invalid("DATATYPE", field, message);
  }

  /** A shape, or the number of elements, does not fit. */
  static Problem.Raised shape(String field, String message) {
    return invalid("SHAPE", field, message);
  }

  /** One value does not fit its datatype. */
  static Problem.Raised value(String field, String message) {
    return invalid("VALUE", field, message);
  }

  /** The request is wrong at {@code field}. */
  static Problem.Raised invalid(String code, String field, String message) {
    return new Problem.Raised(new Problem.Invalid(code, field, message));
  }
}
