package dev.serin.app;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A model made to harm: what it is called, how it was made, the codes that may refuse it, and its
 * bytes, which are written when they are asked for. Where one file is wrong in two ways, either
 * code is as true.
 */
record Hostile(String file, String how, Set<String> codes, Supplier<Held> model) {
  private static final String TREE =
      """
      tree
      version=v4
      num_class=1
      num_tree_per_iteration=1
      label_index=0
      max_feature_idx=1
      objective=regression
      feature_names=Column_0 Column_1
      feature_infos=[0:1] [0:1]
      tree_sizes=300

      Tree=0
      num_leaves=3
      num_cat=0
      split_feature=0 1
      threshold=0.5 0.5
      decision_type=2 2
      left_child=1 -1
      right_child=-3 -2
      leaf_value=1 2 3
      is_linear=0
      shrinkage=1


      end of trees
      """;
  private static final String NET =
      "import torch.nn as nn\nclass Net(nn.Module):\n  def __init__(self):\n";

  /** The whole catalogue. */
  static List<Hostile> all() {
    List<Hostile> all = new ArrayList<>(HostilePickles.all());
    all.addAll(HostileNets.all());
    all.addAll(boosters());
    all.addAll(torch());
    all.addAll(classes());
    all.addAll(folders());
    return List.copyOf(all);
  }

  /** A committed case of {@code fixtures/}: a file, or a folder. */
  static Hostile fixture(String path, String how, String... codes) {
    return new Hostile(path, how, Set.of(codes), () -> Held.of(Corpus.FIXTURES.resolve(path)));
  }

  static Hostile file(String name, String how, String code, Supplier<byte[]> bytes) {
    return new Hostile(name, how, Set.of(code), () -> Held.file(name, bytes.get()));
  }

  private static List<Hostile> boosters() {
    return List.of(
        tree("a child that is its own parent", "left_child=1 -1", "left_child=0 -1"),
        tree("10^9 leaves", "num_leaves=3", "num_leaves=1000000000"),
        tree("a feature beyond the last", "split_feature=0 1", "split_feature=0 9"),
        ubj("`#` counts 2^40 floats", "[$d#L\0\0\1\0\0\0\0\0"),
        ubj("`#` counts 2^40 truths, which have no bytes", "[$T#L\0\0\1\0\0\0\0\0"),
        ubj("200,000 brackets", "[".repeat(200_000)),
        file(
            "deep.json",
            "XGBoost, 200,000 brackets",
            "LIMIT_EXCEEDED",
            () -> ("{\"learner\":" + "[".repeat(200_000)).getBytes(StandardCharsets.US_ASCII)));
  }

  private static Hostile tree(String how, String right, String wrong) {
    return file(
        "tree.txt",
        "LightGBM, " + how,
        "CORRUPT",
        () -> TREE.replace(right, wrong).getBytes(StandardCharsets.US_ASCII));
  }

  private static Hostile ubj(String how, String value) {
    byte[] bytes = ("{L\0\0\0\0\0\0\0\7learner" + value).getBytes(StandardCharsets.ISO_8859_1);
    return new Hostile(
        "count.ubj",
        "XGBoost, " + how,
        Set.of("CORRUPT", "LIMIT_EXCEEDED"),
        () -> Held.file("count.ubj", bytes));
  }

  private static List<Hostile> torch() {
    return List.of(
        fixture(
            "torch-refused/script-from-file/model.pt", "scripted torch.from_file", "FORBIDDEN_OP"),
        fixture("torch-refused/script-save/model.pt", "scripted torch.save", "FORBIDDEN_OP"),
        fixture("torch-refused/script-endless/model.pt", "an endless loop", "LIMIT_EXCEEDED"),
        fixture("torch-refused/script-parentheses/model.pt", "nested source", "LIMIT_EXCEEDED"),
        fixture("torch-refused/export-save/model.pt2", "an operator that saves", "FORBIDDEN_OP"),
        fixture("torch-refused/export-strides/model.pt2", "strides past the storage", "CORRUPT"),
        fixture(
            "torch-refused/export-elsewhere/model.pt2", "weights that lie elsewhere", "CORRUPT"),
        fixture(
            "torch-state-refused/full-own-class/model.pt",
            "a full pickle of an own class",
            "FULL_PICKLED_MODULE"),
        fixture(
            "torch-state-refused/full-hooks/model.pt", "a full pickle with hooks", "CUSTOM_CODE"),
        fixture("torch-state-refused/os-system/model.pt", "os.system in data.pkl", "CUSTOM_CODE"),
        fixture(
            "torch-state-refused/strides-past-storage/model.pt",
            "offset and strides past the storage",
            "CORRUPT"),
        fixture(
            "torch-state-refused/key-outside/model.pt",
            "storage key `../../x`",
            "EXTERNAL_REFERENCE"));
  }

  private static List<Hostile> classes() {
    return List.of(
        python("import os", "import os\nos.system('id')\n", "CUSTOM_CODE"),
        python("`__import__`", NET + "    __import__('os').system('id')\n", "CUSTOM_CODE"),
        python("open", NET + "    open('x', 'w')\n", "CUSTOM_CODE"),
        python("eval", NET + "    eval('1')\n", "CUSTOM_CODE"),
        python("torch.load", "import torch\ntorch.load('model.pt')\n", "CUSTOM_CODE"),
        python("while True", NET + "    while True: pass\n", "LIMIT_EXCEEDED"),
        python("range(10\\*\\*9)", NET + "    for i in range(10**9): pass\n", "LIMIT_EXCEEDED"),
        python("[0]\\*10\\*\\*9", NET + "    x = [0]*10**9\n", "LIMIT_EXCEEDED"),
        python("recursion", NET + "    self.__init__()\n", "LIMIT_EXCEEDED"),
        python("10^5 parentheses", "x = " + "(".repeat(100_000), "LIMIT_EXCEEDED"));
  }

  private static Hostile python(String how, String source, String code) {
    return new Hostile(
        "model_class.py",
        how,
        Set.of(code),
        () ->
            Held.of(Corpus.FIXTURES.resolve("torch-2.13-state/mlp"))
                .with("model_class.py", source.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<Hostile> folders() {
    StringBuilder laughs = new StringBuilder("a0: &a0 [x, x]\n");
    for (int i = 1; i < 60; i++) {
      laughs.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
    }
    String python = "flavors:\n  python_function: {loader_module: os}\nmlflow_version: 2.9.2\n";
    String outside = "flavors:\n  sklearn: {pickled_model: ../../x.pkl}\nmlflow_version: 2.9.2\n";
    return List.of(
        text("MLmodel", "2^60 values by aliases", laughs + "flavors: {}\n", "CORRUPT"),
        text("MLmodel", "python_function alone", python, "UNSUPPORTED_FORMAT"),
        text("MLmodel", "data at `../../x.pkl`", outside, "EXTERNAL_REFERENCE"),
        text("config.pbtxt", "200,000 open messages", "a {".repeat(200_000), "LIMIT_EXCEEDED"),
        text(
            "model-settings.json",
            "data at `../../x.pkl`",
            "{\"implementation\":\"mlserver_sklearn.SKLearnModel\","
                + "\"parameters\":{\"uri\":\"../../x.pkl\"}}",
            "EXTERNAL_REFERENCE"));
  }

  private static Hostile text(String file, String how, String text, String code) {
    Map<String, byte[]> files = Map.of(file, text.getBytes(StandardCharsets.UTF_8));
    return new Hostile(file, how, Set.of(code), () -> Held.folder("model", files));
  }
}
