package dev.serin.runtime.sklearn.meta.multiclass;

import dev.serin.runtime.sklearn.Answer;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Form;
import dev.serin.runtime.sklearn.Labels;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Method;
import dev.serin.runtime.sklearn.Release;
import dev.serin.runtime.sklearn.Table;
import dev.serin.runtime.sklearn.Workshop;
import dev.serin.runtime.sklearn.meta.Member;
import dev.serin.runtime.sklearn.meta.Members;
import dev.serin.runtime.sklearn.meta.Outer;
import dev.serin.tensor.DataType;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * {@code OneVsRestClassifier}: the class whose member is surest; one member for two classes; a mark
 * for each label where a row may have several. The first of equally sure ones wins since 1.8,
 * before that the last; rows without any probability were NaN before 1.7.
 */
final class OneAgainstRest implements Outer {
  private static final Labels MARK = Labels.of(0, 1);

  private final Members members;
  private final Labels labels;
  private final boolean marks;
  private final Release release;

  private OneAgainstRest(Members members, Labels labels, boolean marks, Release release) {
    this.members = members;
    this.labels = labels;
    this.marks = marks;
    this.release = release;
  }

  static OneAgainstRest of(Attributes state, Workshop workshop) {
    Attributes binarizer = state.inner("label_binarizer_");
    String kind =
        binarizer.choice("y_type_", "multiclass", "binary", "multiclass", "multilabel-indicator");
    Labels labels = binarizer.labels("classes_");
    Members members = Members.of(state, workshop, "estimators_");
    members.all().forEach(Member::confident);
    boolean marks = kind.equals("multilabel-indicator");
    int expected = kind.equals("binary") ? 1 : labels.size();
    if (members.size() != expected) {
      throw state.corrupt(
          "has " + labels.size() + " classes and " + members.size() + " estimators");
    }
    return new OneAgainstRest(members, labels, marks, state.release());
  }

  @Override
  public Members members() {
    return members;
  }

  @Override
  public List<Labels> targets() {
    return marks ? Collections.nCopies(labels.size(), MARK) : List.of(labels);
  }

  /** Two classes, or one that every training row had, with one member. */
  private boolean single() {
    return members.size() == 1;
  }

  @Override
  public Map<Method, List<Form>> forms() {
    Map<Method, List<Form>> forms = Form.choosing(targets());
    int columns = single() ? 2 : members.size();
    if (marks && single()) {
      forms.put(Method.PREDICT, List.of(Form.wide(DataType.INT64, 1)));
    }
    boolean pairs =
        members.all().stream()
            .allMatch(
                member ->
                    member.has(Method.PREDICT_PROBA) && member.columns(Method.PREDICT_PROBA) == 2);
    if (pairs) {
      forms.put(Method.PREDICT_PROBA, List.of(Form.wide(DataType.FP64, columns)));
    }
    if (members.have(Method.DECISION_FUNCTION)) {
      forms.put(Method.DECISION_FUNCTION, List.of(Form.decision(members.size())));
    }
    return forms;
  }

  @Override
  public Answer answer(Method method, Table rows) {
    return switch (method) {
      case PREDICT -> new Answer.Chosen(chosen(rows), targets());
      case PREDICT_PROBA -> new Answer.Numbers(probabilities(rows));
      default ->
          new Answer.Numbers(
              beside(
                  members.all().stream()
                      .map(member -> member.numbers(Method.DECISION_FUNCTION, rows))
                      .toList(),
                  rows));
    };
  }

  private static Matrix beside(List<Matrix> parts, Table rows) {
    return Table.beside(List.copyOf(parts), rows.rows()).numbers();
  }

  private int[] chosen(Table rows) {
    List<Matrix> each = members.all().stream().map(member -> member.confidence(rows)).toList();
    if (single() || marks) {
      return marked(beside(each, rows));
    }
    int[] chosen = new int[rows.rows()];
    double[] surest = new double[rows.rows()];
    Arrays.fill(surest, Double.NEGATIVE_INFINITY);
    for (int i = 0; i < each.size(); i++) {
      int member = release.before(1, 8) ? i : each.size() - 1 - i;
      double[] scores = each.get(member).values();
      for (int r = 0; r < chosen.length; r++) {
        surest[r] = Math.max(surest[r], scores[r]); // NaN stays and equals nothing
        chosen[r] = surest[r] == scores[r] ? member : chosen[r];
      }
    }
    return chosen;
  }

  private int[] marked(Matrix scores) {
    double threshold = members.first().threshold();
    int[] marked = new int[scores.values().length];
    for (int i = 0; i < marked.length; i++) {
      boolean above = scores.values()[i] > threshold;
      marked[i] = above && (marks || labels.size() > 1) ? 1 : 0;
    }
    return marked;
  }

  private Matrix probabilities(Table rows) {
    int columns = single() ? 2 : members.size();
    Matrix all = Matrix.zeros(rows.rows(), columns);
    for (int m = 0; m < members.size(); m++) {
      Matrix both = members.all().get(m).numbers(Method.PREDICT_PROBA, rows);
      for (int r = 0; r < rows.rows(); r++) {
        all.values()[r * columns + columns - members.size() + m] = both.at(r, 1);
        if (single()) {
          all.values()[r * 2] = 1 - both.at(r, 1);
        }
      }
    }
    if (!marks) {
      normalise(all);
    }
    return all;
  }

  private void normalise(Matrix all) {
    double[] values = all.values();
    int width = all.columns();
    for (int from = 0; from < values.length; from += width) {
      double sum = 0;
      for (int i = from; i < from + width; i++) {
        sum += values[i];
      }
      for (int i = from; i < from + width && (sum != 0 || release.before(1, 7)); i++) {
        values[i] /= sum;
      }
    }
  }
}
