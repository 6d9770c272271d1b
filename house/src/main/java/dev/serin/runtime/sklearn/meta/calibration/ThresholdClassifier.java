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
import dev.serin.runtime.sklearn.meta.Member;
import dev.serin.runtime.sklearn.meta.Members;
import dev.serin.runtime.sklearn.meta.Outer;
import dev.serin.tensor.DataType;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A classifier of two classes whose positive one is chosen from a threshold on: tuned or fixed. The
 * scores are those of the positive class.
 */
record ThresholdClassifier(
    Member member, Labels labels, Method response, double threshold, int positive)
    implements Outer {
  private static final String SCORER = "_curve_scorer";

  /** {@code TunedThresholdClassifierCV}: the positive class stands with its scorer. */
  static ThresholdClassifier tuned(Attributes state, Workshop workshop) {
    Member member = Member.of(state, workshop, "estimator_");
    Labels labels = member.labels();
    double threshold = state.real("best_threshold_");
    int positive = 1;
    if (state.has(SCORER)) {
      Attributes scorer = state.inner(SCORER);
      if (scorer.has("_kwargs")
          && scorer.node("_kwargs") instanceof Node.DictNode options
          && options.value("pos_label").isPresent()) {
        positive = positive(scorer, labels, options.value("pos_label").get());
      }
    }
    return of(state, member, threshold, positive);
  }

  /** {@code FixedThresholdClassifier}. */
  static ThresholdClassifier fixed(Attributes state, Workshop workshop) {
    Member member = Member.of(state, workshop, state.either("estimator_", "estimator"));
    boolean auto = state.node("threshold") instanceof Node.Text;
    if (auto) {
      state.choice("threshold", "auto", "auto");
    }
    double half = response(state, member) == Method.PREDICT_PROBA ? 0.5 : 0;
    int positive =
        state.optional("pos_label").map(node -> positive(state, member.labels(), node)).orElse(1);
    return of(state, member, auto ? half : state.real("threshold"), positive);
  }

  private static ThresholdClassifier of(
      Attributes state, Member member, double threshold, int positive) {
    Labels labels = member.labels();
    Method response = response(state, member);
    if (labels.size() != 2) {
      throw state.corrupt("has an estimator of " + labels.size() + " classes");
    }
    member.answering(response, response == Method.PREDICT_PROBA ? 2 : 1);
    member.taking(state.width());
    return new ThresholdClassifier(member, labels, response, threshold, positive);
  }

  private static Method response(Attributes state, Member member) {
    String word =
        state.choice("response_method", "auto", "auto", "predict_proba", "decision_function");
    boolean proba =
        word.equals("auto") ? member.has(Method.PREDICT_PROBA) : word.equals("predict_proba");
    return proba ? Method.PREDICT_PROBA : Method.DECISION_FUNCTION;
  }

  private static int positive(Attributes state, Labels labels, Node given) {
    if (given instanceof Node.None) {
      return 1;
    }
    for (int i = 0; i < labels.size(); i++) {
      boolean equal =
          given instanceof Node.Text(String text)
              ? labels.type() == DataType.BYTES && labels.name(i).equals(text)
              : labels.type() != DataType.BYTES
                  && labels.number(i) == state.real("pos_label", given);
      if (equal) {
        return i;
      }
    }
    throw state.corrupt("has a pos_label that is none of its classes");
  }

  @Override
  public Members members() {
    return Members.of(member);
  }

  @Override
  public List<Labels> targets() {
    return List.of(labels);
  }

  @Override
  public Map<Method, List<Form>> forms() {
    Map<Method, List<Form>> forms = new EnumMap<>(member.inner().forms());
    forms.keySet().retainAll(List.of(Method.PREDICT_PROBA, Method.DECISION_FUNCTION));
    forms.putAll(Form.choosing(targets()));
    return forms;
  }

  @Override
  public Answer answer(Method method, Table rows) {
    if (method != Method.PREDICT) {
      return member.inner().answer(method, rows);
    }
    Matrix scores = member.numbers(response, rows);
    int[] chosen = new int[scores.rows()];
    for (int r = 0; r < chosen.length; r++) {
      double score =
          response == Method.PREDICT_PROBA
              ? scores.at(r, positive)
              : positive == 0 ? -scores.values()[r] : scores.values()[r];
      chosen[r] = score >= threshold ? positive : 1 - positive;
    }
    return new Answer.Chosen(chosen, targets());
  }

  @Override
  public String sizes() {
    return member.inner().sizes();
  }
}
