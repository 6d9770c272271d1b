package dev.serin.runtime.sklearn.meta.ensemble;

import dev.serin.reader.Node;
import dev.serin.runtime.sklearn.Answer;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Estimator;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Method;
import dev.serin.runtime.sklearn.Table;
import dev.serin.runtime.sklearn.Workshop;
import dev.serin.runtime.sklearn.meta.Member;
import dev.serin.runtime.sklearn.meta.Members;
import dev.serin.tensor.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What a stack gives to its last estimator: the answers of the members side by side, then the rows
 * themselves if so wished. Of the probabilities of two classes, and of each of several targets, the
 * first column is left out.
 */
record Stack(Members members, List<Part> parts, boolean through, Member last) {

  /** One member's answer: the method, and how many of its first columns are left out. */
  private record Part(Member member, Method method, int skipped, int columns) {}

  /** The stack of this model, whose classes or targets are {@code classes}; 0 for a regressor. */
  static Stack of(Attributes state, Workshop workshop, int classes) {
    Members members = Members.of(state, workshop, "estimators_");
    List<Node> methods = state.items("stack_method_");
    if (methods.size() != members.size()) {
      throw state.corrupt(
          "has " + methods.size() + " methods for " + members.size() + " estimators");
    }
    List<Part> parts = new ArrayList<>();
    long columns = 0;
    for (int i = 0; i < methods.size(); i++) {
      parts.add(part(state, members.all().get(i), methods.get(i), classes));
      columns += parts.getLast().columns;
    }
    boolean through = state.flag("passthrough", false);
    Member last = Member.of(state, workshop, "final_estimator_");
    int width = workshop.checkedWidth(state.place(), columns + Math.max(members.width(), 0));
    if (!through || members.width() != Estimator.ANY) {
      last.taking(through ? width : (int) columns);
    }
    return new Stack(members, parts, through, last);
  }

  private static Part part(Attributes state, Member member, Node word, int classes) {
    Optional<Method> method =
        word instanceof Node.Text(String text) ? Method.named(text) : Optional.empty();
    if (method.isEmpty() || method.get() == Method.TRANSFORM) {
      throw state.unsupported("stack_method_ has a method that is not known");
    }
    Method asked = method.get();
    if (asked == Method.PREDICT) {
      member.predictingNumbers();
      return new Part(member, asked, 0, Math.max(1, member.columns(asked)));
    }
    int several = member.with(asked).inner().forms().get(asked).size();
    if (several > 1) {
      int columns =
          member.inner().forms().get(asked).stream()
              .mapToInt(form -> form.tail().getFirst() - 1)
              .sum();
      return new Part(member, asked, 1, columns);
    }
    int columns = member.columns(asked);
    int skipped = asked == Method.PREDICT_PROBA && classes == 2 ? 1 : 0;
    return new Part(member, asked, skipped, columns - skipped);
  }

  /** How many columns it gives, {@link Estimator#ANY} where that is open. */
  int columns() {
    int own = parts.stream().mapToInt(Part::columns).sum();
    return through
        ? (members.width() == Estimator.ANY ? members.width() : own + members.width())
        : own;
  }

  /** The rows for the last estimator. */
  Table rows(Table rows) {
    List<Table> beside = new ArrayList<>();
    for (Part part : parts) {
      if (part.method == Method.PREDICT) {
        beside.add(part.member.predicted(rows));
      } else if (part.member.inner().answer(part.method, rows)
          instanceof Answer.Numbers(List<Matrix> matrices)) {
        matrices.forEach(matrix -> beside.add(tail(matrix, part.skipped)));
      }
    }
    if (through) {
      beside.add(rows);
    }
    return Table.beside(beside, rows.rows());
  }

  private static Matrix tail(Matrix matrix, int skipped) {
    return skipped == 0
        ? matrix
        : matrix.select(IntStream.range(skipped, matrix.columns()).toArray());
  }

  long passes() {
    return 1 + members.passes() + last.inner().passes();
  }

  DataType cells() {
    boolean texts = through && members.inputs().contains(DataType.BYTES);
    return texts ? DataType.BYTES : DataType.FP64;
  }
}
