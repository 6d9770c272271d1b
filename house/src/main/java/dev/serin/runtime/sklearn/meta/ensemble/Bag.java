package dev.serin.runtime.sklearn.meta.ensemble;

import dev.serin.reader.Node;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Estimator;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Method;
import dev.serin.runtime.sklearn.Rows;
import dev.serin.runtime.sklearn.Table;
import dev.serin.runtime.sklearn.Workshop;
import dev.serin.runtime.sklearn.meta.Member;
import dev.serin.runtime.sklearn.meta.Members;
import dev.serin.tensor.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;

/** Members that each take some of the columns, possibly repeated. */
record Bag(String name, int width, Members members, List<int[]> columns) {

  static Bag of(Attributes state, Workshop workshop) {
    List<Member> all = Members.list(state, workshop, "estimators_");
    List<Node> features = state.items("estimators_features_");
    int width = state.width();
    if (width == Estimator.ANY) {
      throw state.corrupt("does not say how many columns it takes");
    }
    if (features.size() != all.size()) {
      throw state.corrupt(
          "has columns for " + features.size() + " of " + all.size() + " estimators");
    }
    List<int[]> columns = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      int[] chosen = state.indices("estimators_features_", features.get(i), width);
      all.get(i).taking(chosen.length);
      columns.add(chosen);
    }
    return new Bag(state.name(), width, new Members(all, width), columns);
  }

  Table checked(Table rows) {
    return Members.checked(rows, width, Rows.Cells.ANY, name);
  }

  /** The rows as this member takes them. */
  Table rows(Table rows, int member) {
    int[] chosen = columns.get(member);
    for (int c = 0; c < chosen.length; c++) {
      if (chosen[c] != c || chosen.length != width) {
        return rows.select(chosen);
      }
    }
    return rows;
  }

  /** The mean over the members of what {@code asked} says of one and its rows. */
  Matrix mean(Table given, int outputs, BiFunction<Integer, Table, Matrix> asked) {
    Table rows = checked(given);
    Matrix mean = Matrix.zeros(rows.rows(), outputs);
    for (int m = 0; m < members.size(); m++) {
      double[] part = asked.apply(m, rows(rows, m)).values();
      for (int i = 0; i < part.length; i++) {
        mean.values()[i] += part[i];
      }
    }
    for (int i = 0; i < mean.values().length; i++) {
      mean.values()[i] /= members.size();
    }
    return mean;
  }

  /** The mean of the numbers of this method. */
  Matrix mean(Table given, int outputs, Method method) {
    return mean(given, outputs, (m, rows) -> members.all().get(m).numbers(method, rows));
  }

  List<DataType> inputs() {
    DataType[] types = new DataType[width];
    Arrays.fill(types, DataType.FP64);
    for (int m = 0; m < members.size(); m++) {
      List<DataType> wanted = members.all().get(m).inner().inputs(List.of());
      int[] chosen = columns.get(m);
      for (int c = 0; c < chosen.length && c < wanted.size(); c++) {
        if (wanted.get(c) == DataType.BYTES) {
          types[chosen[c]] = DataType.BYTES;
        }
      }
    }
    return List.of(types);
  }
}
