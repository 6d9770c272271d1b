package dev.serin.rollout;

import dev.serin.meter.trial.Arm;
import dev.serin.meter.trial.Count;
import dev.serin.rollout.Findings.Test;
import java.util.Locale;

/** The numbers behind a verdict, in words. */
final class Reasons {
  /** The code of a hold that ends by itself. */
  static final String SHARED_FAULT = "SHARED_FAULT";

  private static final String INSUFFICIENT = "INSUFFICIENT_EVIDENCE";

  private final Policy policy;
  private final Timeline timeline;
  private final Findings findings;
  private final Counted counted;

  Reasons(Findings findings, Counted counted) {
    this.policy = counted.policy();
    this.timeline = counted.timeline();
    this.findings = findings;
    this.counted = counted;
  }

  /** Why a test that fired did so. */
  Reason of(Test test) {
    return switch (test) {
      case E1 -> errors();
      case E2 -> new Reason("ERROR_RELATIVE", failed(counted.since(0)));
      case L -> new Reason("LATENCY", slower());
      case P -> new Reason("PAIRED_LATENCY", slowerOnPairs());
      case Q -> new Reason("WRONG_ANSWERS", wrong());
      case D -> new Reason("PREDICTION_SHIFT", shifted());
      case S -> new Reason("SRM", shares());
      case F -> new Reason(SHARED_FAULT, failed(counted.since(timeline.gateFrom())));
      case G -> promoted();
    };
  }

  private Reason errors() {
    String limit = Rate.percent(policy.errors().slo());
    String text = failed(counted.since(0)) + "; " + limit + " are allowed";
    return switch (policy.errors().mode()) {
      case EVIDENCE -> new Reason("ERROR_ABSOLUTE", text);
      case SEED_LITERAL -> new Reason("SEED_LITERAL", text);
    };
  }

  private String failed(Stretches stretches) {
    ErrorTests errors = new ErrorTests(policy.errors(), stretches);
    Rate canary = errors.rate(Arm.CANARY);
    Rate current = errors.rate(Arm.CURRENT);
    return text(
        "canary failed %d of %d calls (%s), current %d of %d (%s)",
        canary.events(),
        canary.of(),
        canary.percent(),
        current.events(),
        current.of(),
        current.percent());
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  private String slower() {
    LatencyTests latency = counted.latency(counted.since(0));
    return text(
        "canary took %.2f times as long as current at p50, %.2f at p95, %.2f at p99,"
            + " over %d and %d calls",
        latency.ratio(0.5),
        latency.ratio(0.95),
        latency.ratio(0.99),
        latency.measured(Arm.CANARY),
        latency.measured(Arm.CURRENT));
  }

  private String slowerOnPairs() {
    Rate slower = counted.slowerPairs();
    return text(
        "canary was slower by more than %s on %d of %d inputs that both answered",
        Rate.percent(policy.latency().tolerance()), slower.events(), slower.of());
  }

  private String wrong() {
    Rate canary = AnswerTests.wrong(counted.since(0), Arm.CANARY);
    Rate current = AnswerTests.wrong(counted.since(0), Arm.CURRENT);
    return text(
        "canary was wrong in %d of %d labelled answers (%s), current in %d of %d (%s)",
        canary.events(),
        canary.of(),
        canary.percent(),
        current.events(),
        current.of(),
        current.percent());
  }

  private String shifted() {
    AnswerTests answers = counted.answers();
    return text(
        "predictions shifted: stability index %.2f, divergence %.3f bits; most of all %s",
        answers.stability(), answers.jensenShannon(), answers.moved());
  }

  private String shares() {
    Stretches stretches = counted.since(timeline.gateFrom());
    long canary = stretches.total(Count.ASSIGNED, Arm.CANARY);
    long all = canary + stretches.total(Count.ASSIGNED, Arm.CURRENT);
    return text(
        "canary got %d of %d requests (%s), wanted %s",
        canary,
        all,
        new Rate(canary, all).percent(),
        Rate.percent(timeline.epochs().getLast().weight()));
  }

  /** The canary is proved. */
  Reason promoted() {
    return new Reason("PROMOTED", proof("that was asked for"));
  }

  /** It is not proved, and the policy does not care. */
  Reason unproved() {
    return new Reason("PROMOTED", proof("the policy promotes without"));
  }

  /** Too few calls, or too many failures among them, to prove anything. */
  Reason insufficient() {
    return new Reason(INSUFFICIENT, proof("the proof is missing"));
  }

  private String proof(String end) {
    ErrorTests errors = new ErrorTests(policy.errors(), counted.since(timeline.gateFrom()));
    Rate canary = errors.rate(Arm.CANARY);
    return text(
        "canary failed %d of %d calls (%s) and needed %d to prove less than %s; %s",
        canary.events(),
        canary.of(),
        canary.percent(),
        findings.gate().needed(),
        Rate.percent(policy.errors().slo()),
        end);
  }

  /** The new champion fails. */
  Reason baking() {
    ErrorTests errors = new ErrorTests(policy.errors(), counted.bakes());
    Rate both =
        new Rate(
            errors.allFailures(Arm.CANARY) + errors.allFailures(Arm.CURRENT),
            errors.allCalls(Arm.CANARY) + errors.allCalls(Arm.CURRENT));
    return new Reason(
        "BAKE_ERRORS",
        text(
            "the new champion failed %d of %d calls (%s); %s are allowed",
            both.events(), both.of(), both.percent(), Rate.percent(policy.errors().slo())));
  }
}
