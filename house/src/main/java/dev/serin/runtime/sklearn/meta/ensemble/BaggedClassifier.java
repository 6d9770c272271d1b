package dev.serin.runtime.sklearn.meta.ensemble;

import dev.serin.runtime.sklearn.Answer;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Form;
import dev.serin.runtime.sklearn.Labels;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Method;
import dev.serin.runtime.sklearn.Table;
import dev.serin.runtime.sklearn.Workshop;
import dev.serin.runtime.sklearn.meta.Largest;
import dev.serin.runtime.sklearn.meta.Member;
import dev.serin.runtime.sklearn.meta.Members;
import dev.serin.runtime.sklearn.meta.Outer;
import dev.serin.runtime.sklearn.meta.Places;
import dev.serin.tensor.DataType;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code BaggingClassifier}: the mean of the members' probabilities, or of their votes where a
 * member has none. The members were fitted on the numbers of the labels, maybe not on all.
 */
record BaggedClassifier(Bag bag, Labels labels, List<int[]> places, int decisions)
    implements Outer {

  static BaggedClassifier of(Attributes state, Workshop workshop) {
    Bag bag = Bag.of(state, workshop);
    Labels labels = state.labels("classes_");
    List<int[]> places = new ArrayList<>();
    for (Member member : bag.members().all()) {
      int[] numbers = Places.numbered(member.with(Method.PREDICT), labels.size());
      if (member.has(Method.PREDICT_PROBA)) {
        member.answering(Method.PREDICT_PROBA, numbers.length);
      }
      places.add(numbers);
    }
    return new BaggedClassifier(bag, labels, places, decisions(bag.members(), labels));
  }

  /** The width of the summed decision functions; 0 where they cannot be summed. */
  private static int decisions(Members members, Labels labels) {
    int width = labels.size() == 2 ? 1 : 0;
    for (Member member : members.all()) {
      if (!member.has(Method.DECISION_FUNCTION) || member.labels().size() != labels.size()) {
        return 0;
      }
      int own = member.columns(Method.DECISION_FUNCTION);
      if (width != 0 && own != width) {
        return 0;
      }
      width = own;
    }
    return width;
  }

  @Override
  public Members members() {
    return bag.members();
  }

  @Override
  public int width() {
    return bag.width();
  }

  @Override
  public List<DataType> inputs(List<DataType> wanted) {
    return bag.inputs();
  }

  @Override
  public List<Labels> targets() {
    return List.of(labels);
  }

  @Override
  public Map<Method, List<Form>> forms() {
    Map<Method, List<Form>> forms = Form.weighing(targets());
    if (decisions > 0) {
      forms.put(Method.DECISION_FUNCTION, List.of(Form.decision(decisions)));
    }
    return forms;
  }

  @Override
  public Answer answer(Method method, Table rows) {
    return answers(Set.of(method), rows).get(method);
  }

  @Override
  public Map<Method, Answer> answers(Set<Method> methods, Table rows) {
    Map<Method, Answer> answers = new EnumMap<>(Method.class);
    if (methods.contains(Method.DECISION_FUNCTION)) {
      answers.put(
          Method.DECISION_FUNCTION,
          new Answer.Numbers(bag.mean(rows, decisions, Method.DECISION_FUNCTION)));
    }
    if (methods.contains(Method.PREDICT) || methods.contains(Method.PREDICT_PROBA)) {
      Matrix mean = bag.mean(rows, labels.size(), this::probabilities);
      answers.put(Method.PREDICT, new Answer.Chosen(Largest.of(mean), targets()));
      answers.put(Method.PREDICT_PROBA, new Answer.Numbers(mean));
    }
    answers.keySet().retainAll(methods);
    return answers;
  }

  private Matrix probabilities(int at, Table rows) {
    Member member = bag.members().all().get(at);
    int[] own = places.get(at);
    Matrix all = Matrix.zeros(rows.rows(), labels.size());
    if (member.has(Method.PREDICT_PROBA)) {
      Matrix part = member.numbers(Method.PREDICT_PROBA, rows);
      if (own.length == labels.size()) {
        return part;
      }
      for (int i = 0; i < part.values().length; i++) {
        int to = i / own.length * labels.size() + own[i % own.length];
        all.values()[to] += part.values()[i];
      }
      return all;
    }
    int[] chosen = member.chosen(rows);
    for (int r = 0; r < chosen.length; r++) {
      all.values()[r * labels.size() + own[chosen[r]]] = 1;
    }
    return all;
  }
}
