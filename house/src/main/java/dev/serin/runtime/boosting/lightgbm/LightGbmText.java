package dev.serin.runtime.boosting.lightgbm;

import dev.serin.base.Json;
import dev.serin.kernel.boosting.BoostedTree;
import dev.serin.kernel.boosting.BoostedTrees;
import dev.serin.reader.Budget;
import dev.serin.runtime.Limits;
import dev.serin.runtime.boosting.Columns;
import dev.serin.runtime.boosting.Refusal;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the text of a LightGBM model: header, trees, parameters, categories of pandas. */
final class LightGbmText {
  private static final Set<String> HEADER =
      Set.of(
          "tree",
          "version",
          "num_class",
          "num_tree_per_iteration",
          "label_index",
          "max_feature_idx",
          "objective",
          "average_output",
          "feature_names",
          "monotone_constraints",
          "feature_infos",
          "tree_sizes");
  private static final Set<String> VERSIONS = Set.of("v2", "v3", "v4");
  private static final String TREE = "Tree=";
  private static final String END = "end of trees";
  private static final String PANDAS = "pandas_categorical:";
  private static final String CATEGORICAL = "[categorical_feature:";
  private static final int MOST_SCORES = 1 << 20;

  private final Lines lines;
  private final Budget budget;
  private final Limits limits;
  private final List<BoostedTree> trees = new ArrayList<>();
  private String categoricalColumns = "";
  private Optional<String> pandas = Optional.empty();

  private LightGbmText(InputStream in, Budget budget, Limits limits) {
    this.lines = new Lines(in, budget);
    this.budget = budget;
    this.limits = limits;
  }

  /** What a file says: the version of its format, the booster, the columns. */
  record Model(String version, LightGbmBooster booster, Columns columns) {}

  /**
   * Reads a whole file; {@code best} is the number of iterations to use, all when it is not above 0
   * or beyond what there is.
   *
   * @throws dev.serin.base.Problem.Raised with {@code Refused}
   */
  static Model read(InputStream in, Budget budget, Limits limits, int best) {
    return new LightGbmText(in, budget, limits).model(best);
  }

  private Model model(int best) {
    Section header = new Section("header", HEADER);
    String at = rest(header);
    String version = header.text("version");
    if (!VERSIONS.contains(version)) {
      throw Refusal.value("header", "version " + Section.shown(version) + " is not known");
    }
    int width = header.whole("num_tree_per_iteration");
    int features = header.whole("max_feature_idx") + 1;
    if (width < 1 || width > MOST_SCORES || features < 1 || features > MOST_SCORES) {
      throw header.corrupt("has " + width + " scores of " + features + " features");
    }
    while (at.startsWith(TREE)) {
      Section section = new Section("Tree " + trees.size(), TreeText.KEYS);
      if (!at.substring(TREE.length()).strip().equals(Integer.toString(trees.size()))) {
        throw section.corrupt("is called " + Section.shown(at));
      }
      at = rest(section);
      trees.add(TreeText.read(section, trees.size() % width));
      budget.hold(64L * trees.getLast().left().length, section::place);
    }
    if (!at.equals(END)) {
      throw Refusal.corrupt(lines.place(), "the trees end with '" + Section.shown(at) + "'");
    }
    tail();
    return new Model(version, booster(header, width, features, best), columns(header, features));
  }

  /** Reads the lines of one section; what begins the next is returned. */
  private String rest(Section section) {
    while (true) {
      String line = lines.next().orElseThrow(() -> section.corrupt("the file ends in the middle"));
      if (line.startsWith(TREE) || line.equals(END)) {
        return line;
      }
      if (!line.isBlank()) {
        section.add(line);
      }
    }
  }

  private void tail() {
    for (Optional<String> next = lines.next(); next.isPresent(); next = lines.next()) {
      String line = next.get();
      if (line.startsWith(CATEGORICAL)) {
        categoricalColumns = line.substring(CATEGORICAL.length()).replace(']', ' ').strip();
      } else if (line.startsWith(PANDAS)) {
        pandas = Optional.of(line.substring(PANDAS.length()).strip());
      }
    }
  }

  private LightGbmBooster booster(Section header, int width, int features, int best) {
    if (trees.size() % width != 0) {
      throw header.corrupt(trees.size() + " trees are not whole iterations of " + width);
    }
    int all = trees.size() / width;
    int used = best > 0 && best < all ? best : all;
    BoostedTrees forest =
        new BoostedTrees(trees.subList(0, used * width), features, false, "the trees");
    forest.checkOutputs(width, "the trees");
    Objective objective =
        header.has("objective") && !header.text("objective").isEmpty()
            ? Objective.of(header.text("objective"), width)
            : Objective.none();
    if (objective.classes() > 2 && objective.classes() != header.whole("num_class")) {
      throw header.corrupt("has " + width + " scores for another number of classes");
    }
    boolean average = header.has("average_output");
    return new LightGbmBooster(forest, width, objective, average ? Math.max(1, used) : 0);
  }

  private Columns columns(Section header, int features) {
    List<String> names =
        header.has("feature_names") ? List.of(header.text("feature_names").split(" ")) : List.of();
    boolean invented = true;
    for (int i = 0; i < names.size(); i++) {
      invented &= names.get(i).equals("Column_" + i);
    }
    return new Columns(
        features,
        invented ? List.of() : names,
        categories(header, features),
        Columns.Unknown.MISSING);
  }

  /** The categories of a data frame's columns, which the file keeps without saying where. */
  private Map<Integer, Columns.Categories> categories(Section header, int features) {
    if (pandas.isEmpty() || pandas.get().equals("null") || pandas.get().equals("[]")) {
      return Map.of();
    }
    if (!(Json.parse(pandas.get(), limits.jsonDepth()) instanceof Json.Arr(List<Json> lists))) {
      throw Refusal.corrupt(PANDAS, "is no list");
    }
    List<Integer> columns = categoricalColumns(header, features);
    if (columns.size() != lists.size()) {
      throw Refusal.value(
          PANDAS, lists.size() + " lists cannot be matched to " + columns.size() + " columns");
    }
    Map<Integer, Columns.Categories> categories = new HashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      categories.put(columns.get(i), categories(lists.get(i)));
    }
    return categories;
  }

  /** As the parameters say; before 3.0 only the ranges of the features tell, as {@code 0:2:1}. */
  private List<Integer> categoricalColumns(Section header, int features) {
    List<Integer> columns = new ArrayList<>();
    if (!categoricalColumns.isEmpty()) {
      for (String column : categoricalColumns.split(",")) {
        columns.add(column(column.strip(), features));
      }
      return columns;
    }
    String[] infos = header.text("feature_infos").split(" ");
    for (int i = 0; i < Math.min(infos.length, features); i++) {
      if (!infos[i].startsWith("[") && !infos[i].equals("none")) {
        columns.add(i);
      }
    }
    return columns;
  }

  private static int column(String text, int features) {
    try {
      int column = Integer.parseInt(text);
      if (column >= 0 && column < features) {
        return column;
      }
    } catch (NumberFormatException wrong) {
      throw Refusal.corrupt(
          CATEGORICAL, "names the column " + Section.shown(text) + ": " + wrong.getMessage());
    }
    throw Refusal.corrupt(CATEGORICAL, "names column " + text + " of " + features);
  }

  private static Columns.Categories categories(Json list) {
    List<Json> items = list instanceof Json.Arr(List<Json> all) ? all : List.of(list);
    List<String> texts = new ArrayList<>();
    List<Double> numbers = new ArrayList<>();
    for (Json item : items) {
      switch (item) {
        case Json.Str(String text) -> texts.add(text);
        case Json.Num number -> numbers.add(number.doubleValue() + 0.0);
        case Json.Bool(boolean truth) -> numbers.add(truth ? 1.0 : 0.0);
        case Json.Null _, Json.Arr _, Json.Obj _ ->
            throw Refusal.value(PANDAS, "holds " + Section.shown(item.text()));
      }
    }
    if (!texts.isEmpty() && !numbers.isEmpty()) {
      throw Refusal.value(PANDAS, "mixes texts and numbers in one column");
    }
    return numbers.isEmpty()
        ? Columns.Categories.ofTexts(texts)
        : Columns.Categories.ofNumbers(numbers);
  }
}
