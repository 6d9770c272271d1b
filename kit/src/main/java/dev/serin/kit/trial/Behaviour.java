package dev.serin.kit.trial;

import java.util.List;
import java.util.function.IntToDoubleFunction;

/**
 * How the calls of one arm go: the part that fails in each second, how many times the usual time
 * they take, the shares of classes 0, 1, ... (none: nothing is predicted), and the part of the
 * answers that are wrong.
 */
public record Behaviour(
    IntToDoubleFunction failing, double slower, List<Double> classes, double wrong) {
  public Behaviour {
    classes = List.copyOf(classes);
  }

  /** Fails this part of its calls, always. */
  public static Behaviour failing(double part) {
    return failing(_ -> part);
  }

  /** Fails this part of its calls, by second. */
  public static Behaviour failing(IntToDoubleFunction part) {
    return new Behaviour(part, 1, List.of(), 0);
  }

  /** Takes so many times the usual time. */
  public Behaviour slower(double times) {
    return new Behaviour(failing, times, classes, wrong);
  }

  /** Predicts classes in these shares. */
  public Behaviour predicting(List<Double> shares) {
    return new Behaviour(failing, slower, shares, wrong);
  }

  /** Answers wrongly so often. */
  public Behaviour wrong(double part) {
    return new Behaviour(failing, slower, classes, part);
  }
}
