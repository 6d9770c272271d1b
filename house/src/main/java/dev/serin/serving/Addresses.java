package dev.serin.serving;

import dev.serin.base.ModelName;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Names as they stand in a path. */
final class Addresses {
  private Addresses() {}

  static String encoded(ModelName model) {
    // the form encoding differs from a path's in the space alone
    return URLEncoder.encode(model.text(), StandardCharsets.UTF_8).replace("+", "%20");
  }
}
