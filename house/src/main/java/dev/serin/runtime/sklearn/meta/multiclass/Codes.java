package dev.serin.runtime.sklearn.meta.multiclass;

import dev.serin.runtime.sklearn.Answer;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Form;
import dev.serin.runtime.sklearn.Labels;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Method;
import dev.serin.runtime.sklearn.Table;
import dev.serin.runtime.sklearn.Workshop;
import dev.serin.runtime.sklearn.meta.Member;
import dev.serin.runtime.sklearn.meta.Members;
import dev.serin.runtime.sklearn.meta.Outer;
import java.util.List;
import java.util.Map;

/** {@code OutputCodeClassifier}: the class whose code is nearest to the members' confidences. */
record Codes(Members members, Labels labels, Matrix book) implements Outer {

  static Codes of(Attributes state, Workshop workshop) {
    Labels labels = state.labels("classes_");
    Matrix book = state.matrix("code_book_");
    Members members = Members.of(state, workshop, "estimators_");
    members.all().forEach(Member::confident);
    if (book.rows() != labels.size() || book.columns() != members.size()) {
      throw state.corrupt("has a code book that fits neither its classes nor its estimators");
    }
    return new Codes(members, labels, book);
  }

  @Override
  public List<Labels> targets() {
    return List.of(labels);
  }

  @Override
  public Map<Method, List<Form>> forms() {
    return Form.choosing(targets());
  }

  @Override
  public Answer answer(Method method, Table rows) {
    List<Table> each =
        members.all().stream().<Table>map(member -> member.confidence(rows)).toList();
    Matrix scores = Table.beside(each, rows.rows()).numbers();
    int[] chosen = new int[rows.rows()];
    for (int r = 0; r < chosen.length; r++) {
      chosen[r] = nearest(scores, r);
    }
    return new Answer.Chosen(chosen, targets());
  }

  private int nearest(Matrix scores, int row) {
    int best = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int k = 0; k < book.rows(); k++) {
      double distance = 0;
      for (int c = 0; c < book.columns(); c++) {
        double away = scores.at(row, c) - book.at(k, c);
        distance += away * away;
      }
      if (distance < least) {
        least = distance;
        best = k;
      }
    }
    return best;
  }
}
