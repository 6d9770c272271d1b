package dev.serin.web.rollout;

import static dev.serin.web.rollout.RolloutDialect.ROLLOUT;

import dev.serin.base.Json;
import dev.serin.base.Problem;
import dev.serin.ledger.Ledger;
import dev.serin.ledger.Recorded;
import dev.serin.rollout.RolloutState;
import dev.serin.rollout.control.Rollout;
import dev.serin.rollout.control.Rollouts;
import dev.serin.web.Answer;
import dev.serin.web.Ask;
import dev.serin.web.Events;
import dev.serin.web.Rooms;
import dev.serin.web.Route;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What happens, as it happens: the facts of a roll-out with a tick each second, and all facts. */
final class EventRoutes {
  private static final int NO_CONTENT = 204;
  private static final int CONFLICT = 409;
  private static final int ACCEPTED = 202;
  private static final int PAGE = 500;
  private static final long SECOND = 1_000_000_000L;
  private static final long LOOK = SECOND / 4; // so often a stream looks whether it is wanted still
  private static final long BEAT = 10 * SECOND;
  private static final Duration WAIT = Duration.ofMinutes(1);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);
  private static final Pattern TIME = Pattern.compile("([0-9]{1,6})(ms|s|m|)");

  private final Rollouts rollouts;
  private final Ledger ledger;
  private final Bell bell = new Bell();

  EventRoutes(Rooms rooms, Rollouts rollouts) {
    this.rollouts = rollouts;
    this.ledger = rooms.ledger();
    ledger.follow(new Ringing());
  }

  private final class Ringing implements Ledger.Follower {
    @Override
    public void recorded(List<Recorded> facts) {
      bell.ring();
    }

    @Override
    public void failed() {
      bell.ring();
    }
  }

  List<Route> routes() {
    return List.of(
        Route.get(RolloutRoutes.ONE + "/events", ROLLOUT, this::events),
        Route.get(RolloutRoutes.ONE + "/wait", ROLLOUT, this::await),
        Route.get("/serin/v1/events", ROLLOUT, this::all));
  }

  private Answer events(Ask ask) {
    Rollout rollout = RolloutRoutes.known(rollouts, ask);
    long after = after(ask).orElse(0L);
    if (!ask.wantsEvents()) {
      List<Recorded> facts = rollouts.events(rollout.id(), after);
      long last = facts.isEmpty() ? after : facts.getLast().position();
      return Answer.ok(
          Json.Obj.of("events", facts.stream().map(Description::event).toList(), "next", last));
    }
    boolean back = ask.header("Last-Event-ID").filter(id -> !id.equals("0")).isPresent();
    if (back && rollout.state().terminal() && rollouts.events(rollout.id(), after).isEmpty()) {
      return new Answer(NO_CONTENT, "", new byte[0], Map.of()); // browsers then ask no more
    }
    return Answer.events(events -> follow(events, rollout.id(), after));
  }

  /** The position after which facts are wanted: that of the last event, else as asked for. */
  private static Optional<Long> after(Ask ask) {
    Optional<String> last = ask.header("Last-Event-ID").filter(id -> id.matches("[0-9]{1,18}"));
    return last.map(Long::valueOf).or(() -> ask.query("since").map(_ -> ask.query("since", 0)));
  }

  private void follow(Events events, String id, long after) {
    long last = after;
    long ticked = System.nanoTime() - SECOND;
    while (events.open()) {
      long rung = bell.rung();
      boolean over = rollouts.rollout(id).map(it -> it.state().terminal()).orElse(true);
      List<Recorded> facts = rollouts.events(id, last);
      for (Recorded fact : facts) {
        events.send(fact.position(), fact.type(), Description.event(fact).text());
        last = fact.position();
      }
      if (!facts.isEmpty() || over || System.nanoTime() - ticked >= SECOND) {
        ticked = System.nanoTime();
        events.send("tick", Description.whole(rollouts.live(id)).text());
      }
      if (over) {
        return;
      }
      bell.await(rung, Math.min(LOOK, SECOND - (System.nanoTime() - ticked)));
    }
  }

  /** All facts of the ledger, from now on or after the last event that the client has. */
  private Answer all(Ask ask) {
    long after = after(ask).orElseGet(this::newest);
    return Answer.events(events -> all(events, after));
  }

  private void all(Events events, long after) {
    long last = after;
    long beaten = System.nanoTime();
    events.beat(); // the client learns at once that there is a stream
    while (events.open()) {
      long rung = bell.rung();
      List<Recorded> facts = ledger.page(last, PAGE);
      for (Recorded fact : facts) {
        events.send(fact.position(), fact.type(), Description.event(fact).text());
        last = fact.position();
      }
      if (System.nanoTime() - beaten >= BEAT) {
        events.beat();
        beaten = System.nanoTime();
      }
      if (facts.size() < PAGE) {
        bell.await(rung, LOOK);
      }
    }
  }

  /** The newest position, found by halving: positions have no gaps. */
  private long newest() {
    long there = 0;
    long beyond = 1;
    while (!ledger.page(beyond - 1, 1).isEmpty()) {
      there = beyond;
      beyond *= 2;
    }
    while (beyond - there > 1) {
      long middle = (there + beyond) / 2;
      if (ledger.page(middle - 1, 1).isEmpty()) {
        beyond = middle;
      } else {
        there = middle;
      }
    }
    return there;
  }

  private Answer await(Ask ask) {
    RolloutRoutes.known(rollouts, ask);
    String id = ask.parameter("id");
    long end = System.nanoTime() + timeout(ask).toNanos();
    while (true) {
      long rung = bell.rung();
      Rollout rollout = RolloutRoutes.known(rollouts, ask);
      int status = status(rollout.state());
      long left = end - System.nanoTime();
      if (status != ACCEPTED || left <= 0 || ask.closing()) {
        return Answer.json(status, Description.whole(rollouts.live(id)))
            .with("ETag", "\"" + rollout.revision() + "\"");
      }
      bell.await(rung, Math.min(LOOK, left));
    }
  }

  private static int status(RolloutState state) {
    return switch (state) {
      case RolloutState.Baking _, RolloutState.Completed _ -> 200;
      case RolloutState.RollingBack _,
          RolloutState.Reverting _,
          RolloutState.RolledBack _,
          RolloutState.Failed _,
          RolloutState.Superseded _ ->
          CONFLICT;
      case RolloutState.Pending _,
          RolloutState.Loading _,
          RolloutState.Warming _,
          RolloutState.Shadow _,
          RolloutState.Canary _,
          RolloutState.Paused _,
          RolloutState.Held _ ->
          ACCEPTED;
    };
  }

  private static Duration timeout(Ask ask) {
    Optional<String> text = ask.query("timeout");
    if (text.isEmpty()) {
      return WAIT;
    }
    Matcher time = TIME.matcher(text.get());
    if (!time.matches()) {
      throw new Problem.Raised(
          new Problem.Invalid("QUERY_INVALID", "timeout", "'timeout' is a time such as 20s or 5m"));
    }
    long count = Long.parseLong(time.group(1));
    Duration wait =
        switch (time.group(2)) {
          case "ms" -> Duration.ofMillis(count);
          case "m" -> Duration.ofMinutes(count);
          default -> Duration.ofSeconds(count);
        };
    return wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
  }
}
