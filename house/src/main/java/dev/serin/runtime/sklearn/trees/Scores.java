package dev.serin.runtime.sklearn.trees;

import dev.serin.kernel.Links;
import dev.serin.runtime.sklearn.Answer;
import dev.serin.runtime.sklearn.Form;
import dev.serin.runtime.sklearn.Labels;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Method;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The raw scores of boosted classes, one for each row when there are two classes, else one for each
 * class: probabilities are expit(slope x score), or softmax.
 */
record Scores(double[] raw, Labels labels, double slope, boolean zeroIsSecond) {

  /** The forms of predict, predict_proba and decision_function over these classes. */
  static Map<Method, List<Form>> forms(Labels labels) {
    Map<Method, List<Form>> forms = Form.weighing(List.of(labels));
    int width = labels.size() == 2 ? 1 : labels.size();
    forms.put(Method.DECISION_FUNCTION, List.of(Form.decision(width)));
    return forms;
  }

  /** The answer of each method. */
  Map<Method, Answer> answers(Set<Method> methods) {
    Map<Method, Answer> answers = new EnumMap<>(Method.class);
    for (Method method : methods) {
      answers.put(method, answer(method));
    }
    return answers;
  }

  private Answer answer(Method method) {
    int width = labels.size() == 2 ? 1 : labels.size();
    int rows = raw.length / width;
    return switch (method) {
      case PREDICT -> new Answer.Chosen(chosen(rows, width), List.of(labels));
      case PREDICT_PROBA ->
          new Answer.Numbers(new Matrix(rows, labels.size(), probabilities(width)));
      case DECISION_FUNCTION -> new Answer.Numbers(new Matrix(rows, width, raw));
      default -> throw new IllegalStateException("boosting transforms nothing");
    };
  }

  private int[] chosen(int rows, int width) {
    int[] chosen = new int[rows];
    for (int row = 0; row < rows; row++) {
      if (width == 1) {
        chosen[row] = raw[row] > 0 || zeroIsSecond && raw[row] == 0 ? 1 : 0;
      } else {
        chosen[row] = Links.largest(raw, row * width, width);
      }
    }
    return chosen;
  }

  private double[] probabilities(int width) {
    double[] scores = raw.clone();
    if (width > 1) {
      return Links.softmax(scores, width);
    }
    for (int i = 0; i < scores.length; i++) {
      scores[i] = Links.expit(slope * scores[i]);
    }
    return Links.paired(scores);
  }
}
