package dev.serin.runtime.sklearn.meta.multiclass;

import dev.serin.kernel.PairVotes;
import dev.serin.reader.Node;
import dev.serin.runtime.sklearn.Answer;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Form;
import dev.serin.runtime.sklearn.Labels;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Method;
import dev.serin.runtime.sklearn.PairwiseVotes;
import dev.serin.runtime.sklearn.Rows;
import dev.serin.runtime.sklearn.Table;
import dev.serin.runtime.sklearn.Workshop;
import dev.serin.runtime.sklearn.meta.Largest;
import dev.serin.runtime.sklearn.meta.Member;
import dev.serin.runtime.sklearn.meta.Members;
import dev.serin.runtime.sklearn.meta.Outer;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code OneVsOneClassifier}: a vote for each pair of classes, plus the sum of the confidences,
 * turned so that it never outweighs a vote. Until 0.20 it was scaled by the largest of the batch;
 * until 1.0 two classes parted at 0 whatever the members give.
 */
record Pairs(Members members, Labels labels, double border, PairVotes how) implements Outer {

  static Pairs of(Attributes state, Workshop workshop) {
    Labels labels = state.labels("classes_");
    if (state.has("pairwise_indices_") && !(state.node("pairwise_indices_") instanceof Node.None)) {
      throw state.unsupported("pairwise_indices_ are set: its estimators take a kernel matrix");
    }
    Members members = Members.of(state, workshop, "estimators_");
    long pairs = (long) labels.size() * (labels.size() - 1) / 2;
    if (members.size() != pairs || labels.size() < 2) {
      throw state.corrupt(
          "has " + labels.size() + " classes and " + members.size() + " estimators");
    }
    members
        .all()
        .forEach(member -> member.confident().answering(Method.PREDICT, 1).predictingNumbers());
    double border = state.release().before(1, 1) ? 0 : members.first().threshold();
    return new Pairs(members, labels, border, PairwiseVotes.of(state, workshop));
  }

  @Override
  public List<Labels> targets() {
    return List.of(labels);
  }

  @Override
  public Map<Method, List<Form>> forms() {
    Map<Method, List<Form>> forms = Form.choosing(targets());
    int width = labels.size() == 2 ? 1 : labels.size();
    forms.put(Method.DECISION_FUNCTION, List.of(Form.decision(width)));
    return forms;
  }

  @Override
  public Answer answer(Method method, Table rows) {
    return answers(Set.of(method), rows).get(method);
  }

  @Override
  public Map<Method, Answer> answers(Set<Method> methods, Table rows) {
    Table checked = Rows.table(rows, width(), Rows.Cells.ANY, "OneVsOneClassifier");
    Matrix scores = scores(checked);
    boolean two = labels.size() == 2;
    Matrix decision = two ? new Matrix(rows.rows(), 1, scores.copy(1)) : scores;
    Map<Method, Answer> answers = new EnumMap<>(Method.class);
    for (Method method : methods) {
      int[] chosen = two ? Largest.above(decision.values(), border) : Largest.of(decision);
      answers.put(
          method,
          method == Method.PREDICT
              ? new Answer.Chosen(chosen, targets())
              : new Answer.Numbers(decision));
    }
    return answers;
  }

  private Matrix scores(Table rows) {
    int classes = labels.size();
    Matrix votes = Matrix.zeros(rows.rows(), classes);
    double[] sums = new double[votes.values().length];
    int pair = 0;
    for (int i = 0; i < classes; i++) {
      for (int j = i + 1; j < classes; j++) {
        Member member = members.all().get(pair++);
        double[] predicted = member.predicted(rows).values();
        double[] confidence = member.confidence(rows).values();
        for (int r = 0; r < rows.rows(); r++) {
          sums[r * classes + i] -= confidence[r];
          sums[r * classes + j] += confidence[r];
          votes.values()[r * classes + i] += predicted[r] == 0 ? 1 : 0;
          votes.values()[r * classes + j] += predicted[r] == 1 ? 1 : 0;
        }
      }
    }
    how.add(sums, votes.values());
    return votes;
  }
}
