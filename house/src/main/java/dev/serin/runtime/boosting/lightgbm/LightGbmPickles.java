package dev.serin.runtime.boosting.lightgbm;

import dev.serin.reader.Budget;
import dev.serin.reader.Node;
import dev.serin.runtime.Format;
import dev.serin.runtime.Guest;
import dev.serin.runtime.Limits;
import dev.serin.runtime.boosting.BoostedModel;
import dev.serin.runtime.boosting.Head;
import dev.serin.runtime.boosting.OpenedModel;
import dev.serin.runtime.boosting.Refusal;
import dev.serin.runtime.boosting.State;
import dev.serin.tensor.DataType;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;

/** The pickled boosters and estimators of LightGBM: the booster's text is inside of them. */
public final class LightGbmPickles implements Guest.Library {
  static final String NAME = "lightgbm";
  private static final String ESTIMATORS = "lightgbm.sklearn";
  private static final String BASIC = "lightgbm.basic";
  private static final String BOOSTER = "Booster";
  private static final String ENCODER = "LabelEncoder";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Map<String, Set<String>> types() {
    return Map.of(
        ESTIMATORS,
        Set.of("LGBMClassifier", "LGBMRegressor", "LGBMRanker", "LGBMModel"),
        BASIC,
        Set.of(BOOSTER));
  }

  @Override
  public Map<String, Set<String>> inert() {
    return Map.of(
        "lightgbm.compat",
        Set.of("_LGBMLabelEncoder", "LGBMLabelEncoder"),
        "sklearn.preprocessing.label",
        Set.of(ENCODER),
        "sklearn.preprocessing._label",
        Set.of(ENCODER));
  }

  @Override
  public Format.Opened open(Node.Instance instance, Limits limits) {
    State state = new State(instance, instance.type().name());
    LightGbmText.Model text = text(booster(state), limits);
    return OpenedModel.of(
        NAME, "format " + text.version(), instance.type().qualified(), model(state, text));
  }

  @Override
  public Guest guest(Node.Instance instance, String place, Limits limits) {
    State state = new State(instance, place);
    return model(state, text(booster(state), limits));
  }

  private static State booster(State state) {
    return state.type().equals(BOOSTER) ? state : state.inner("_Booster", BASIC, BOOSTER);
  }

  private static LightGbmText.Model text(State booster, Limits limits) {
    String text =
        booster
            .text("_handle")
            .or(() -> booster.text("handle"))
            .orElseThrow(() -> booster.corrupt("it holds no model: it was not trained"));
    if (booster.has("pandas_categorical") && !text.contains("pandas_categorical:[")) {
      throw Refusal.value(booster.place(), "its categories are not in the text of the model");
    }
    Budget budget = limits.budget();
    return LightGbmText.read(
        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
        budget,
        limits,
        booster.whole("best_iteration", 0));
  }

  private static Guest model(State state, LightGbmText.Model text) {
    return new BoostedModel(text.booster(), text.columns(), head(state, text), DataType.FP64);
  }

  private static Head head(State state, LightGbmText.Model text) {
    if (state.type().equals(BOOSTER)) {
      return new Head.Native();
    }
    checkOptions(state);
    if (!state.type().equals("LGBMClassifier")) {
      return new Head.Plain();
    }
    Guest.Classes classes = state.has("_le") ? state.encoded("_le") : state.classes("_classes");
    int scores = text.booster().width();
    boolean fits = scores == 1 ? classes.size() == 2 : classes.size() == scores && scores > 2;
    if (!fits) {
      throw Refusal.value(
          state.place(), "has " + classes.size() + " classes, but " + scores + " scores in a row");
    }
    return new Head.Classifier(classes);
  }

  /** What would change the predictions and is not in the text. */
  private static void checkOptions(State state) {
    boolean known = !state.has("_objective") || state.text("_objective").isPresent();
    if (!known || state.has("_fobj")) {
      throw Refusal.value(state.place(), "has an objective of its own, a function");
    }
    if (state.optional("_other_params").orElse(Node.NONE) instanceof Node.DictNode options) {
      for (Node.Entry option : options.entries()) {
        if (option.key() instanceof Node.Text(String name)
            && (name.startsWith("pred_early_stop") || name.endsWith("_iteration_predict"))) {
          throw Refusal.value(state.place(), "has the option " + name);
        }
      }
    }
  }
}
