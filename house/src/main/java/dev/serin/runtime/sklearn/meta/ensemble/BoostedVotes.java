package dev.serin.runtime.sklearn.meta.ensemble;

import dev.serin.kernel.Links;
import dev.serin.runtime.sklearn.Answer;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Form;
import dev.serin.runtime.sklearn.Labels;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Method;
import dev.serin.runtime.sklearn.Release;
import dev.serin.runtime.sklearn.Rows;
import dev.serin.runtime.sklearn.Table;
import dev.serin.runtime.sklearn.Workshop;
import dev.serin.runtime.sklearn.meta.Largest;
import dev.serin.runtime.sklearn.meta.Member;
import dev.serin.runtime.sklearn.meta.Members;
import dev.serin.runtime.sklearn.meta.Outer;
import dev.serin.runtime.sklearn.meta.Places;
import dev.serin.tensor.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code AdaBoostClassifier}. SAMME adds a member's weight to the class that it predicts and, since
 * 1.3, takes weight / (classes - 1) from each other. SAMME.R, until 1.5, adds (classes - 1) (log p
 * - mean log p) of the members' probabilities p. The sum is divided by that of the weights.
 */
final class BoostedVotes implements Outer {
  private static final String NAME = "AdaBoostClassifier";
  private static final double SMALLEST = Math.ulp(1.0);

  private final Members members;
  private final double[] weights;
  private final double sum;
  private final Labels labels;
  private final boolean real;
  private final Release release;
  private final List<int[]> places;

  private BoostedVotes(
      Attributes state, Members members, double[] weights, boolean real, List<int[]> places) {
    this.members = members;
    this.weights = weights;
    this.sum = Arrays.stream(weights).sum();
    this.labels = state.labels("classes_");
    this.real = real;
    this.release = state.release();
    this.places = List.copyOf(places);
  }

  static BoostedVotes of(Attributes state, Workshop workshop) {
    Members members = Members.of(state, workshop, "estimators_");
    Labels labels = state.labels("classes_");
    boolean real = real(state);
    List<int[]> places = new ArrayList<>();
    for (Member member : members.all()) {
      if (real || state.release().before(0, 22) && labels.size() > 1) {
        member.answering(Method.PREDICT_PROBA, labels.size());
      }
      places.add(Places.equal(member.with(Method.PREDICT).labels(), labels));
    }
    double[] weights = state.vector("estimator_weights_");
    if (weights.length < members.size()) {
      throw state.corrupt("has " + weights.length + " weights for " + members.size() + " members");
    }
    return new BoostedVotes(state, members, weights, real, places);
  }

  /** Which algorithm; from 1.6 on there is but one, and the option is going away. */
  private static boolean real(Attributes state) {
    boolean old = state.release().before(1, 6);
    return state
        .choice("algorithm", old ? "SAMME.R" : "SAMME", "SAMME", "SAMME.R", "deprecated")
        .equals("SAMME.R");
  }

  @Override
  public Members members() {
    return members;
  }

  @Override
  public List<Labels> targets() {
    return List.of(labels);
  }

  @Override
  public Map<Method, List<Form>> forms() {
    Map<Method, List<Form>> forms = Form.weighing(targets());
    int classes = labels.size();
    forms.put(
        Method.DECISION_FUNCTION,
        List.of(classes == 2 ? Form.decision(1) : Form.wide(DataType.FP64, classes)));
    return forms;
  }

  @Override
  public Answer answer(Method method, Table rows) {
    return answers(Set.of(method), rows).get(method);
  }

  @Override
  public Map<Method, Answer> answers(Set<Method> methods, Table rows) {
    Table checked = Members.checked(rows, width(), Rows.Cells.FINITE, NAME);
    Matrix votes = labels.size() == 1 ? Matrix.zeros(rows.rows(), 1) : votes(checked);
    Matrix decision = labels.size() == 2 ? gaps(votes) : votes;
    Map<Method, Answer> answers = new EnumMap<>(Method.class);
    for (Method method : methods) {
      answers.put(
          method,
          switch (method) {
            case PREDICT -> new Answer.Chosen(chosen(decision), targets());
            case PREDICT_PROBA -> new Answer.Numbers(probabilities(checked, decision, votes));
            default -> new Answer.Numbers(decision);
          });
    }
    return answers;
  }

  private int[] chosen(Matrix decision) {
    return labels.size() == 2 ? Largest.above(decision.values(), 0) : Largest.of(decision);
  }

  private static Matrix gaps(Matrix votes) {
    Matrix gaps = Matrix.zeros(votes.rows(), 1);
    for (int r = 0; r < votes.rows(); r++) {
      gaps.values()[r] = votes.at(r, 1) - votes.at(r, 0);
    }
    return gaps;
  }

  private Matrix votes(Table rows) {
    Matrix votes = Matrix.zeros(rows.rows(), labels.size());
    for (int m = 0; m < members.size(); m++) {
      if (real) {
        addLogarithms(members.all().get(m).numbers(Method.PREDICT_PROBA, rows), votes);
      } else {
        addVotes(members.all().get(m).chosen(rows), m, votes);
      }
    }
    return divided(votes);
  }

  private Matrix divided(Matrix votes) {
    for (int i = 0; i < votes.values().length; i++) {
      votes.values()[i] /= sum;
    }
    return votes;
  }

  private void addVotes(int[] chosen, int member, Matrix votes) {
    int classes = labels.size();
    double weight = weights[member];
    double other = release.before(1, 3) ? 0 : -1.0 / (classes - 1) * weight;
    for (int i = 0; i < votes.values().length; i++) {
      boolean voted = places.get(member)[chosen[i / classes]] == i % classes;
      votes.values()[i] += voted ? weight : other;
    }
  }

  private static void addLogarithms(Matrix proba, Matrix votes) {
    int classes = votes.columns();
    double[] logs = new double[classes];
    for (int r = 0; r < votes.rows(); r++) {
      double total = 0;
      for (int k = 0; k < classes; k++) {
        logs[k] = Math.log(Math.max(proba.at(r, k), SMALLEST));
        total += logs[k];
      }
      for (int k = 0; k < classes; k++) {
        votes.values()[r * classes + k] += (classes - 1) * (logs[k] - 1.0 / classes * total);
      }
    }
  }

  private Matrix probabilities(Table rows, Matrix decision, Matrix votes) {
    int classes = labels.size();
    if (classes == 1) {
      double[] ones = new double[rows.rows()];
      Arrays.fill(ones, 1);
      return new Matrix(rows.rows(), 1, ones);
    }
    if (release.before(0, 22)) {
      return ancient(real ? votes : weighed(rows));
    }
    double[] logits = new double[votes.values().length];
    for (int i = 0; i < logits.length; i++) {
      double gap = decision.values()[classes == 2 ? i / 2 : i];
      logits[i] = classes == 2 ? (i % 2 == 0 ? -gap : gap) / 2 : gap / (classes - 1);
    }
    return new Matrix(votes.rows(), classes, Links.softmax(logits, classes));
  }

  /** Until 0.21: the exponential of the votes, or of the members' weighted probabilities. */
  private static Matrix ancient(Matrix votes) {
    int classes = votes.columns();
    double[] shares = new double[votes.values().length];
    for (int i = 0; i < shares.length; i++) {
      shares[i] = Math.exp(1.0 / (classes - 1) * votes.values()[i]);
    }
    return new Matrix(votes.rows(), classes, Links.shares(shares, classes));
  }

  private Matrix weighed(Table rows) {
    Matrix all = Matrix.zeros(rows.rows(), labels.size());
    for (int m = 0; m < members.size(); m++) {
      double[] proba = members.all().get(m).numbers(Method.PREDICT_PROBA, rows).values();
      for (int i = 0; i < proba.length; i++) {
        all.values()[i] += proba[i] * weights[m];
      }
    }
    return divided(all);
  }
}
