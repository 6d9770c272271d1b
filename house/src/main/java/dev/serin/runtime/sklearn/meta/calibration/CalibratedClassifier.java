package dev.serin.runtime.sklearn.meta.calibration;

import dev.serin.reader.Node;
import dev.serin.runtime.sklearn.Answer;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Form;
import dev.serin.runtime.sklearn.Labels;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Method;
import dev.serin.runtime.sklearn.Table;
import dev.serin.runtime.sklearn.Workshop;
import dev.serin.runtime.sklearn.meta.Largest;
import dev.serin.runtime.sklearn.meta.Members;
import dev.serin.runtime.sklearn.meta.Outer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code CalibratedClassifierCV}: the mean of the calibrated classifiers' probabilities. */
record CalibratedClassifier(List<CalibratedPart> parts, Members members, Labels labels)
    implements Outer {

  static CalibratedClassifier of(Attributes state, Workshop workshop) {
    Labels labels = state.labels("classes_");
    List<Node> nodes = state.items("calibrated_classifiers_");
    if (nodes.isEmpty()) {
      throw state.corrupt("has no calibrated classifiers");
    }
    List<CalibratedPart> parts = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      Attributes part = state.inner("calibrated_classifiers_[" + i + "]", nodes.get(i));
      parts.add(CalibratedPart.of(part, workshop, labels));
    }
    Members members = Members.alike(state, parts.stream().map(CalibratedPart::member).toList());
    return new CalibratedClassifier(List.copyOf(parts), members, labels);
  }

  @Override
  public List<Labels> targets() {
    return List.of(labels);
  }

  @Override
  public Map<Method, List<Form>> forms() {
    return Form.weighing(targets());
  }

  @Override
  public Answer answer(Method method, Table rows) {
    return answers(Set.of(method), rows).get(method);
  }

  @Override
  public Map<Method, Answer> answers(Set<Method> methods, Table rows) {
    Matrix mean = Matrix.zeros(rows.rows(), labels.size());
    for (CalibratedPart part : parts) {
      double[] proba = part.probabilities(rows).values();
      for (int i = 0; i < proba.length; i++) {
        mean.values()[i] += proba[i];
      }
    }
    for (int i = 0; i < mean.values().length; i++) {
      mean.values()[i] /= parts.size();
    }
    Map<Method, Answer> answers = new EnumMap<>(Method.class);
    for (Method method : methods) {
      answers.put(
          method,
          method == Method.PREDICT
              ? new Answer.Chosen(Largest.of(mean), targets())
              : new Answer.Numbers(mean));
    }
    return answers;
  }
}
