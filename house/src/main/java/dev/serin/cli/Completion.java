package dev.serin.cli;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.AutoComplete;
import picocli.CommandLine;

/** Scripts that make a shell complete the words of {@code serin}. */
final class Completion {
  private Completion() {}

  /** The script for this shell; raises a usage problem when the shell is unknown. */
  static String script(String shell, CommandLine line, Collection<Command> commands) {
    return switch (shell.toLowerCase(Locale.ROOT)) {
      case "bash", "zsh" -> AutoComplete.bash("serin", line); // it sets zsh up by bashcompinit
      case "fish" -> fish(commands);
      default -> throw Failure.usage("SHELL", "'" + shell + "' is not bash, zsh or fish");
    };
  }

  private static String fish(Collection<Command> commands) {
    Stream<String> names = commands.stream().flatMap(Completion::words);
    Stream<String> options =
        commands.stream()
            .flatMap(command -> command.options().stream().map(option -> fish(command, option)));
    return Stream.concat(names, options).distinct().collect(Collectors.joining("\n"));
  }

  private static Stream<String> words(Command command) {
    List<String> words = List.of(command.name().split(" "));
    String first = "complete -c serin -n __fish_use_subcommand -a " + words.getFirst();
    if (words.size() == 1) {
      return Stream.of(first + " -d " + quoted(command.summary()));
    }
    String second =
        "complete -c serin -f -n '__fish_seen_subcommand_from %s' -a %s -d %s"
            .formatted(words.getFirst(), words.getLast(), quoted(command.summary()));
    return Stream.of(first + " -d " + quoted("commands about the " + words.getFirst()), second);
  }

  private static String fish(Command command, Command.Option option) {
    String names =
        option.names().stream()
            .map(name -> name.startsWith("--") ? "-l " + name.substring(2) : "-s " + name.charAt(1))
            .collect(Collectors.joining(" "));
    String last = command.name().substring(command.name().lastIndexOf(' ') + 1);
    return "complete -c serin -n '__fish_seen_subcommand_from %s' %s%s -d %s"
        .formatted(last, names, option.label().isEmpty() ? "" : " -r", quoted(option.help()));
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
