package dev.serin.cli.rollout;

import dev.serin.base.Json;
import dev.serin.base.Problem;
import dev.serin.cli.Command;
import dev.serin.cli.Remote;
import dev.serin.cli.Screen;
import dev.serin.cli.Server;
import dev.serin.cli.Table;
import dev.serin.cli.Words;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code rollout watch}: on a terminal a view that is drawn again each second, elsewhere a line for
 * each fact. It ends with the decision; ending it changes nothing on the server.
 */
final class Watch {
  private static final Duration PACE = Duration.ofSeconds(1);
  private static final int PATIENCE = 30; // looks without an answer: the server may be restarting
  private final Command.Option once =
      Command.Option.flag("--follow", "go on through the bake until nothing follows any more");

  Command command() {
    return new Command(
        "rollout watch",
        "shows a roll-out as it goes, until it is decided; exit code 1 when it was rolled back",
        List.of(once, Server.OPTION, Command.JSON),
        RolloutCommands.ROLLOUT,
        this::run);
  }

  private int run(Words words, Screen screen) throws InterruptedException {
    Found found = new Found(new Server(words, screen));
    Json.Obj rollout = found.rollout(words.only());
    return new Showing(found, screen, words.has("--json"), words.has("--follow")).of(rollout);
  }

  /** One roll-out on one screen. */
  static final class Showing {
    private final Found found;
    private final Screen screen;
    private final boolean json;
    private final boolean toTheEnd;
    private long position;
    private int drawn;

    Showing(Found found, Screen screen, boolean json, boolean toTheEnd) {
      this.found = found;
      this.screen = screen;
      this.json = json;
      this.toTheEnd = toTheEnd;
    }

    int of(Json.Obj first) throws InterruptedException {
      Json.Obj rollout = first;
      show(rollout);
      while (!over(rollout)) {
        Thread.sleep(PACE);
        rollout = next(rollout);
        show(rollout);
      }
      return Ending.of(rollout).exit();
    }

    private boolean over(Json.Obj rollout) {
      return toTheEnd
          ? List.of("COMPLETED", "ROLLED_BACK", "FAILED", "SUPERSEDED")
              .contains(Remote.shown(rollout, "state"))
          : Ending.of(rollout) != Ending.OPEN;
    }

    /** How it stands now; a server that does not answer is asked again for a while. */
    private Json.Obj next(Json.Obj before) throws InterruptedException {
      for (int look = 1; ; look++) {
        try {
          return found.server().get(Found.path(before));
        } catch (Problem.Raised raised) {
          if (!(raised.problem() instanceof Problem.Unavailable) || look >= PATIENCE) {
            throw raised;
          }
          screen.progress("no answer, asking again");
          Thread.sleep(PACE);
        }
      }
    }

    private void show(Json.Obj rollout) throws InterruptedException {
      List<Json.Obj> news = news(rollout);
      if (json) {
        news.forEach(screen::json);
      } else if (screen.terminal()) {
        redraw(new View(rollout).lines(), news);
      } else {
        news.forEach(fact -> screen.line(line(fact)));
        screen.line("  " + new View(rollout).brief());
      }
    }

    private List<Json.Obj> news(Json.Obj rollout) throws InterruptedException {
      List<Json.Obj> facts = Remote.objects(found.events(rollout, position), "events");
      for (Json.Obj fact : facts) {
        position = fact.number("position").map(Json.Num::longValue).orElse(position);
      }
      return facts;
    }

    private static String line(Json.Obj fact) {
      return Table.printable(Remote.shown(fact, "at") + " " + Story.sentence(fact));
    }

    /** Facts stay above, the view below is drawn anew. */
    private void redraw(List<String> view, List<Json.Obj> news) {
      StringBuilder out = new StringBuilder();
      if (drawn > 0) {
        out.append("\033[").append(drawn).append("A\033[J");
      }
      List<String> lines = new ArrayList<>(news.stream().map(Showing::line).toList());
      lines.addAll(view);
      lines.forEach(line -> out.append(line).append("\n"));
      screen.out().print(out);
      screen.out().flush();
      drawn = view.size();
    }
  }
}
