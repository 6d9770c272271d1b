package dev.serin.cli;

import dev.serin.base.Json;
import dev.serin.base.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The whole command line. Commands are data and are given to picocli through its model, without
 * annotations, because looking for those costs more than parsing.
 */
public final class Commands {
  /** Exit code, as in {@code sysexits.h} where that has one: all went well. */
  public static final int FINE = 0;

  /** Exit code: the thing asked for failed. */
  public static final int FAILED = 1;

  static final int WRONG_USAGE = 2;
  static final int UNAVAILABLE = 69;
  static final int INTERRUPTED = 130;

  private final Map<String, Command> commands = new LinkedHashMap<>();
  private final String version;

  /** The commands of this room after those that the process adds. */
  public Commands(List<Command> extra, Tools tools) {
    version = tools.version();
    Stream.of(
            extra.stream(),
            Stream.of(
                new Inspect(tools.formats()).command(),
                new Scan(tools.formats()).command(),
                new Predict(tools.formats()).command()),
            RemoteModels.commands().stream(),
            Stream.of(
                Push.command(),
                new AuditVerify(tools.audit()).command(),
                versionCommand(),
                completionCommand()))
        .flatMap(each -> each)
        .forEach(command -> commands.put(command.name(), command));
  }

  /** Runs what {@code words} ask for and gives the exit code; never raises for wrong words. */
  public int run(List<String> words, Screen screen) {
    CommandLine line = line();
    try {
      return run(line.parseArgs(words.toArray(String[]::new)), screen);
    } catch (ParameterException wrong) {
      screen.err().println("serin: " + explained(wrong));
      screen
          .err()
          .println("Try '" + wrong.getCommandLine().getCommandSpec().qualifiedName() + " --help'.");
      return WRONG_USAGE;
    } finally {
      screen.out().flush();
      screen.err().flush();
    }
  }

  private int run(ParseResult parsed, Screen screen) {
    ParseResult deepest = parsed;
    while (deepest.hasSubcommand()) {
      deepest = deepest.subcommand();
    }
    CommandSpec spec = deepest.commandSpec();
    Command command = commands.get(nameOf(spec));
    if (deepest.isVersionHelpRequested()) {
      screen.line("serin " + version);
      return FINE;
    }
    if (spec.name().equals("help")) {
      return help(deepest, spec.root().commandLine(), screen);
    }
    if (deepest.isUsageHelpRequested() || command == null) {
      boolean asked = deepest.isUsageHelpRequested();
      spec.commandLine().usage(asked ? screen.out() : screen.err(), Ansi.OFF);
      return asked ? FINE : WRONG_USAGE;
    }
    return run(command, words(deepest), screen);
  }

  private static int help(ParseResult parsed, CommandLine root, Screen screen) {
    CommandLine line = root;
    for (String name : words(parsed).operands()) {
      CommandLine next = line.getSubcommands().get(name);
      if (next == null) {
        throw new UnmatchedArgumentException(line, new ArrayList<>(List.of(name)));
      }
      line = next;
    }
    line.usage(screen.out(), Ansi.OFF);
    return FINE;
  }

  private static int run(Command command, Words words, Screen screen) {
    try {
      return command.action().run(words, screen);
    } catch (Problem.Raised raised) {
      return Failure.of(raised.problem()).shown(words.has("--json"), screen);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return INTERRUPTED;
    }
  }

  private static Words words(ParseResult parsed) {
    Map<String, List<String>> options = new LinkedHashMap<>();
    for (OptionSpec option : parsed.matchedOptions()) {
      options.put(option.longestName(), option.stringValues());
    }
    List<String> operands =
        parsed.matchedPositionals().stream()
            .flatMap(positional -> positional.stringValues().stream())
            .toList();
    return new Words(options, operands);
  }

  private static String nameOf(CommandSpec spec) {
    String all = spec.qualifiedName();
    return all.substring(Math.min(all.length(), "serin ".length()));
  }

  private static String explained(ParameterException wrong) {
    if (!(wrong instanceof UnmatchedArgumentException unmatched)) {
      return wrong.getMessage();
    }
    String word = unmatched.getUnmatched().getFirst();
    List<String> near = unmatched.getSuggestions();
    String what = word.startsWith("-") ? "no option '" : "no command or further word '";
    return what
        + word
        + "' here"
        + (near.isEmpty() ? "" : "; did you mean '" + near.getFirst() + "'?");
  }

  CommandLine line() {
    CommandSpec root = spec("serin", "Serves model files without executing them.");
    root.addOption(
        OptionSpec.builder("-V", "--version")
            .versionHelp(true)
            .arity("0")
            .type(boolean.class)
            .description("print the version")
            .build());
    CommandSpec help = CommandSpec.create().name("help");
    help.usageMessage().description("explains a command");
    help.addPositional(positional(new Command.Operands("COMMAND", 0, 2, "the command to explain")));
    root.addSubcommand("help", help);
    commands.values().forEach(command -> add(root, command));
    CommandLine line = new CommandLine(root);
    line.setExpandAtFiles(false);
    line.setInterpolateVariables(false);
    line.setUsageHelpAutoWidth(false);
    line.setUsageHelpWidth(100);
    return line;
  }

  private static void add(CommandSpec root, Command command) {
    List<String> names = new ArrayList<>(List.of(command.name().split(" ")));
    String last = names.removeLast();
    CommandSpec parent = root;
    for (String name : names) {
      if (!parent.subcommands().containsKey(name)) {
        parent.addSubcommand(name, spec(name, "commands about the " + name));
      }
      parent = parent.subcommands().get(name).getCommandSpec();
    }
    CommandSpec spec = spec(last, command.summary());
    command.options().forEach(option -> spec.addOption(option(option)));
    if (command.operands().most() > 0) {
      spec.addPositional(positional(command.operands()));
    }
    parent.addSubcommand(last, spec);
  }

  private static CommandSpec spec(String name, String summary) {
    CommandSpec spec = CommandSpec.create().name(name);
    spec.usageMessage().description(literal(summary));
    spec.addOption(
        OptionSpec.builder("-h", "--help")
            .usageHelp(true)
            .arity("0")
            .type(boolean.class)
            .description("print this")
            .build());
    return spec;
  }

  private static OptionSpec option(Command.Option option) {
    boolean flag = option.label().isEmpty();
    Class<?> type = flag ? boolean.class : option.repeatable() ? String[].class : String.class;
    return OptionSpec.builder(option.names().toArray(String[]::new))
        .arity(flag ? "0" : "1")
        .type(type)
        .paramLabel(flag ? "" : option.label())
        .description(literal(option.help()))
        .build();
  }

  private static PositionalParamSpec positional(Command.Operands operands) {
    boolean one = operands.most() == 1;
    return PositionalParamSpec.builder()
        .index(one ? "0" : "0.." + (operands.most() - 1))
        .arity(operands.least() + ".." + operands.most())
        .required(operands.least() > 0)
        .type(one ? String.class : String[].class)
        .paramLabel(operands.label())
        .description(literal(operands.help()))
        .build();
  }

  /** Descriptions are format strings to picocli. */
  private static String literal(String text) {
    return text.replace("%", "%%");
  }

  private Command versionCommand() {
    return new Command(
        "version",
        "prints the version of Serin and of Java",
        List.of(Command.JSON),
        Command.Operands.NONE,
        (words, screen) -> {
          String java = Runtime.version().toString();
          if (words.has("--json")) {
            screen.json(Json.Obj.of("version", version, "java", java));
          } else {
            screen.line("serin " + version + " (Java " + java + ")");
          }
          return FINE;
        });
  }

  private Command completionCommand() {
    return new Command(
        "completion",
        "prints a completion script: bash, zsh or fish",
        List.of(),
        Command.Operands.one("SHELL", "bash, zsh or fish"),
        (words, screen) -> {
          screen.line(Completion.script(words.only(), line(), commands.values()));
          return FINE;
        });
  }
}
