package dev.serin.cli.rollout;

import dev.serin.base.Json;
import dev.serin.cli.Remote;
import dev.serin.cli.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How one roll-out stands, in lines for people. */
record View(Json.Obj rollout) {
  private static final int BAR = 30;
  private static final List<String> QUANTILES = List.of("p50", "p95", "p99");

  /** All of it. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(head());
    String reason = Amounts.reason(rollout);
    if (!reason.isEmpty()) {
      lines.add("  " + Table.printable(reason));
    }
    lines.add("  " + split());
    lines.add("  " + clock());
    lines.add("  " + gate());
    lines.add("");
    lines.addAll(arms().lines());
    lines.add("");
    lines.addAll(tests().lines());
    return lines;
  }

  /** The versions and the state. */
  String head() {
    return Table.printable(
        "%s: version %s → %s is %s (%s)"
            .formatted(
                Remote.shown(rollout, "model"),
                Remote.shown(rollout, "fromVersion"),
                Remote.shown(rollout, "toVersion"),
                Remote.shown(rollout, "state"),
                Remote.shown(rollout, "id")));
  }

  /** One line for a log. */
  String brief() {
    Json.Obj arm = arm("canary");
    return "%s, %s calls of the canary, %s failures, evidence %s of %s"
        .formatted(
            Remote.shown(rollout, "state"),
            Amounts.whole(arm, "calls"),
            Amounts.failures(arm),
            Amounts.whole(part("gate"), "have"),
            Amounts.whole(part("gate"), "needed"));
  }

  private Json.Obj part(String name) {
    return rollout.object(name).orElse(Json.Obj.of());
  }

  private Json.Obj arm(String name) {
    return part("arms").object(name).orElse(Json.Obj.of());
  }

  private String split() {
    return "%s of the requests wanted, %s seen"
        .formatted(Amounts.percent(rollout, "weight"), Amounts.percent(part("split"), "observed"));
  }

  private String clock() {
    return "%s evaluated, %s to the decision, evidence %s"
        .formatted(
            Amounts.clock(rollout, "evalSeconds"),
            Amounts.clock(rollout, "secondsToDecision"),
            Remote.shown(rollout, "evidence").replace('_', ' '));
  }

  private String gate() {
    double have = Amounts.number(part("gate"), "have").orElse(0.0);
    double needed = Amounts.number(part("gate"), "needed").orElse(0.0);
    int full = needed > 0 ? (int) Math.min(BAR, BAR * have / needed) : 0;
    return "[%s%s] %d of %d calls that a promotion needs"
        .formatted("#".repeat(full), ".".repeat(BAR - full), (long) have, (long) needed);
  }

  private Table arms() {
    Table table = new Table("", "current", "canary");
    Json.Obj current = arm("current");
    Json.Obj canary = arm("canary");
    table.row("version", Remote.shown(current, "version"), Remote.shown(canary, "version"));
    table.row("calls", Amounts.whole(current, "calls"), Amounts.whole(canary, "calls"));
    table.row("failures", Amounts.failures(current), Amounts.failures(canary));
    for (String quantile : QUANTILES) {
      table.row(quantile, Amounts.duration(current, quantile), Amounts.duration(canary, quantile));
    }
    return table.row(
        "failovers", Amounts.whole(current, "failovers"), Amounts.whole(canary, "failovers"));
  }

  private Table tests() {
    Table table = new Table("TEST", "LOG E", "LINE", "", "ASKS WHETHER");
    for (Map.Entry<String, Json> test : part("tests").members().entrySet()) {
      if (test.getValue() instanceof Json.Obj finding) {
        table.row(
            test.getKey(),
            Amounts.real(finding, "logE"),
            Amounts.real(finding, "threshold"),
            Remote.yes(finding, "fires") ? "fires" : "",
            Questions.of(test.getKey()));
      }
    }
    return table;
  }
}
