package dev.serin.cli.rollout;

import dev.serin.base.Json;
import dev.serin.cli.Remote;
import dev.serin.cli.Table;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What happened to a roll-out, in sentences made of the facts of its audit trail. */
final class Story {
  private Story() {}

  /** A fact as a sentence, after the time since the first one. */
  static List<String> lines(List<Json.Obj> facts) {
    Optional<Instant> began = facts.stream().findFirst().flatMap(Story::at);
    List<String> lines = new ArrayList<>();
    for (Json.Obj fact : facts) {
      lines.add(Table.printable(since(began, at(fact)) + "  " + sentence(fact)));
      fact.object("body")
          .flatMap(body -> body.object("evidence"))
          .ifPresent(evidence -> lines.addAll(tests(evidence)));
    }
    return lines;
  }

  private static Optional<Instant> at(Json.Obj fact) {
    try {
      return fact.text("at").map(Instant::parse);
    } catch (DateTimeException _) {
      return Optional.empty(); // a time that no clock tells is left out
    }
  }

  private static String since(Optional<Instant> began, Optional<Instant> now) {
    long seconds =
        began.isPresent() && now.isPresent()
            ? Math.max(0, Duration.between(began.get(), now.get()).toSeconds())
            : 0;
    return "%4d:%02d".formatted(seconds / 60, seconds % 60);
  }

  /** One fact in words: what happened, who did it, and why. */
  static String sentence(Json.Obj fact) {
    Json.Obj body = fact.object("body").orElse(Json.Obj.of());
    String type = Remote.shown(fact, "type");
    String reason = Amounts.reason(body);
    boolean plain = reason.isEmpty() || reason.startsWith(type + ":"); // it says no more
    String forced = Remote.yes(body, "forced") ? ", without the evidence that it needs" : "";
    String who = fact.text("actor").map(it -> " (by " + it + ")").orElse("");
    String what = what(type, body);
    return what + forced + who + (plain ? "" : ": " + reason);
  }

  private static String what(String type, Json.Obj body) {
    return switch (type) {
      case "CREATED" ->
          "version "
              + version(body, "canary")
              + " was to prove itself against version "
              + version(body, "current");
      case "LOADED" -> "it was loaded";
      case "LOAD_FAILED" -> "it could not be loaded or warmed";
      case "WARMED" -> "it answered its warm-up calls";
      case "CANARY_STARTED" -> "it began to answer requests";
      case "STEP" -> "its part of the requests was changed";
      case "PROBES_STARTED" -> "requests were few, so probes began to ask both versions";
      case "EXTENDED" -> "the window ended without enough evidence, so it was extended";
      case "HELD" -> "the clock was stopped";
      case "HOLD_CLEARED" -> "the cause was gone, and the clock ran on";
      case "PAUSED" -> "it was paused";
      case "RESUMED" -> "it was resumed";
      case "PROMOTE_REQUESTED" -> "a promotion was asked for";
      case "PROMOTED" -> "it became the champion";
      case "BAKE_PASSED" -> "it stayed the champion, and the old version was let go";
      case "ROLLBACK_REQUESTED" -> "it was decided to take it back";
      case "ROLLED_BACK" -> "its last call ended, and the old version answered everything";
      case "REVERTED" -> "the old version became the champion again";
      case "SUPERSEDED" -> "a newer version took its place";
      case "RECOVERED" -> "the server was started again and went on";
      case "LEADER_CHANGED" -> "another replica took over the decisions";
      case "REPLICA_STALE" -> "a replica did not report any more";
      case "LOCAL_BRAKE" -> "a replica stopped using it by itself";
      case "CLOCK_JUMP" -> "the wall clock jumped, which changes no decision";
      case "FILES_REPAIRED" -> "files on the disk were made to match";
      case "POLICY_CHANGED" -> "the policy was changed";
      case "FEEDBACK_ALERT" -> "later feedback says that it is wrong more often";
      default -> type;
    };
  }

  private static String version(Json.Obj body, String arm) {
    return body.object(arm).map(it -> Remote.shown(it, "version")).orElse("-");
  }

  /** The tests that reached their lines, or all of them where none did. */
  private static List<String> tests(Json.Obj evidence) {
    Json.Obj tests =
        evidence.object("findings").orElse(evidence).object("tests").orElse(Json.Obj.of());
    List<String> lines = new ArrayList<>();
    tests
        .members()
        .forEach(
            (name, finding) -> {
              if (finding instanceof Json.Obj it && Remote.yes(it, "fires")) {
                lines.add(
                    "         test %s (%s): log e-value %s, line %s"
                        .formatted(
                            Table.printable(name),
                            Questions.of(name),
                            Amounts.real(it, "logE"),
                            Amounts.real(it, "threshold")));
              }
            });
    return lines;
  }
}
