package dev.serin.rollout;

import java.util.List;
import java.util.Optional;

/** The default policy with one part changed. */
final class Policies {
  private static final Policy OLD = Policy.DEFAULT;

  private Policies() {}

  static Policy with(Policy.Errors errors) {
    return made(Optional.empty(), List.of(), errors, OLD.feedback(), OLD.gate());
  }

  static Policy with(List<Policy.Step> steps) {
    return made(Optional.empty(), steps, OLD.errors(), OLD.feedback(), OLD.gate());
  }

  static Policy with(Policy.Feedback feedback) {
    return made(Optional.empty(), List.of(), OLD.errors(), feedback, OLD.gate());
  }

  static Policy with(Policy.Gate gate) {
    return made(Optional.empty(), List.of(), OLD.errors(), OLD.feedback(), gate);
  }

  static Policy sticky(Optional<String> header) {
    return made(header, List.of(), OLD.errors(), OLD.feedback(), OLD.gate());
  }

  private static Policy made(
      Optional<String> sticky,
      List<Policy.Step> steps,
      Policy.Errors errors,
      Policy.Feedback feedback,
      Policy.Gate gate) {
    return new Policy(
        OLD.split(),
        sticky,
        OLD.window(),
        OLD.maxWindow(),
        steps,
        errors,
        OLD.latency(),
        OLD.classes(),
        feedback,
        OLD.srm(),
        gate,
        OLD.probes(),
        OLD.shadow(),
        OLD.sharedFault(),
        OLD.failover(),
        OLD.hold(),
        OLD.bake(),
        OLD.crash(),
        OLD.fleet());
  }
}
