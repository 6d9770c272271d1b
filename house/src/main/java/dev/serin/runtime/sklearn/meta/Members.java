package dev.serin.runtime.sklearn.meta;

import dev.serin.reader.Node;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Estimator;
import dev.serin.runtime.sklearn.Frame;
import dev.serin.runtime.sklearn.Method;
import dev.serin.runtime.sklearn.Rows;
import dev.serin.runtime.sklearn.Table;
import dev.serin.runtime.sklearn.Workshop;
import dev.serin.tensor.DataType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The estimators inside of another that are all given rows of {@code width} columns. */
public record Members(List<Member> all, int width) {
  public Members {
    all = List.copyOf(all);
  }

  /** One member. */
  public static Members of(Member member) {
    return new Members(List.of(member), member.inner().width());
  }

  /** The members in this list; at least one. Each takes the rows that the outer one takes. */
  public static Members of(Attributes state, Workshop workshop, String attribute) {
    return alike(state, list(state, workshop, attribute));
  }

  /** The members in this list, whatever each takes; at least one. */
  public static List<Member> list(Attributes state, Workshop workshop, String attribute) {
    List<Node> nodes = state.items(attribute);
    if (nodes.isEmpty()) {
      throw state.corrupt("has no estimators in " + attribute);
    }
    List<Member> members = new ArrayList<>(nodes.size());
    for (int i = 0; i < nodes.size(); i++) {
      String place = state.place() + "." + attribute + "[" + i + "]";
      members.add(Member.of(workshop, nodes.get(i), place));
    }
    return members;
  }

  /** These members, which must take the same rows: those of the outer one where it says. */
  public static Members alike(Attributes state, List<Member> members) {
    int width = state.width();
    for (Member member : members) {
      width = width == Estimator.ANY ? member.inner().width() : width;
    }
    for (Member member : members) {
      member.taking(width);
    }
    return new Members(members, width);
  }

  /** The first member. */
  public Member first() {
    return all.getFirst();
  }

  /** How many there are. */
  public int size() {
    return all.size();
  }

  /** Whether each can be asked for this. */
  public boolean have(Method method) {
    return all.stream().allMatch(member -> member.has(method));
  }

  /** The steps that one row passes in all of them. */
  public long passes() {
    return all.stream().mapToLong(member -> member.inner().passes()).sum();
  }

  /** The datatypes of the columns: a text column for one is one for all. */
  public List<DataType> inputs() {
    List<DataType> wanted = new ArrayList<>(Collections.nCopies(Math.max(width, 0), DataType.FP64));
    for (Member member : all) {
      List<DataType> types = member.inner().inputs(List.of());
      for (int i = 0; i < types.size() && i < wanted.size(); i++) {
        if (types.get(i) != DataType.FP64 && wanted.get(i) != DataType.BYTES) {
          wanted.set(i, types.get(i));
        }
      }
    }
    return wanted;
  }

  /** Rows as an outer estimator passes them on after its own check; texts are not looked into. */
  public static Table checked(Table rows, int width, Rows.Cells cells, String who) {
    Rows.atLeastOne(rows, who);
    Rows.width(rows, width, who);
    return rows instanceof Frame ? rows : Rows.table(rows, width, cells, who);
  }
}
