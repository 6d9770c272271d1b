package dev.serin.runtime.sklearn.meta.ensemble;

import dev.serin.kernel.Links;
import dev.serin.runtime.sklearn.Answer;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Form;
import dev.serin.runtime.sklearn.Labels;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Method;
import dev.serin.runtime.sklearn.Table;
import dev.serin.runtime.sklearn.Transformer;
import dev.serin.runtime.sklearn.Workshop;
import dev.serin.runtime.sklearn.meta.Largest;
import dev.serin.runtime.sklearn.meta.Member;
import dev.serin.runtime.sklearn.meta.Members;
import dev.serin.runtime.sklearn.meta.Outer;
import dev.serin.runtime.sklearn.meta.Places;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code VotingClassifier}: the weighted mean of the probabilities, or the most votes. Its members
 * were fitted on the numbers of the labels. Transforming lays their answers side by side.
 */
final class VotingClassifier implements Outer, Transformer {
  private final Members members;
  private final VoteWeights weights;
  private final Labels labels;
  private final boolean soft;
  private final boolean flat;
  private final List<int[]> places;

  private VotingClassifier(Attributes state, Members members, boolean soft, List<int[]> places) {
    this.members = members;
    this.weights = VoteWeights.of(state, members.size());
    this.labels = state.labels("classes_");
    this.soft = soft;
    this.flat = !soft || state.flag("flatten_transform", !state.release().before(0, 21));
    this.places = List.copyOf(places);
  }

  static VotingClassifier of(Attributes state, Workshop workshop) {
    Members members = Members.of(state, workshop, "estimators_");
    boolean soft = state.choice("voting", "hard", "hard", "soft").equals("soft");
    int classes = state.labels("classes_").size();
    List<int[]> places = new ArrayList<>();
    for (Member member : members.all()) {
      if (soft) {
        member.answering(Method.PREDICT_PROBA, classes);
      } else {
        places.add(Places.numbered(member.with(Method.PREDICT), classes));
      }
    }
    VotingClassifier voting = new VotingClassifier(state, members, soft, places);
    if (!voting.flat) {
      workshop.warn(state.place() + ": transform has three axes (flatten_transform), left out");
    }
    workshop.checkedWidth(state.place(), (long) members.size() * classes);
    return voting;
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
  public int outputWidth(int inputWidth) {
    return soft ? members.size() * labels.size() : members.size();
  }

  @Override
  public Map<Method, List<Form>> forms() {
    Map<Method, List<Form>> forms = soft ? Form.weighing(targets()) : Form.choosing(targets());
    if (flat) {
      forms.put(Method.TRANSFORM, List.of(Form.wide(cells(), outputWidth(width()))));
    }
    return forms;
  }

  @Override
  public Matrix transform(Table rows) {
    return soft ? beside(probabilities(rows), rows.rows()) : votes(rows);
  }

  private static Matrix beside(List<Matrix> parts, int rows) {
    return Table.beside(List.copyOf(parts), rows).numbers();
  }

  private List<Matrix> probabilities(Table rows) {
    return members.all().stream()
        .map(member -> member.numbers(Method.PREDICT_PROBA, rows))
        .toList();
  }

  /** The place that each member votes for. */
  private Matrix votes(Table rows) {
    Matrix votes = Matrix.zeros(rows.rows(), members.size());
    for (int m = 0; m < members.size(); m++) {
      int[] chosen = Places.moved(members.all().get(m).chosen(rows), places.get(m));
      for (int r = 0; r < chosen.length; r++) {
        votes.values()[r * members.size() + m] = chosen[r];
      }
    }
    return votes;
  }

  @Override
  public Answer answer(Method method, Table rows) {
    return answers(Set.of(method), rows).get(method);
  }

  @Override
  public Map<Method, Answer> answers(Set<Method> methods, Table rows) {
    Map<Method, Answer> answers = new EnumMap<>(Method.class);
    List<Matrix> parts = soft ? probabilities(rows) : List.of(votes(rows));
    Matrix mean = soft ? weights.mean(parts) : parts.getFirst();
    for (Method method : methods) {
      answers.put(
          method,
          switch (method) {
            case PREDICT -> new Answer.Chosen(soft ? Largest.of(mean) : elected(mean), targets());
            case PREDICT_PROBA -> new Answer.Numbers(mean);
            default -> new Answer.Cells(beside(parts, rows.rows()));
          });
    }
    return answers;
  }

  private int[] elected(Matrix votes) {
    int[] elected = new int[votes.rows()];
    for (int r = 0; r < elected.length; r++) {
      double[] counted = new double[labels.size()];
      for (int m = 0; m < votes.columns(); m++) {
        counted[(int) votes.at(r, m)] += weights.all()[m];
      }
      elected[r] = Links.largest(counted, 0, counted.length);
    }
    return elected;
  }

  @Override
  public String sizes() {
    return members.size() + " inside";
  }
}
