package dev.serin.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Pages and their parts, served from the jar; they load nothing from elsewhere. */
public final class Page {
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
          + " img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html", "css", "text/css", "js", "text/javascript", "svg", "image/svg+xml");

  private Page() {}

  /** The route that serves such a file. */
  public static Route at(String pattern, String name) {
    return Route.get(pattern, V2Dialect.PLAIN, _ -> file(name));
  }

  /** A file below {@code /ui} in the jar; its name is ours, never a client's. */
  public static Answer file(String name) {
    String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
    return guarded(Answer.text(200, type, text(name)));
  }

  /** A page made of a text. */
  public static Answer html(String html) {
    return guarded(Answer.text(200, "text/html", html));
  }

  /** The text of a file below {@code /ui} in the jar. */
  public static String text(String name) {
    try (InputStream in = Page.class.getResourceAsStream("/ui/" + name)) {
      if (in == null) {
        throw new IllegalStateException("the jar has no /ui/" + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** A text that stands in HTML as it is. */
  public static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  private static Answer guarded(Answer page) {
    return page.with("Content-Security-Policy", POLICY).with("Referrer-Policy", "same-origin");
  }
}
