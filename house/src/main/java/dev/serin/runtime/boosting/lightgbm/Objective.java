package dev.serin.runtime.boosting.lightgbm;

import dev.serin.base.Problem;
import dev.serin.kernel.Links;
import dev.serin.runtime.boosting.Refusal;
import java.util.List;
import java.util.Set;

/**
 * What the objective makes of raw scores, by the words of the header such as {@code binary
 * sigmoid:1}; {@code classes} is 2 or more where it gives probabilities of classes.
 */
record Objective(Link link, double sigmoid, int classes) {
  private static final Set<String> NUMBERS =
      Set.of("regression", "regression_l1", "huber", "fair", "quantile", "mape");
  private static final Set<String> LOGARITHMS = Set.of("poisson", "gamma", "tweedie");
  private static final Set<String> RAW = Set.of("lambdarank", "rank_xendcg", "custom", "none");

  /** The kinds of links. */
  enum Link {
    IDENTITY,
    SIGNED_SQUARE,
    EXP,
    SIGMOID,
    SOFTMAX,
    LOG1P_EXP
  }

  /** Of a file without objective: the raw scores. */
  static Objective none() {
    return new Objective(Link.IDENTITY, 1, 0);
  }

  /** Reads the words; {@code width} raw scores stand in a row. */
  static Objective of(String line, int width) {
    List<String> words = List.of(line.strip().split("\\s+"));
    String name = words.getFirst();
    List<String> options = words.subList(1, words.size());
    if (NUMBERS.contains(name)) {
      known(name, options, "sqrt", "alpha:", "fair_c:");
      return new Objective(options.contains("sqrt") ? Link.SIGNED_SQUARE : Link.IDENTITY, 1, 0);
    }
    if (LOGARITHMS.contains(name)) {
      known(name, options, "max_delta_step:", "tweedie_variance_power:", "sqrt");
      return new Objective(Link.EXP, 1, 0);
    }
    if (RAW.contains(name)) {
      return none();
    }
    return switch (name) {
      case "binary" -> {
        known(name, options, "sigmoid:");
        yield new Objective(Link.SIGMOID, sigmoid(options), 2);
      }
      case "cross_entropy", "xentropy" -> {
        known(name, options);
        yield new Objective(Link.SIGMOID, 1, 0);
      }
      case "cross_entropy_lambda", "xentlambda" -> {
        known(name, options);
        yield new Objective(Link.LOG1P_EXP, 1, 0);
      }
      case "multiclass" -> {
        known(name, options, "num_class:");
        yield new Objective(Link.SOFTMAX, 1, width);
      }
      case "multiclassova" -> {
        known(name, options, "num_class:", "sigmoid:");
        yield new Objective(Link.SIGMOID, sigmoid(options), width);
      }
      default -> throw unknown(line);
    };
  }

  private static void known(String name, List<String> options, String... starts) {
    for (String option : options) {
      if (List.of(starts).stream().noneMatch(option::startsWith)) {
        throw unknown(name + " " + option);
      }
    }
  }

  private static double sigmoid(List<String> options) {
    for (String option : options) {
      if (option.startsWith("sigmoid:")) {
        try {
          return Double.parseDouble(option.substring("sigmoid:".length()));
        } catch (NumberFormatException wrong) {
          throw Refusal.corrupt("objective", option + " is no number: " + wrong.getMessage());
        }
      }
    }
    return 1;
  }

  private static Problem.Raised unknown(String line) {
    return Refusal.value("objective", "'" + Section.shown(line) + "' is not known");
  }

  /** Applies the link in place to rows of {@code width} scores. */
  double[] applied(double[] scores, int width) {
    switch (link) {
      case IDENTITY -> {}
      case SOFTMAX -> Links.softmax(scores, width);
      case SIGNED_SQUARE, EXP, SIGMOID, LOG1P_EXP -> {
        for (int i = 0; i < scores.length; i++) {
          scores[i] = one(scores[i]);
        }
      }
    }
    return scores;
  }

  private double one(double score) {
    return switch (link) {
      case SIGNED_SQUARE -> Math.signum(score) * score * score;
      case EXP -> Math.exp(score);
      case SIGMOID -> 1 / (1 + Math.exp(-sigmoid * score));
      case LOG1P_EXP -> Math.log1p(Math.exp(score));
      case IDENTITY, SOFTMAX -> score;
    };
  }
}
