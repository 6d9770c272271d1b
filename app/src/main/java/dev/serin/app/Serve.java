package dev.serin.app;

import dev.serin.base.Problem;
import dev.serin.cli.Command;
import dev.serin.cli.Screen;
import dev.serin.cli.Words;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code serin serve [DIR]}: opens the house, says what is in it, and stays until told to stop. */
final class Serve {
  private static final Logger LOG = LoggerFactory.getLogger(Serve.class);
  private static final int FINE = 0;
  private static final int FAILED = 1;
  private static final int WRONG_USAGE = 2;

  private Serve() {}

  static Command command() {
    List<Command.Option> options = new ArrayList<>();
    options.add(Command.Option.value("--config", "FILE", "settings as YAML"));
    for (Key key : Key.ALL) {
      String shown =
          key.fallback().isEmpty() ? key.about() : key.about() + " (" + key.fallback() + ")";
      options.add(Command.Option.value("--" + key.name(), "VALUE", shown));
    }
    return new Command(
        "serve",
        "serve the models of a folder, and what was registered before",
        options,
        Command.Operands.optional("DIR", "the folder with model files"),
        Serve::run);
  }

  private static int run(Words words, Screen screen) throws InterruptedException {
    return switch (Settings.of(told(words, screen.environment()))) {
      case Settings.Outcome.Wrong(List<String> problems) -> {
        problems.forEach(problem -> screen.err().println("serin: " + problem));
        yield WRONG_USAGE;
      }
      case Settings.Outcome.Good(Settings settings) -> serve(settings, screen);
    };
  }

  private static Settings.Told told(Words words, Map<String, String> environment) {
    Map<String, String> flags = new LinkedHashMap<>();
    for (Key key : Key.ALL) {
      words.value("--" + key.name()).ifPresent(value -> flags.put(key.name(), value));
    }
    Optional<Path> file = words.value("--config").map(Path::of);
    return new Settings.Told(words.operand(), flags, environment, file);
  }

  private static int serve(Settings settings, Screen screen) throws InterruptedException {
    LOG.info("[INIT] settings beside the defaults: {}", settings.lines());
    House house;
    try {
      house = House.open(settings);
    } catch (Problem.Raised raised) {
      screen.err().println("serin: " + raised.problem().message());
      return FAILED;
    }
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> end(asked, closed)));
    print(new Catalogue(house, settings).lines(), screen.out());
    asked.await();
    try (house) {
      LOG.info("[SHUTDOWN] asked to stop");
    } finally {
      closed.countDown();
    }
    return FINE;
  }

  /** Runs when the process is told to end: waits for the drain, then ends with 0. */
  private static void end(CountDownLatch asked, CountDownLatch closed) {
    asked.countDown();
    try {
      closed.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(FINE); // a hook cannot return an exit code, and 143 is no failure
  }

  private static void print(List<String> lines, PrintWriter out) {
    lines.forEach(out::println);
    out.flush();
  }
}
