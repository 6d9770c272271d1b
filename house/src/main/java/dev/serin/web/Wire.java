package dev.serin.web;

import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;

/** One HTTP request as it came from the connection; what the HTTP library gives, and no more. */
interface Wire {

  /** The method in capitals. */
  String method();

  /** The path as sent, still encoded. */
  String rawPath();

  /** The query as sent, empty when there is none. */
  String rawQuery();

  /** The first value of this header. */
  Optional<String> header(String name);

  /** The declared length of the body: 0 without a body, empty when it comes in chunks. */
  OptionalLong length();

  /** The body; may be asked for once. */
  InputStream body();
}
