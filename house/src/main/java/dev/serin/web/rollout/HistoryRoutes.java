package dev.serin.web.rollout;

import static dev.serin.web.rollout.RolloutDialect.ROLLOUT;

import dev.serin.base.Json;
import dev.serin.deployment.Deployments;
import dev.serin.deployment.OnChange;
import dev.serin.deployment.Promotion;
import dev.serin.registry.ModelVersion;
import dev.serin.registry.RegisteredModel;
import dev.serin.registry.Registry;
import dev.serin.rollout.control.Rollouts;
import dev.serin.web.Answer;
import dev.serin.web.Ask;
import dev.serin.web.Descriptions;
import dev.serin.web.Rooms;
import dev.serin.web.Route;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;

/** What a model went through, the way back, and what moving its champion does. */
final class HistoryRoutes {
  private static final String MODEL = "/serin/v1/models/{m}";
  private final Rollouts rollouts;
  private final Registry registry;
  private final Deployments deployments;

  HistoryRoutes(Rooms rooms, Rollouts rollouts) {
    this.rollouts = rollouts;
    this.registry = rooms.registry();
    this.deployments = rooms.deployments();
  }

  List<Route> routes() {
    return List.of(
        Route.get(MODEL + "/history", ROLLOUT, this::history),
        Route.post(MODEL + "/revert", ROLLOUT, this::revert),
        Route.put(MODEL + "/deployment", ROLLOUT, this::deployment));
  }

  private Answer history(Ask ask) {
    RegisteredModel model = registry.image().known(ask.model());
    SequencedMap<String, Object> members = new LinkedHashMap<>();
    members.put("model", model.name().text());
    SequencedMap<String, Object> aliases = new LinkedHashMap<>();
    model.aliases().forEach((alias, number) -> aliases.put(alias, String.valueOf(number)));
    members.put("aliases", aliases);
    members.put("rollouts", rollouts.of(model.name()).stream().map(Description::brief).toList());
    members.put(
        "versions", model.versions().reversed().stream().map(Descriptions::version).toList());
    return Answer.ok(Json.of(members));
  }

  private Answer revert(Ask ask) {
    Wanted wanted = Wanted.of(ask, "toVersion", "reason");
    ModelVersion version =
        rollouts.revert(
            ask.actor(),
            registry.image().known(ask.model()).name(),
            wanted.version("toVersion"),
            RolloutRoutes.wish(ask, wanted));
    return Answer.ok(
        Json.Obj.of("model", version.model().text(), "version", String.valueOf(version.number())));
  }

  private Answer deployment(Ask ask) {
    Wanted wanted = Wanted.of(ask, "promotion", "onChange");
    RegisteredModel model = registry.image().known(ask.model());
    Optional<Promotion> promotion =
        wanted.text("promotion").map(text -> choice("promotion", text, Promotion.class));
    Optional<OnChange> onChange =
        wanted.text("onChange").map(text -> choice("onChange", text, OnChange.class));
    if (promotion.isEmpty() && onChange.isEmpty()) {
      throw Wanted.invalid("BODY_EMPTY", "body", "give 'promotion' or 'onChange', or both");
    }
    promotion.ifPresent(chosen -> deployments.promotion(ask.actor(), model.name(), chosen));
    onChange.ifPresent(chosen -> deployments.onChange(ask.actor(), model.name(), chosen));
    return Answer.ok(
        deployments.image().of(model.name()).map(Descriptions::deployment).orElse(Json.Obj.of()));
  }

  private static <E extends Enum<E>> E choice(String name, String text, Class<E> type) {
    E[] all = type.getEnumConstants();
    return Arrays.stream(all)
        .filter(each -> word(each).equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                Wanted.invalid(
                    "MEMBER_INVALID",
                    name,
                    "'"
                        + name
                        + "' is one of "
                        + Arrays.stream(all).map(HistoryRoutes::word).toList()));
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
