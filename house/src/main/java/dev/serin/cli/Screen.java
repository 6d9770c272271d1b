package dev.serin.cli;

import dev.serin.base.Json;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Where a command reads and writes: {@code terminal} says whether a person watches {@code err}, so
 * that progress may be shown there. For one thread.
 */
public record Screen(
    PrintWriter out,
    PrintWriter err,
    InputStream in,
    Map<String, String> environment,
    boolean terminal) {

  /** The streams and the environment of this process; texts leave as UTF-8. */
  public static Screen system() {
    return new Screen(
        utf8(FileDescriptor.out),
        utf8(FileDescriptor.err),
        System.in,
        System.getenv(),
        System.console() != null && System.console().isTerminal());
  }

  private static PrintWriter utf8(FileDescriptor end) {
    return new PrintWriter(
        new OutputStreamWriter(new FileOutputStream(end), StandardCharsets.UTF_8), true);
  }

  /** Prints a line. */
  public void line(String text) {
    out.println(text);
  }

  /** Prints a tree as one line. */
  public void json(Json json) {
    out.println(json.text());
  }

  /** Prints lines. */
  public void lines(List<String> lines) {
    lines.forEach(out::println);
  }

  /** Shows how far long work has come, on one line that the next one overwrites. */
  public void progress(String text) {
    if (terminal) {
      err.print("\r\033[K" + text);
      err.flush();
    }
  }
}
