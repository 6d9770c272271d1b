package dev.serin.web.rollout;

import static dev.serin.web.rollout.RolloutDialect.ROLLOUT;

import dev.serin.base.Json;
import dev.serin.base.ModelName;
import dev.serin.base.Problem;
import dev.serin.registry.Registry;
import dev.serin.rollout.control.Rollout;
import dev.serin.rollout.control.Rollouts;
import dev.serin.web.Answer;
import dev.serin.web.Ask;
import dev.serin.web.Rooms;
import dev.serin.web.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Roll-outs by call: begin one, look at it, and act on it. */
public final class RolloutRoutes {
  static final String ROLLOUTS = "/serin/v1/models/{m}/rollouts";
  static final String ONE = "/serin/v1/rollouts/{id}";
  private static final int ACCEPTED = 202;

  private final Rollouts rollouts;
  private final Registry registry;

  private RolloutRoutes(Rooms rooms, Rollouts rollouts) {
    this.rollouts = rollouts;
    this.registry = rooms.registry();
  }

  /** All routes of this room, with the page. */
  public static List<Route> of(Rooms rooms, Rollouts rollouts) {
    List<Route> routes = new ArrayList<>(new RolloutRoutes(rooms, rollouts).routes());
    routes.addAll(new EventRoutes(rooms, rollouts).routes());
    routes.addAll(new ProofRoutes(rooms, rollouts).routes());
    routes.addAll(new HistoryRoutes(rooms, rollouts).routes());
    routes.addAll(PageRoutes.routes());
    return routes;
  }

  private List<Route> routes() {
    return List.of(
        Route.get(ROLLOUTS, ROLLOUT, this::list),
        Route.post(ROLLOUTS, ROLLOUT, this::start),
        Route.get(ONE, ROLLOUT, ask -> answer(200, known(rollouts, ask))),
        Route.post(ONE + "/pause", ROLLOUT, acting(this::pause)),
        Route.post(ONE + "/resume", ROLLOUT, acting(this::resume)),
        Route.post(ONE + "/promote", ROLLOUT, acting(this::promote)),
        Route.post(ONE + "/rollback", ROLLOUT, acting(this::rollBack)),
        Route.patch(ONE + "/weight", ROLLOUT, acting(this::weight)));
  }

  /** The newest with all its parts, older ones in brief. */
  private Answer list(Ask ask) {
    ModelName model = registry.image().known(ask.model()).name();
    List<Json> all = new ArrayList<>();
    for (Rollout rollout : rollouts.of(model)) {
      boolean whole = all.isEmpty() || !rollout.state().terminal();
      all.add(whole ? described(rollout) : Json.of(Description.brief(rollout)));
    }
    return Answer.ok(Json.Obj.of("rollouts", all));
  }

  private Json.Obj described(Rollout rollout) {
    return Description.whole(rollouts.live(rollout.id()));
  }

  private Answer start(Ask ask) {
    Wanted wanted =
        Wanted.of(
            ask,
            "version",
            "policy",
            "idempotencyKey",
            "supersede",
            "allowSignatureChange",
            "reason");
    Rollout rollout =
        rollouts.start(
            ask.actor(),
            new Rollouts.Start(
                ask.model(),
                wanted.version("version"),
                wanted.object("policy"),
                wanted.text("idempotencyKey").or(() -> ask.header("Idempotency-Key")),
                wanted.yes("supersede"),
                wanted.yes("allowSignatureChange"),
                wanted.text("reason")));
    return answer(ACCEPTED, rollout).with("Location", "/serin/v1/rollouts/" + rollout.id());
  }

  private Answer answer(int status, Rollout rollout) {
    Json.Obj described = described(rollout);
    String revision = described.number("revision").map(Json.Num::digits).orElse("0");
    return Answer.json(status, described)
        .with("ETag", "\"" + revision + "\"")
        .with("Cache-Control", "no-store");
  }

  private dev.serin.web.Endpoint acting(Function<Ask, Rollout> action) {
    return ask -> {
      known(rollouts, ask);
      return answer(200, action.apply(ask));
    };
  }

  private Rollout pause(Ask ask) {
    Wanted wanted = Wanted.of(ask, "reason", "drain");
    return rollouts.pause(ask.actor(), id(ask), wanted.yes("drain"), wish(ask, wanted));
  }

  private Rollout resume(Ask ask) {
    return rollouts.resume(ask.actor(), id(ask), wish(ask, Wanted.of(ask, "reason")));
  }

  private Rollout promote(Ask ask) {
    return rollouts.promote(ask.actor(), id(ask), wish(ask, Wanted.of(ask, "reason", "force")));
  }

  private Rollout rollBack(Ask ask) {
    return rollouts.rollBack(ask.actor(), id(ask), wish(ask, Wanted.of(ask, "reason", "force")));
  }

  private Rollout weight(Ask ask) {
    Wanted wanted = Wanted.of(ask, "weight", "reason");
    return rollouts.weight(ask.actor(), id(ask), wanted.part("weight"), wish(ask, wanted));
  }

  /** Why somebody acts; a reason that is missing is refused by the room. */
  static Rollouts.Wish wish(Ask ask, Wanted wanted) {
    String reason = wanted.text("reason").orElse("");
    return new Rollouts.Wish(reason, wanted.yes("force"), ask.revision(), ask.id());
  }

  private static String id(Ask ask) {
    return ask.parameter("id");
  }

  /** The roll-out that the path names. */
  static Rollout known(Rollouts rollouts, Ask ask) {
    Optional<Rollout> found = rollouts.rollout(id(ask));
    return found.orElseThrow(
        () ->
            new Problem.Raised(
                new Problem.Unknown("ROLLOUT_UNKNOWN", "there is no roll-out '" + id(ask) + "'")));
  }
}
