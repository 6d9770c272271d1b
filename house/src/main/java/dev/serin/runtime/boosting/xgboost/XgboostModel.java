package dev.serin.runtime.boosting.xgboost;

import dev.serin.kernel.boosting.BoostedTree;
import dev.serin.kernel.boosting.BoostedTrees;
import dev.serin.reader.Budget;
import dev.serin.runtime.Limits;
import dev.serin.runtime.boosting.Columns;
import dev.serin.runtime.boosting.Refusal;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** What a JSON or UBJSON model says: the booster, the columns, the release that wrote it. */
record XgboostModel(String release, XgboostBooster booster, Columns columns) {
  private static final int HEAD = 64;
  private static final int MOST_SCORES = 1 << 20;
  private static final String LEGACY =
      "load it with the release of XGBoost that wrote it and save_model() it as .ubj or .json";

  /**
   * Reads a model; {@code best} asks for the trees up to the best iteration only, as the estimators
   * of scikit-learn's interface do.
   *
   * @throws dev.serin.base.Problem.Raised with {@code Refused}
   */
  static XgboostModel read(
      InputStream in, String place, Budget budget, Limits limits, boolean best) {
    BufferedInputStream bytes = new BufferedInputStream(in);
    byte[] head = head(bytes);
    Feed feed = new Feed(bytes, budget);
    Document root =
        switch (kind(head)) {
          case JSON -> JsonModel.read(feed, limits.jsonDepth());
          case UBJSON -> UbjModel.read(feed, limits.jsonDepth());
          case OTHER ->
              throw Refusal.legacy(
                  place, "holds a model in the old binary format of XGBoost", LEGACY);
        };
    Document.View top = Document.View.of(root, "the model");
    return of(top.has("Model") ? top.inner("Model") : top, best);
  }

  /** How a file is written. */
  enum Kind {
    JSON,
    UBJSON,
    OTHER
  }

  /** By the first bytes: UBJSON has the type of a length or a count where JSON has a quote. */
  static Kind kind(byte[] head) {
    int at = 0;
    while (at < head.length && " \t\r\n".indexOf(head[at]) >= 0) {
      at++;
    }
    if (at >= head.length || head[at] != '{') {
      return Kind.OTHER;
    }
    at++;
    if (at < head.length && "iUIlL#".indexOf(head[at]) >= 0) {
      return Kind.UBJSON;
    }
    while (at < head.length && " \t\r\n".indexOf(head[at]) >= 0) {
      at++;
    }
    return at < head.length && head[at] == '"' ? Kind.JSON : Kind.OTHER;
  }

  private static byte[] head(BufferedInputStream bytes) {
    try {
      bytes.mark(HEAD);
      byte[] head = bytes.readNBytes(HEAD);
      bytes.reset();
      return head;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static XgboostModel of(Document.View top, boolean best) {
    Document.View learner =
        top.only("learner", "version")
            .inner("learner")
            .only(
                "attributes",
                "feature_names",
                "feature_types",
                "gradient_booster",
                "learner_model_param",
                "learner_train_param",
                "objective");
    Document.View numbers =
        learner
            .inner("learner_model_param")
            .only("base_score", "boost_from_average", "num_class", "num_feature", "num_target");
    Objective objective = Objective.named(learner.inner("objective").text("name"));
    checkRelease(objective, release(top));
    int features = numbers.whole("num_feature", 0);
    int width = Math.max(numbers.whole("num_class", 0), numbers.whole("num_target", 1));
    width = Math.max(1, width);
    if (features < 1 || features > MOST_SCORES || width > MOST_SCORES) {
      throw Refusal.corrupt("the model", "has " + width + " scores of " + features + " features");
    }
    if (objective.multiclass() && width < 2) {
      throw Refusal.corrupt("the model", objective.name() + " of one class");
    }
    float[] base = base(numbers, objective, width);
    Document.View gradient =
        learner.inner("gradient_booster").only("name", "model", "gbtree", "weight_drop");
    XgboostBooster.Adding adding =
        switch (gradient.text("name")) {
          case "gbtree" -> trees(learner, gradient.inner("model"), gradient, width, best);
          case "dart" ->
              trees(learner, gradient.inner("gbtree").inner("model"), gradient, width, best);
          case "gblinear" -> {
            Arrays.fill(base, base[0]); // the library adds the first to every output
            yield linear(gradient.inner("model"), features, width);
          }
          default ->
              throw Refusal.value(
                  gradient.place(), "the booster " + gradient.text("name") + " is not known");
        };
    return new XgboostModel(
        release(top),
        new XgboostBooster(adding, base, objective, reading(release(top), objective)),
        Categories.columns(learner, gradient, features, release(top)));
  }

  /** Between 1.2 and 1.5 the base score of this objective changed its meaning. */
  private static void checkRelease(Objective objective, String release) {
    if (objective.name().endsWith("binary:logitraw") && release.matches("1\\.[0-4]\\..*")) {
      throw Refusal.value(
          "learner.objective",
          objective.name() + " of " + release + ": train it with 1.5 or later");
    }
  }

  private static String release(Document.View top) {
    if (!top.has("version")) {
      return "";
    }
    return Arrays.stream(top.wholes("version"))
        .mapToObj(Integer::toString)
        .collect(Collectors.joining("."));
  }

  /** One number for all outputs, or since 3.1 a list {@code [a,b]} of one for each. */
  private static float[] base(Document.View numbers, Objective objective, int width) {
    String text = numbers.text("base_score").strip();
    boolean list = text.startsWith("[") && text.endsWith("]");
    String[] parts = (list ? text.substring(1, text.length() - 1) : text).split(",");
    if (parts.length != 1 && parts.length != width) {
      throw Refusal.corrupt(
          numbers.place(), parts.length + " base scores for " + width + " outputs");
    }
    float[] base = new float[width];
    for (int i = 0; i < width; i++) {
      String part = parts[parts.length == 1 ? 0 : i].strip();
      base[i] = objective.margin((float) numbers.real("base_score", part));
    }
    return objective.link() == Objective.Link.RISING ? Objective.steps(base) : base;
  }

  /** The library's matrix refuses infinity since 1.3. */
  private static XgboostBooster.Reading reading(String release, Objective objective) {
    boolean infinite = release.matches("1\\.[0-2]\\..*");
    boolean empty = objective.link() != Objective.Link.LARGEST;
    return new XgboostBooster.Reading(Double.NaN, infinite, empty);
  }

  private static XgboostBooster.Adding linear(Document.View model, int features, int width) {
    model.only("weights", "boosted_rounds", "param");
    return new LinearAdding(
        features, model.numbers("weights", Math.multiplyExact(features + 1, width)));
  }

  private static XgboostBooster.Adding trees(
      Document.View learner, Document.View model, Document.View gradient, int width, boolean best) {
    List<Document> documents =
        model
            .only(
                "cats",
                "gbtree_model_param",
                "iteration_indptr",
                "tree_info",
                "trees",
                "weight_drop")
            .items("trees");
    int[] outputs = model.wholes("tree_info", documents.size());
    double[] weights = new double[documents.size()];
    Arrays.fill(weights, 1);
    for (Document.View dropping : List.of(gradient, model)) { // of dart; since 3.4 in the model
      weights =
          dropping.has("weight_drop") ? dropping.numbers("weight_drop", documents.size()) : weights;
    }
    int used = best ? used(learner, model, documents.size(), width) : documents.size();
    List<BoostedTree> trees = new ArrayList<>();
    for (int i = 0; i < used; i++) {
      Document.View tree = Document.View.of(documents.get(i), "trees[" + i + "]");
      trees.add(TreeDocument.read(tree, outputs[i], (float) weights[i]));
    }
    int features = learner.inner("learner_model_param").whole("num_feature", 0);
    BoostedTrees forest = new BoostedTrees(trees, features, true, "the trees");
    forest.checkOutputs(width, "the trees");
    return new TreeAdding(forest);
  }

  /** The trees of the iterations up to the best, which early stopping noted. */
  private static int used(Document.View learner, Document.View model, int trees, int width) {
    int none = -1;
    Document.View attributes = learner.has("attributes") ? learner.inner("attributes") : learner;
    if (!attributes.has("best_iteration")) {
      return trees;
    }
    int iterations = attributes.whole("best_iteration", none) + 1;
    if (attributes.has("best_ntree_limit")) { // before 2.0; counts the trees of one output
      return (int) Math.min(trees, (long) attributes.whole("best_ntree_limit", none) * width);
    }
    if (model.has("iteration_indptr")) {
      int[] ends = model.wholes("iteration_indptr");
      return iterations < ends.length ? Math.clamp(ends[iterations], 0, trees) : trees;
    }
    int parallel = Math.max(1, model.inner("gbtree_model_param").whole("num_parallel_tree", 1));
    return (int) Math.min(trees, (long) iterations * parallel * width);
  }
}
