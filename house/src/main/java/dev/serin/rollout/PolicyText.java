package dev.serin.rollout;

import dev.serin.base.Digest;
import dev.serin.base.Json;
import dev.serin.base.Problem;
import dev.serin.deployment.Trial;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * The policy document: keys in camel case, times with their unit ({@code 500ms}, {@code 20s},
 * {@code 3m}, {@code 24h}; a bare number is refused), rates as {@code 2/s}, steps as {@code
 * 0.05:60s}. A document need not be whole: it lies key by key over a weaker one.
 */
public final class PolicyText {
  private static final Duration SHORTEST = Duration.ofMillis(100);
  private static final String PER_REQUEST = "per_request";

  private PolicyText() {}

  /** The whole document of a policy. */
  public static Json.Obj json(Policy policy) {
    SequencedMap<String, Object> members = new LinkedHashMap<>();
    members.put("split", policy.split());
    members.put("assignment", assignment(policy));
    members.put("window", text(policy.window()));
    members.put("maxWindow", text(policy.maxWindow()));
    members.put("steps", policy.steps().stream().map(PolicyText::text).toList());
    tests(policy, members);
    rules(policy, members);
    return (Json.Obj) Json.of(members);
  }

  private static Json assignment(Policy policy) {
    return policy
        .stickyHeader()
        .<Json>map(header -> Json.Obj.of("sticky", Json.Obj.of("header", header)))
        .orElseGet(() -> new Json.Str(PER_REQUEST));
  }

  private static void tests(Policy policy, SequencedMap<String, Object> members) {
    Policy.Errors errors = policy.errors();
    members.put(
        "errors",
        Json.Obj.of(
            "mode", word(errors.mode()),
            "slo", errors.slo(),
            "alphaAbs", errors.alphaAbs(),
            "alphaRel", errors.alphaRel(),
            "attribution", errors.attribution(),
            "minEffect", errors.minEffect(),
            "ratio0", errors.ratio0(),
            "nonfinite", errors.nonFinite() ? "ok" : "failure",
            "action", word(errors.action())));
    Policy.Latency latency = policy.latency();
    members.put(
        "latency",
        Json.Obj.of(
            "alpha", latency.alpha(),
            "tolerance", latency.tolerance(),
            "minRatio", latency.minRatio(),
            "pairedAlpha", latency.pairedAlpha(),
            "action", word(latency.action())));
    Policy.Classes classes = policy.classes();
    members.put(
        "classes",
        Json.Obj.of(
            "alpha",
            classes.alpha(),
            "minPsi",
            classes.minPsi(),
            "action",
            word(classes.action())));
    Policy.Feedback feedback = policy.feedback();
    members.put(
        "feedback",
        Json.Obj.of(
            "alpha", feedback.alpha(),
            "requireImprovement", feedback.requireImprovement(),
            "action", word(feedback.action())));
    members.put(
        "srm", Json.Obj.of("alpha", policy.srm().alpha(), "action", word(policy.srm().action())));
  }

  private static void rules(Policy policy, SequencedMap<String, Object> members) {
    members.put(
        "gate",
        Json.Obj.of(
            "beta", policy.gate().beta(),
            "insufficientEvidence", word(policy.gate().insufficientEvidence())));
    Policy.Probes probes = policy.probes();
    members.put(
        "probes",
        Json.Obj.of(
            "enabled", probes.enabled(),
            "pairs", probes.pairs(),
            "rate", rate(probes.perSecond()),
            "source", probes.source().stream().map(PolicyText::word).toList()));
    members.put(
        "shadow",
        Json.Obj.of(
            "duration", text(policy.shadow().duration()), "share", policy.shadow().share()));
    Policy.SharedFault fault = policy.sharedFault();
    members.put(
        "sharedFault",
        Json.Obj.of(
            "level", fault.level(),
            "clearAfter", text(fault.clearAfter()),
            "maxHold", text(fault.maxHold()),
            "then", word(fault.then())));
    members.put(
        "failover",
        Json.Obj.of("enabled", policy.failover().enabled(), "budget", policy.failover().budget()));
    members.put(
        "hold",
        Json.Obj.of("maxHold", text(policy.hold().maxHold()), "then", word(policy.hold().then())));
    members.put(
        "bake",
        Json.Obj.of("duration", text(policy.bake().duration()), "alpha", policy.bake().alpha()));
    members.put("crash", Json.Obj.of("maxUncleanRestarts", policy.crash().maxUncleanRestarts()));
    Policy.Fleet fleet = policy.fleet();
    members.put(
        "fleet",
        Json.Obj.of(
            "lease", text(fleet.lease()),
            "staleReplica", text(fleet.staleReplica()),
            "counterFlush", text(fleet.counterFlush())));
  }

  /** The SHA-256 of the whole document. */
  public static Digest digest(Policy policy) {
    return Digest.of(json(policy).text().getBytes(StandardCharsets.UTF_8));
  }

  /** This document over a weaker one, key by key; an assignment and a list replace the whole. */
  public static Json.Obj over(Json.Obj weaker, Json.Obj stronger) {
    SequencedMap<String, Json> merged = new LinkedHashMap<>(weaker.members());
    stronger
        .members()
        .forEach(
            (name, value) -> {
              boolean parts =
                  value instanceof Json.Obj
                      && merged.get(name) instanceof Json.Obj
                      && !name.equals("assignment");
              merged.put(name, parts ? over((Json.Obj) merged.get(name), (Json.Obj) value) : value);
            });
    return new Json.Obj(merged);
  }

  /**
   * The policy of these documents over the defaults, the strongest last.
   *
   * @throws Problem.Raised {@code Invalid} POLICY_INVALID with all that is wrong
   */
  public static Policy policy(Json.Obj... documents) {
    Json.Obj whole = json(Policy.DEFAULT);
    for (Json.Obj document : documents) {
      whole = over(whole, document);
    }
    List<String> wrong = new ArrayList<>();
    Policy policy = read(whole, wrong);
    if (wrong.isEmpty()) {
      check(policy, wrong);
    }
    if (!wrong.isEmpty()) {
      throw new Problem.Raised(
          new Problem.Invalid("POLICY_INVALID", "policy", String.join("; ", wrong)));
    }
    return policy;
  }

  private static Policy read(Json.Obj whole, List<String> wrong) {
    PolicyReader top = new PolicyReader("", whole, wrong);
    Policy policy =
        new Policy(
            top.chance("split"), // without the champion nothing can be compared
            stickyHeader(top, wrong),
            top.time("window", SHORTEST),
            top.time("maxWindow", SHORTEST),
            steps(top, wrong),
            errors(top.part("errors")),
            latency(top.part("latency")),
            classes(top.part("classes")),
            feedback(top.part("feedback")),
            srm(top.part("srm")),
            gate(top.part("gate")),
            probes(top.part("probes")),
            shadow(top.part("shadow")),
            sharedFault(top.part("sharedFault")),
            failover(top.part("failover")),
            hold(top.part("hold")),
            bake(top.part("bake")),
            crash(top.part("crash")),
            fleet(top.part("fleet")));
    top.done();
    return policy;
  }

  private static Optional<String> stickyHeader(PolicyReader top, List<String> wrong) {
    if (top.value("assignment").equals(new Json.Str(PER_REQUEST))) {
      return Optional.empty();
    }
    if (top.value("assignment") instanceof Json.Obj given) {
      PolicyReader assignment = new PolicyReader("assignment", given, wrong);
      PolicyReader sticky = assignment.part("sticky");
      Optional<String> header = sticky.text("header").filter(it -> it.matches("[!-9;-~]{1,100}"));
      if (header.isEmpty()) {
        sticky.wrong("header", "the name of a header");
      }
      sticky.done();
      assignment.done();
      return header;
    }
    top.wrong("assignment", PER_REQUEST + " or {\"sticky\": {\"header\": \"X-User-Id\"}}");
    return Optional.empty();
  }

  private static List<Policy.Step> steps(PolicyReader top, List<String> wrong) {
    List<Policy.Step> steps = new ArrayList<>();
    for (Json item : top.items("steps")) {
      Optional<Policy.Step> step =
          item instanceof Json.Str(String text) ? step(text) : Optional.empty();
      if (step.isEmpty()) {
        wrong.add(
            "steps must be weights between 0 and 1 with times, such as 0.05:60s, was "
                + item.text());
        return List.of();
      }
      steps.add(step.get());
    }
    return steps;
  }

  private static Optional<Policy.Step> step(String text) {
    String[] halves = text.split(":", 2);
    if (halves.length < 2 || !halves[0].strip().matches("[01]|0?\\.\\d{1,9}|[01]\\.\\d{1,9}")) {
      return Optional.empty();
    }
    double weight = Double.parseDouble(halves[0].strip());
    return PolicyReader.time(halves[1].strip())
        .filter(time -> weight > 0 && weight < 1 && time.compareTo(SHORTEST) >= 0)
        .map(time -> new Policy.Step(weight, time));
  }

  private static Policy.Errors errors(PolicyReader part) {
    Policy.Errors errors =
        new Policy.Errors(
            part.choice("mode", Policy.Mode.class),
            part.chance("slo"),
            part.chance("alphaAbs"),
            part.chance("alphaRel"),
            part.real("attribution", 1, it -> it >= 1 && it < 1e9, "a number from 1 on"),
            part.share("minEffect"),
            part.real("ratio0", 1, it -> it >= 1 && it <= 100, "a number from 1 to 100"),
            part.text("nonfinite").filter("ok"::equals).isPresent(),
            part.choice("action", Policy.Action.class));
    if (part.text("nonfinite").filter(List.of("ok", "failure")::contains).isEmpty()) {
      part.wrong("nonfinite", "ok or failure");
    }
    part.done();
    return errors;
  }

  private static Policy.Latency latency(PolicyReader part) {
    Policy.Latency latency =
        new Policy.Latency(
            part.chance("alpha"),
            part.real("tolerance", 0, it -> it >= 0 && it <= 10, "a number from 0 to 10"),
            part.real("minRatio", 1, it -> it >= 1 && it <= 100, "a number from 1 to 100"),
            part.chance("pairedAlpha"),
            part.choice("action", Policy.Action.class));
    part.done();
    return latency;
  }

  private static Policy.Classes classes(PolicyReader part) {
    Policy.Classes classes =
        new Policy.Classes(
            part.chance("alpha"),
            part.real("minPsi", 0, it -> it >= 0 && it <= 100, "a number from 0 to 100"),
            part.choice("action", Policy.Action.class));
    part.done();
    return classes;
  }

  private static Policy.Feedback feedback(PolicyReader part) {
    Policy.Feedback feedback =
        new Policy.Feedback(
            part.chance("alpha"),
            part.truth("requireImprovement"),
            part.choice("action", Policy.Action.class));
    part.done();
    return feedback;
  }

  private static Policy.Srm srm(PolicyReader part) {
    Policy.Srm srm =
        new Policy.Srm(part.chance("alpha"), part.choice("action", Policy.Action.class));
    part.done();
    return srm;
  }

  private static Policy.Gate gate(PolicyReader part) {
    Policy.Gate gate =
        new Policy.Gate(
            part.chance("beta"), part.choice("insufficientEvidence", Policy.Insufficient.class));
    part.done();
    return gate;
  }

  private static Policy.Probes probes(PolicyReader part) {
    Policy.Probes probes =
        new Policy.Probes(
            part.truth("enabled"),
            part.whole("pairs", 1, 100_000),
            part.rate("rate"),
            part.choices("source", Trial.Source.class));
    part.done();
    return probes;
  }

  private static Policy.Shadow shadow(PolicyReader part) {
    Policy.Shadow shadow =
        new Policy.Shadow(part.time("duration", Duration.ZERO), part.share("share"));
    part.done();
    return shadow;
  }

  private static Policy.SharedFault sharedFault(PolicyReader part) {
    Policy.SharedFault fault =
        new Policy.SharedFault(
            part.real("level", 2, it -> it > 1 && it < 1e9, "a number above 1"),
            part.time("clearAfter", Duration.ZERO),
            part.time("maxHold", SHORTEST),
            part.choice("then", Policy.Action.class));
    part.done();
    return fault;
  }

  private static Policy.Failover failover(PolicyReader part) {
    Policy.Failover failover = new Policy.Failover(part.truth("enabled"), part.share("budget"));
    part.done();
    return failover;
  }

  private static Policy.Hold hold(PolicyReader part) {
    Policy.Hold hold =
        new Policy.Hold(part.time("maxHold", SHORTEST), part.choice("then", Policy.Action.class));
    part.done();
    return hold;
  }

  private static Policy.Bake bake(PolicyReader part) {
    Policy.Bake bake = new Policy.Bake(part.time("duration", Duration.ZERO), part.chance("alpha"));
    part.done();
    return bake;
  }

  private static Policy.Crash crash(PolicyReader part) {
    Policy.Crash crash = new Policy.Crash(part.whole("maxUncleanRestarts", 1, 1_000));
    part.done();
    return crash;
  }

  private static Policy.Fleet fleet(PolicyReader part) {
    Policy.Fleet fleet =
        new Policy.Fleet(
            part.time("lease", SHORTEST),
            part.time("staleReplica", SHORTEST),
            part.time("counterFlush", SHORTEST));
    part.done();
    return fleet;
  }

  private static void check(Policy policy, List<String> wrong) {
    if (policy.window().compareTo(policy.maxWindow()) > 0) {
      wrong.add(
          "window must not be longer than maxWindow, was "
              + text(policy.window())
              + " and "
              + text(policy.maxWindow()));
    }
    Duration ramp =
        policy.steps().stream().map(Policy.Step::duration).reduce(Duration.ZERO, Duration::plus);
    if (ramp.compareTo(policy.maxWindow()) > 0) {
      wrong.add("steps must fit into maxWindow, take " + text(ramp));
    }
    if (policy.probes().enabled() && policy.probes().source().isEmpty()) {
      wrong.add("probes.source must name at least one source while probes.enabled is true");
    }
    if (policy.fleet().staleReplica().compareTo(policy.fleet().counterFlush()) <= 0) {
      wrong.add("fleet.staleReplica must be longer than fleet.counterFlush");
    }
  }

  private static String text(Policy.Step step) {
    return step.weight() + ":" + text(step.duration());
  }

  private static String text(Duration time) {
    return time.toMillis() % 1000 == 0 ? time.toSeconds() + "s" : time.toMillis() + "ms";
  }

  private static String rate(double perSecond) {
    boolean whole = perSecond == Math.rint(perSecond);
    return (whole ? String.valueOf((long) perSecond) : String.valueOf(perSecond)) + "/s";
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
