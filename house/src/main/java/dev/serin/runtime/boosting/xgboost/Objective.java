package dev.serin.runtime.boosting.xgboost;

import dev.serin.runtime.boosting.Refusal;
import java.util.Locale;

/**
 * What an objective makes of its base score and of the raw scores, in float as XGBoost computes:
 * {@code margin} is how the base score of the file becomes a raw score.
 */
record Objective(String name, Link margin, Link link) {

  /** The kinds of links. */
  enum Link {
    IDENTITY,
    EXP,
    SIGMOID,
    STEP,
    SOFTMAX,
    LARGEST,
    RISING
  }

  /** The objective of this name. */
  static Objective named(String name) {
    return switch (name) {
      case "reg:squarederror",
          "reg:linear",
          "gpu:reg:linear",
          "reg:squaredlogerror",
          "reg:pseudohubererror",
          "reg:absoluteerror",
          "reg:quantileerror",
          "rank:pairwise",
          "rank:ndcg",
          "rank:map",
          "binary:logitraw",
          "gpu:binary:logitraw" ->
          new Objective(name, Link.IDENTITY, Link.IDENTITY);
      case "reg:logistic", "binary:logistic", "gpu:reg:logistic", "gpu:binary:logistic" ->
          new Objective(name, Link.SIGMOID, Link.SIGMOID);
      case "reg:expectileerror" -> new Objective(name, Link.IDENTITY, Link.RISING);
      case "binary:hinge" -> new Objective(name, Link.IDENTITY, Link.STEP);
      case "count:poisson", "reg:gamma", "reg:tweedie", "survival:cox", "survival:aft" ->
          new Objective(name, Link.EXP, Link.EXP);
      case "multi:softprob" -> new Objective(name, Link.IDENTITY, Link.SOFTMAX);
      case "multi:softmax" -> new Objective(name, Link.IDENTITY, Link.LARGEST);
      default -> throw Refusal.value("learner.objective", "'" + name + "' is not known");
    };
  }

  /** Whether it gives the probabilities of two or more classes. */
  boolean classifies() {
    return name.toLowerCase(Locale.ROOT).contains("binary:logistic") || multiclass();
  }

  /** Whether it has one raw score for each class. */
  boolean multiclass() {
    return link == Link.SOFTMAX || link == Link.LARGEST;
  }

  /** The raw score of this base score. */
  float margin(float base) {
    return switch (margin) {
      case EXP -> (float) Math.log(base);
      case SIGMOID -> {
        if (!(base > 0 && base < 1)) {
          throw Refusal.corrupt("learner.base_score", base + " is no probability");
        }
        yield (float) -Math.log(1 / base - 1);
      }
      case IDENTITY, STEP, SOFTMAX, LARGEST, RISING -> base;
    };
  }

  /** The library's prediction from rows of {@code width} raw scores. */
  double[] applied(double[] raw, int width) {
    return switch (link) {
      case SOFTMAX -> softmax(raw, width);
      case LARGEST -> largest(raw, width);
      case RISING -> rising(raw, width);
      case IDENTITY, EXP, SIGMOID, STEP -> {
        double[] applied = new double[raw.length];
        for (int i = 0; i < raw.length; i++) {
          applied[i] = one((float) raw[i]);
        }
        yield applied;
      }
    };
  }

  private float one(float raw) {
    return switch (link) {
      case EXP -> (float) Math.exp(raw);
      case SIGMOID -> 1 / ((float) Math.exp(-raw) + 1);
      case STEP -> raw > 0 ? 1 : 0;
      case IDENTITY, SOFTMAX, LARGEST, RISING -> raw;
    };
  }

  /** Exponentials in float, their sum in double, divided in float. */
  static double[] softmax(double[] raw, int width) {
    double[] applied = new double[raw.length];
    for (int from = 0; from < raw.length; from += width) {
      float largest = (float) raw[from];
      for (int i = from + 1; i < from + width; i++) {
        largest = Math.max(largest, (float) raw[i]);
      }
      double sum = 0;
      for (int i = from; i < from + width; i++) {
        applied[i] = (float) Math.exp((float) raw[i] - largest);
        sum += applied[i];
      }
      for (int i = from; i < from + width; i++) {
        applied[i] = (float) applied[i] / (float) sum;
      }
    }
    return applied;
  }

  /** The raw scores of values that rise: the inverse of log(1 + e^raw) of each step. */
  static float[] steps(float[] values) {
    float[] raw = values.clone();
    for (int i = 1; i < raw.length; i++) {
      float step = values[i] - values[i - 1];
      if (!(step > 0)) {
        throw Refusal.value("learner.base_score", "the base scores of expectiles do not rise");
      }
      raw[i] = (float) Math.log(Math.expm1(step));
    }
    return raw;
  }

  /** Each value of a row lies above the one before by log(1 + e^raw). */
  private static double[] rising(double[] raw, int width) {
    double[] applied = new double[raw.length];
    for (int i = 0; i < raw.length; i++) {
      double step = Math.max(raw[i], 0) + Math.log1p(Math.exp(-Math.abs(raw[i])));
      applied[i] = i % width == 0 ? raw[i] : (float) (applied[i - 1] + (float) step);
    }
    return applied;
  }

  private static double[] largest(double[] raw, int width) {
    double[] chosen = new double[raw.length / width];
    for (int row = 0; row < chosen.length; row++) {
      int best = 0;
      for (int i = 1; i < width; i++) {
        if (raw[row * width + i] > raw[row * width + best]) {
          best = i;
        }
      }
      chosen[row] = best;
    }
    return chosen;
  }
}
