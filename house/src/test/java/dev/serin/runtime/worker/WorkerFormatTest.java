package dev.serin.runtime.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.serin.artifact.DiskBundle;
import dev.serin.base.Deadline;
import dev.serin.base.Problem;
import dev.serin.runtime.Format;
import dev.serin.runtime.Formats;
import dev.serin.runtime.Limits;
import dev.serin.runtime.Predictor;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Signature;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.TensorSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerFormatTest {
  private static final String DOUBLER =
      """
      class Doubler:
          def predict(self, x):
              return [2 * float(v) for v in x]

      def load(folder):
          return Doubler()
      """;

  @TempDir Path top;

  @Test
  void anAllowedFolderPredictsWithItsOwnCode() {
    Path model = Folders.model(top.resolve("m"), DOUBLER);
    Format.Opened opened = Folders.open(Folders.format(model), model);

    assertThat(opened.inspection().format()).isEqualTo("python-worker");
    assertThat(opened.inspection().steps().getFirst().type()).isEqualTo("serin_model.Doubler");
    assertThat(opened.inspection().writers()).containsKey("Python");
    try (Predictor predictor = opened.predictor()) {
      assertThat(Folders.predict(predictor, 1, 2.5)).containsExactly(2, 5);
      assertThat(Folders.predict(predictor, -1)).containsExactly(-2);
    }
  }

  @Test
  void withAnEmptyListNothingIsRecognised() {
    Path model = Folders.model(top.resolve("m"), DOUBLER);
    try (DiskBundle bundle = DiskBundle.of(model)) {
      assertThat(new WorkerFormat(WorkerSettings.DEFAULT).recognises(bundle)).isFalse();
    }
  }

  @Test
  void whatIsNotOnTheListIsNeverRun() throws IOException {
    Path marker = top.resolve("ran");
    String touches = "open(%s, 'w')".formatted("'" + marker + "'");
    Path allowed = Folders.model(top.resolve("allowed"), DOUBLER);
    Path other = Folders.model(top.resolve("other"), touches + "\n" + DOUBLER);
    Path changed = Folders.model(top.resolve("changed"), DOUBLER);
    WorkerFormat format = Folders.format(allowed);
    Files.writeString(changed.resolve("serin_model.py"), touches + "\n" + DOUBLER);

    for (Path folder : List.of(other, changed)) {
      try (DiskBundle bundle = DiskBundle.of(folder)) {
        assertThat(new Formats(List.of(format), Limits.DEFAULT).recognise(bundle)).isEmpty();
        assertThat(problem(() -> format.open(bundle, Limits.DEFAULT)).code())
            .isEqualTo("CUSTOM_CODE");
      }
    }
    assertThat(format.counts().starts()).isZero();
    assertThat(marker).doesNotExist();
  }

  @Test
  void aPickledObjectOfAModuleInCodeSaysItselfWhatItTakes() throws IOException {
    Path model = top.resolve("m");
    Folders.put(
        model.resolve("code/shop.py"),
        """
        class Linear:
            def predict(self, rows):
                return [sum(w * v for w, v in zip(self.weights, row)) for row in rows]

            def predict_proba(self, rows):
                return [[0.25, 0.75] for row in rows]

            def transform(self, rows):
                raise ValueError("never fitted")
        """);
    Files.write(model.resolve("model.pkl"), linear());
    Format.Opened opened = Folders.open(Folders.format(model), model);

    Signature signature = opened.inspection().signature();
    assertThat(signature.kind()).isEqualTo(Signature.Kind.TABULAR);
    assertThat(signature.inputs())
        .containsExactly(new TensorSpec("input-0", DataType.FP64, List.of(-1L, 2L)));
    assertThat(signature.columns()).extracting(TensorSpec::name).containsExactly("width", "height");
    assertThat(signature.outputs())
        .containsExactly(
            new TensorSpec("predict", DataType.FP64, List.of(-1L)),
            new TensorSpec("predict_proba", DataType.FP64, List.of(-1L, 2L)));
    assertThat(signature.labels()).containsExactly("no", "yes");
    assertThat(opened.inspection().warnings()).anyMatch(text -> text.contains("never fitted"));
    try (Predictor predictor = opened.predictor()) {
      Tensor matrix = Tensor.ofDoubles("input-0", new double[] {1, 2, 3, 4}, 2, 2);
      Tensor width = Tensor.ofDoubles("width", new double[] {1, 3}, 2);
      Tensor height = Tensor.ofLongs("height", new long[] {2, 4}, 2);
      for (List<Tensor> given : List.of(List.of(matrix), List.of(width, height))) {
        assertThat(predictor.predict(given, Set.of("predict"), soon()).getFirst().doubles())
            .containsExactly(10.5, 21.5);
      }
    }
  }

  /**
   * pickle.dumps(shop.Linear(), protocol=4) with weights [0.5, 5.0], n_features_in_ 2,
   * feature_names_in_ ["width", "height"], classes_ ["no", "yes"].
   */
  private static byte[] linear() {
    return Base64.getDecoder()
        .decode(
            "gASVkQAAAAAAAACMBHNob3CUjAZMaW5lYXKUk5QpgZR9lCiMB3dlaWdodHOUXZQoRz/gAAAAAAAAR0AU"
                + "AAAAAAAAZYwObl9mZWF0dXJlc19pbl+USwKMEWZlYXR1cmVfbmFtZXNfaW5flF2UKIwFd2lkdGiUjAZo"
                + "ZWlnaHSUZYwIY2xhc3Nlc1+UXZQojAJub5SMA3llc5RldWIu");
  }

  @Test
  void aFolderOfMlflowWithOnlyPythonRunsItsLoader() {
    Path model = top.resolve("m");
    Folders.put(
        model.resolve("code/loader.py"),
        """
        import json

        class Named:
            def __init__(self, factor):
                self.factor = factor

            def predict(self, columns):
                return {"price": [self.factor * v for v in columns["area"]],
                        "place": ["in " + text for text in columns["town"]]}

        def _load_pyfunc(path):
            return Named(json.load(open(path))["factor"])
        """);
    Folders.put(model.resolve("data.json"), "{\"factor\": 3}");
    Folders.put(
        model.resolve("MLmodel"),
        """
        flavors:
          python_function:
            loader_module: loader
            code: code
            data: data.json
        signature:
          inputs: '[{"type": "double", "name": "area"}, {"type": "string", "name": "town"}]'
        """);
    try (Predictor predictor = Folders.predictor(model)) {
      Tensor area = Tensor.ofDoubles("area", new double[] {1, 2}, 2);
      Tensor town = Tensor.ofTexts("town", new String[] {"Bonn", "Köln"}, 2);

      List<Tensor> answer =
          predictor.predict(List.of(area, town), Set.of("price", "place"), soon());

      assertThat(answer)
          .containsExactly(
              Tensor.ofDoubles("price", new double[] {3, 6}, 2),
              Tensor.ofTexts("place", new String[] {"in Bonn", "in Köln"}, 2));
    }
  }

  @Test
  void valuesThatTheModelRaisesForAreTheClientsFault() {
    Path model =
        Folders.model(
            top.resolve("m"),
            """
            class Picky:
                def predict(self, x):
                    if x[0] < 0:
                        raise ValueError("no negative prices")
                    return [1 / v for v in x]

            def load(folder):
                return Picky()
            """);
    try (Predictor predictor = Folders.predictor(model)) {
      assertThat(problem(() -> Folders.predict(predictor, -1)))
          .isInstanceOf(Problem.Invalid.class)
          .matches(problem -> problem.message().contains("no negative prices"));
      assertThat(Folders.predict(predictor, 4)).containsExactly(0.25);
    }
  }

  @Test
  void aModuleThatIsMissingIsNamed() {
    Path model = Folders.model(top.resolve("m"), "import no_such_library.tree\n");

    Problem.Refused refused =
        (Problem.Refused) problem(() -> Folders.open(Folders.format(model), model));

    assertThat(refused.code()).isEqualTo("WORKER_PACKAGE_MISSING");
    assertThat(refused.place()).isEqualTo("no_such_library");
    assertThat(refused.remedy()).contains("-m pip install no_such_library");
  }

  @Test
  void aModelThatDoesNotSayWhatItTakesIsRefusedWithTheWayOut() {
    Path model = top.resolve("m");
    Folders.put(model.resolve("serin_model.py"), DOUBLER);

    Problem.Refused refused =
        (Problem.Refused) problem(() -> Folders.open(Folders.format(model), model));

    assertThat(refused.code()).isEqualTo("SIGNATURE_MISSING");
    assertThat(refused.remedy()).contains("serin.json");
  }

  @Test
  void aPythonThatIsNotThereIsSaidSo() {
    Path model = Folders.model(top.resolve("m"), DOUBLER);
    WorkerSettings settings =
        new WorkerSettings(
            Set.of(Folders.digest(model)),
            "/no/such/python",
            64L << 20,
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            "nobody");

    Problem problem = problem(() -> Folders.open(new WorkerFormat(settings), model));

    assertThat(problem.code()).isEqualTo("WORKER_PYTHON_MISSING");
    assertThat(problem.message()).contains("/no/such/python");
  }

  @Test
  void anUnknownSettingBesideTheModelIsRefused() {
    Path model = Folders.model(top.resolve("m"), DOUBLER);
    Folders.put(model.resolve("serin.json"), "{\"worker\": {\"input\": []}}");

    Problem problem = problem(() -> Folders.open(Folders.format(model), model));

    assertThat(problem.code()).isEqualTo("UNSUPPORTED_VALUE");
  }

  @Test
  void aModelLargerThanTheWorkersFolderIsRefused() throws IOException {
    Path model = Folders.model(top.resolve("m"), DOUBLER);
    Files.write(model.resolve("weights.bin"), new byte[129 << 20]);

    Problem problem = problem(() -> Folders.open(Folders.format(model), model));

    assertThat(problem.code()).isEqualTo("LIMIT_EXCEEDED");
  }

  private static Deadline soon() {
    return Deadline.in(Duration.ofSeconds(30));
  }

  private static Problem problem(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    return catchThrowableOfType(Problem.Raised.class, call).problem();
  }
}
