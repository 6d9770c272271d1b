package dev.serin.facade.canary;

import dev.serin.base.Json;
import dev.serin.rollout.Epoch;
import dev.serin.rollout.RolloutState;
import dev.serin.rollout.control.Live;
import dev.serin.rollout.control.Rollout;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * The answer of {@code /model-status}: the documented members in their order, then ours. {@code
 * current}: the champion answers; {@code serves} its version; {@code canary} what is said of the
 * challenger's version; {@code live} is the newest roll-out.
 */
record StatusText(
    boolean current, Optional<Integer> serves, Optional<Json.Obj> canary, Optional<Live> live) {
  private static final double MILLIS_PER_MINUTE = 60_000;
  private static final long SECOND = 1_000;

  Json.Obj json() {
    SequencedMap<String, Object> members = new LinkedHashMap<>();
    boolean trying = live.filter(it -> trying(it.rollout().state())).isPresent();
    members.put("current_model", current);
    members.put("canary_model", trying);
    members.put("deployment_mode", trying ? "canary" : "production");
    if (trying) {
      double minutes = live.orElseThrow().evalMillis() / MILLIS_PER_MINUTE;
      members.put("canary_elapsed_minutes", Math.round(minutes * 10) / 10.0);
    }
    members.put("ready_for_promotion", ready());
    members.put("canary_version", canary.<Json>map(it -> it).orElse(Json.Null.NULL));
    live.filter(it -> !it.rollout().state().terminal()).ifPresent(it -> running(it, members));
    live.filter(it -> it.rollout().state().terminal())
        .ifPresent(it -> members.put("last_rollout", last(it.rollout())));
    return (Json.Obj) Json.of(members);
  }

  /** The states in which requests meet both versions, or could. */
  private static boolean trying(RolloutState state) {
    return switch (state) {
      case RolloutState.Canary _, RolloutState.Paused _, RolloutState.Held _ -> true;
      case RolloutState.Pending _,
          RolloutState.Loading _,
          RolloutState.Warming _,
          RolloutState.Shadow _,
          RolloutState.Baking _,
          RolloutState.RollingBack _,
          RolloutState.Reverting _,
          RolloutState.Completed _,
          RolloutState.RolledBack _,
          RolloutState.Failed _,
          RolloutState.Superseded _ ->
          false;
    };
  }

  /** The gate is open; after a promotion until the next roll-out starts or it is taken back. */
  private boolean ready() {
    return live.filter(
            it ->
                switch (it.rollout().state()) {
                  case RolloutState.Baking _, RolloutState.Completed _ ->
                      serves.filter(version -> version == it.rollout().to()).isPresent();
                  case RolloutState.Canary _, RolloutState.Paused _, RolloutState.Held _ ->
                      it.findings().gate().open();
                  case RolloutState.Pending _,
                      RolloutState.Loading _,
                      RolloutState.Warming _,
                      RolloutState.Shadow _,
                      RolloutState.RollingBack _,
                      RolloutState.Reverting _,
                      RolloutState.RolledBack _,
                      RolloutState.Failed _,
                      RolloutState.Superseded _ ->
                      false;
                })
        .isPresent();
  }

  private static void running(Live live, SequencedMap<String, Object> members) {
    Rollout rollout = live.rollout();
    members.put("state", rollout.state().word());
    rollout
        .state()
        .why()
        .ifPresent(it -> members.put("reason", Json.Obj.of("code", it.code(), "text", it.text())));
    members.put("seconds_to_decision", (live.millisToDecision() + SECOND - 1) / SECOND);
    members.put("weight", weight(rollout));
    members.put("deployment", rollout.id());
    members.put(
        "gate",
        Json.Obj.of(
            "needed", live.findings().gate().needed(), "have", live.findings().gate().have()));
  }

  private static double weight(Rollout rollout) {
    Epoch epoch = rollout.epoch();
    return trying(rollout.state()) ? epoch.weight() : 0;
  }

  private static Json.Obj last(Rollout rollout) {
    SequencedMap<String, Object> last = new LinkedHashMap<>();
    last.put("deployment", rollout.id());
    last.put("state", rollout.state().word());
    last.put("version", rollout.to());
    rollout
        .state()
        .why()
        .ifPresent(it -> last.put("reason", Json.Obj.of("code", it.code(), "text", it.text())));
    return (Json.Obj) Json.of(last);
  }
}
