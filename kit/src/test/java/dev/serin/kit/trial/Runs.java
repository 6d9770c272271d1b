package dev.serin.kit.trial;

import dev.serin.rollout.Policy;
import dev.serin.rollout.RolloutState;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import java.util.stream.LongStream;

/** Many runs of one scenario, by seed. */
final class Runs {
  private Runs() {}

  static List<Course> of(int runs, LongFunction<Course> course) {
    return LongStream.range(0, runs).mapToObj(course).toList();
  }

  /** Runs under the default policy until they are decided, at most so many seconds. */
  static List<Course> courses(int runs, LongFunction<Traffic> traffic, int seconds) {
    return courses(runs, traffic, seconds, false);
  }

  static List<Course> courses(
      int runs, LongFunction<Traffic> traffic, int seconds, boolean alsoBake) {
    return of(
        runs,
        seed -> {
          Course course = new Course(Policy.DEFAULT, traffic.apply(seed));
          return alsoBake ? course.until(seconds) : course.decided(seconds);
        });
  }

  /** The part of the runs of which that is true. */
  static double part(List<Course> runs, Predicate<Course> holds) {
    return (double) runs.stream().filter(holds).count() / runs.size();
  }

  /** Whether it was rolled back so early, for a reason whose code begins so. */
  static boolean endedBy(Course run, int seconds, String code) {
    return run.state() instanceof RolloutState.RolledBack
        && run.seconds() <= seconds
        && run.why().startsWith(code);
  }

  /** The default policy, but for something. */
  static Changed policy() {
    return new Changed(Policy.DEFAULT);
  }

  record Changed(Policy made) {

    Changed probes(boolean enabled) {
      Policy.Probes old = made.probes();
      Policy.Probes probes = new Policy.Probes(enabled, old.pairs(), old.perSecond(), old.source());
      return with(probes, made.classes(), made.stickyHeader());
    }

    Changed classes(Policy.Action action) {
      Policy.Classes old = made.classes();
      return with(
          made.probes(),
          new Policy.Classes(old.alpha(), old.minPsi(), action),
          made.stickyHeader());
    }

    Changed sticky(String header) {
      return with(made.probes(), made.classes(), Optional.of(header));
    }

    private Changed with(Policy.Probes probes, Policy.Classes classes, Optional<String> sticky) {
      return new Changed(
          new Policy(
              made.split(),
              sticky,
              made.window(),
              made.maxWindow(),
              made.steps(),
              made.errors(),
              made.latency(),
              classes,
              made.feedback(),
              made.srm(),
              made.gate(),
              probes,
              made.shadow(),
              made.sharedFault(),
              made.failover(),
              made.hold(),
              made.bake(),
              made.crash(),
              made.fleet()));
    }
  }
}
