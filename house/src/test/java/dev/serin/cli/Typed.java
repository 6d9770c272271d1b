package dev.serin.cli;

import dev.serin.base.Json;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** What a command line printed and how it ended. */
public record Typed(int exit, String out, String err) {
  private static final Tools TOOLS =
      new Tools(
          "9.9",
          FakeFormat::formats,
          data ->
              data.endsWith("broken")
                  ? new Tools.Verdict(false, 7, "event 5 was changed")
                  : new Tools.Verdict(true, 7, ""));

  /** Types the words in an environment without variables. */
  static Typed line(String... words) {
    return line(Map.of(), "", words);
  }

  static Typed line(Map<String, String> environment, String in, String... words) {
    return line(TOOLS, environment, in, words);
  }

  static Typed line(Tools tools, Map<String, String> environment, String in, String... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Screen screen =
        new Screen(
            new PrintWriter(out),
            new PrintWriter(err),
            new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)),
            environment,
            false);
    Command extra =
        new Command(
            "serve",
            "serves 100 % of the models",
            List.of(
                Command.Option.value("--port", "PORT", "the port"),
                Command.Option.value("--allow-host", "HOST", "a host").repeated()),
            Command.Operands.optional("DIR", "the models"),
            (given, to) -> {
              to.line(
                  given.value("--port").orElse("none")
                      + " "
                      + given.values("--allow-host")
                      + " "
                      + given.operands());
              return 0;
            });
    int exit = new Commands(List.of(extra), tools).run(List.of(words), screen);
    return new Typed(exit, out.toString(), err.toString());
  }

  /** Types the words where these commands are known beside those of this room. */
  public static Typed line(
      List<Command> extra, Map<String, String> environment, boolean terminal, String... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Screen screen =
        new Screen(
            new PrintWriter(out),
            new PrintWriter(err),
            new ByteArrayInputStream(new byte[0]),
            environment,
            terminal);
    int exit = new Commands(extra, TOOLS).run(List.of(words), screen);
    return new Typed(exit, out.toString(), err.toString());
  }

  public Json.Obj json() {
    return (Json.Obj) Json.parse(out.strip(), 50);
  }
}
