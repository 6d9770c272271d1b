package dev.serin.runtime.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.artifact.DiskBundle;
import dev.serin.base.Deadline;
import dev.serin.base.Problem;
import dev.serin.runtime.Format;
import dev.serin.runtime.Formats;
import dev.serin.runtime.InputCheck;
import dev.serin.tensor.Signature;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.TensorSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FoldersTest {
  private static final String TABLE = "kind tabular\nin input-0 FP64 -1,2\nout predict FP64 -1";
  private static final String NET =
      "kind net\nin a FP32 -1,2\nin b FP32 -1,1\nout y FP64 -1\nout z FP64 -1";
  private static final String SIGNATURE =
      """
      signature:
        inputs: '[{"type": "double", "name": "age"}, {"type": "long", "name": "pay"}]'
      """;
  private static final String SKLEARN =
      """
      flavors:
        python_function: {loader_module: mlflow.sklearn, predict_fn: predict}
        sklearn: {pickled_model: model.pkl}
      mlflow_version: 2.9.2
      """;

  @TempDir private Path folder;

  private void file(String path, String text) {
    try {
      Path file = folder.resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private Format.Opened open() {
    Formats files = DeclaredFormat.formats();
    Formats saved = files.before(new MlflowFolder(files));
    Formats all = saved.before(new TritonFolder(saved)).before(new MlserverFolder(saved));
    return all.open(DiskBundle.of(folder));
  }

  private void refused(String code, String... words) {
    assertThatThrownBy(this::open)
        .hasMessageContainingAll(words)
        .isInstanceOfSatisfying(
            Problem.Raised.class, raised -> assertThat(raised.problem().code()).isEqualTo(code));
  }

  private static List<Tensor> predict(Format.Opened opened, Tensor... inputs) {
    Signature signature = opened.inspection().signature();
    return opened
        .predictor()
        .predict(
            InputCheck.conform(signature, List.of(inputs)),
            Set.copyOf(signature.defaults()),
            Deadline.in(Duration.ofMinutes(1)));
  }

  private static Tensor column(String name, double... cells) {
    return Tensor.ofDoubles(name, cells, cells.length);
  }

  @Test
  void theColumnsOfMlflowsSignatureNameTheOneMatrix() {
    file("MLmodel", SKLEARN + SIGNATURE);
    file("model.pkl", TABLE);

    Format.Opened opened = open();

    assertThat(opened.inspection().signature().columns())
        .extracting(TensorSpec::name)
        .containsExactly("age", "pay");
    assertThat(opened.inspection().writers()).containsEntry("MLflow", "2.9.2");
    assertThat(predict(opened, column("pay", 10, 20), column("age", 1, 2)).getFirst().doubles())
        .containsExactly(11, 22);
    assertThat(
            predict(opened, Tensor.ofDoubles("x", new double[] {1, 10, 2, 20}, 2, 2))
                .getFirst()
                .doubles())
        .containsExactly(11, 22);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"dataframe_split\":{\"columns\":[\"age\",\"pay\"],\"data\":[[1,10],[2,null]]}}",
        "{\"dataframe_records\":[{\"age\":1,\"pay\":10},{\"pay\":null,\"age\":2}]}",
        "{\"inputs\":{\"age\":[1,2],\"pay\":[10,null]},\"params\":{}}"
      })
  void theExampleRequestIsAnInputThatHasToBeAnswered(String example) {
    file("MLmodel", SKLEARN + SIGNATURE);
    file("model.pkl", TABLE);
    file("serving_input_example.json", example);

    assertThat(open().examples())
        .containsExactly(List.of(column("age", 1, 2), column("pay", 10, Double.NaN)));
  }

  @Test
  void anExampleOfAnotherFormIsAWarning() {
    file("MLmodel", SKLEARN);
    file("model.pkl", TABLE);
    file("serving_input_example.json", "{\"messages\":[]}");

    assertThat(open().examples()).isEmpty();
    assertThat(open().inspection().warnings()).anyMatch(text -> text.contains("is not used"));
  }

  @Test
  void aListOfRowsIsAnExampleOfAMatrix() {
    file("MLmodel", SKLEARN);
    file("model.pkl", TABLE);
    file("serving_input_example.json", "{\"inputs\":[[1,2],[3,4]]}");

    assertThat(open().examples())
        .containsExactly(List.of(Tensor.ofDoubles("input-0", new double[] {1, 2, 3, 4}, 2, 2)));
  }

  @Test
  void aFolderWithPythonOnlyIsRefusedWithItsFlavors() {
    file("MLmodel", "flavors:\n  python_function: {loader_module: mlflow.pyfunc.model}\n");

    refused("UNSUPPORTED_FORMAT", "only these flavors: python_function");
  }

  @ParameterizedTest
  @CsvSource({"../model.pkl", "/etc/passwd", "s3://bucket/model.pkl", "a/../../b"})
  void aPathOutsideOfTheFolderIsRefused(String path) {
    file("MLmodel", "flavors:\n  sklearn: {pickled_model: '" + path + "'}\n");

    refused("EXTERNAL_REFERENCE", "outside of the model's folder");
  }

  @Test
  void thePredictFunctionIsWhatIsAnsweredByDefault() {
    file("MLmodel", SKLEARN.replace("predict_fn: predict", "predict_fn: predict_proba"));
    file("model.pkl", TABLE + "\nout predict_proba FP64 -1");

    assertThat(open().inspection().signature().defaults()).containsExactly("predict_proba");
  }

  @Test
  void aPredictFunctionThatTheModelLacksIsRefused() {
    file("MLmodel", SKLEARN.replace("predict_fn: predict", "predict_fn: predict_proba"));
    file("model.pkl", TABLE);

    refused("UNSUPPORTED_VALUE", "predict_proba");
  }

  @Test
  void theNewestNumberedVersionIsServedUnderTheDeclaredNames() {
    file(
        "config.pbtxt",
        """
        name: "net"  # a comment
        platform: "onnxruntime_onnx"
        max_batch_size: 8
        input [
          { name: "INPUT__0" data_type: TYPE_FP32 dims: [ 2 ] },
          { name: "INPUT__1" data_type: TYPE_FP32 dims: [ 1 ] }
        ]
        output { name: "sum" data_type: TYPE_FP64 dims: [] label_filename: "labels.txt" }
        output { name: 'dou' 'ble' data_type: TYPE_FP64 }
        instance_group [ { count: 2 kind: KIND_CPU } ]
        """);
    file("labels.txt", "cat\ndog\n");
    file("2/model.onnx", "damaged");
    file("10/model.onnx", NET);

    Format.Opened opened = open();

    Signature signature = opened.inspection().signature();
    assertThat(signature.inputs())
        .extracting(TensorSpec::name)
        .containsExactly("INPUT__0", "INPUT__1");
    assertThat(signature.defaults()).containsExactly("sum", "double");
    assertThat(signature.labels()).containsExactly("cat", "dog");
    assertThat(opened.inspection().warnings()).anyMatch(text -> text.contains("instance_group"));
    assertThat(
            predict(
                opened,
                Tensor.ofFloats("INPUT__1", new float[] {5}, 1, 1),
                Tensor.ofFloats("INPUT__0", new float[] {1, 2}, 1, 2)))
        .containsExactly(column("sum", 8), column("double", 16));
  }

  @Test
  void aVersionPolicyChoosesAmongTheFolders() {
    file(
        "config.pbtxt", "backend: \"onnxruntime\" version_policy: { specific: { versions: [2] } }");
    file("2/model.onnx", TABLE);
    file("10/model.onnx", "damaged");

    assertThat(open().inspection().signature().outputs()).hasSize(1);
  }

  @Test
  void aNumberedFolderNeedsNoConfiguration() {
    file("3/model.onnx", TABLE);

    assertThat(open().inspection().steps().getFirst().place()).isEqualTo("config.pbtxt");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "input { name: \"x\" data_type: TYPE_FP64 dims: [ -1, 2 ] } | SIGNATURE_MISMATCH | declares [x]",
        "input { name: \"a\" data_type: TYPE_FP64 } | SIGNATURE_MISMATCH | declared FP64",
        "input { name: \"a\" data_type: TYPE_FP32 dims: [ -1, 3 ] } | SIGNATURE_MISMATCH | [-1, 3]",
        "input { name: \"a\" dims: [ 2 ] } | SIGNATURE_MISMATCH | [2]",
        "input { name: \"a\" data_type: TYPE_COMPLEX } | CORRUPT | no data_type",
        "input { name: \"a\" reshape { shape: [ 2 ] } } | UNSUPPORTED_VALUE | reshape",
        "sequence_batching { } | UNSUPPORTED_VALUE | sequence_batching",
        "colour: 5 | UNSUPPORTED_VALUE | colour",
        "backend: \"python\" | UNSUPPORTED_FORMAT | python",
        "output { name: \"y\" label_filename: \"../l\" } | EXTERNAL_REFERENCE | ../l",
        "input { name: \"a\" | CORRUPT | '}'",
        "name \"a\" | CORRUPT | after name",
        "name: \"a | CORRUPT | the end of a text"
      })
  void aConfigurationThatDoesNotFitIsRefused(String config, String code, String words) {
    file("config.pbtxt", config);
    file("1/model.onnx", NET);

    refused(code, words);
  }

  @Test
  void deepConfigurationsEndAtABound() {
    file("config.pbtxt", "parameters {".repeat(5000));
    file("1/model.onnx", NET);

    refused("LIMIT_EXCEEDED", "nesting");
  }

  @Test
  void mlserversSettingsNameTheFileAndTheInput() {
    file(
        "model-settings.json",
        """
        {"name":"iris","implementation":"mlserver_sklearn.SKLearnModel","max_batch_size":10,
         "inputs":[{"name":"features","datatype":"FP32","shape":[-1,2]}],
         "parameters":{"uri":"./weights.joblib","version":"v1"}}
        """);
    file("weights.joblib", TABLE);

    Format.Opened opened = open();

    assertThat(opened.inspection().signature().inputs().getFirst().name()).isEqualTo("features");
    assertThat(opened.inspection().warnings()).anyMatch(text -> text.contains("max_batch_size"));
    assertThat(
            predict(opened, Tensor.ofDoubles("features", new double[] {1, 2}, 1, 2))
                .getFirst()
                .doubles())
        .containsExactly(3);
  }

  @Test
  void mlserversUsualFileIsFoundWithoutANameAndInAFolder() {
    file("model-settings.json", "{\"implementation\":\"mlserver_sklearn.SKLearnModel\"}");
    file("model.joblib", TABLE);
    assertThat(open().inspection().signature().inputs()).hasSize(1);

    file(
        "model-settings.json",
        "{\"implementation\":\"mlserver_sklearn.SKLearnModel\",\"parameters\":{\"uri\":\"./in\"}}");
    file("in/model.pkl", TABLE);
    assertThat(open().inspection().signature().inputs()).hasSize(1);
  }

  @Test
  void mlserversMlflowRuntimeOpensTheWholeFolder() {
    file("model-settings.json", "{\"implementation\":\"mlserver_mlflow.MLflowRuntime\"}");
    file("MLmodel", SKLEARN + SIGNATURE);
    file("model.pkl", TABLE);

    assertThat(open().inspection().signature().columns()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"implementation\":\"models.MyModel\"} | CUSTOM_CODE | never run",
        "{\"name\":\"x\"} | CORRUPT | implementation",
        "[] | CORRUPT | no JSON object",
        "{\"implementation\":\"mlserver_sklearn.SKLearnModel\",\"gpu\":1} | UNSUPPORTED_VALUE | gpu",
        "{\"implementation\":\"mlserver_sklearn.SKLearnModel\"} | CORRUPT | none of"
      })
  void settingsOfMlserverThatDoNotFitAreRefused(String settings, String code, String words) {
    file("model-settings.json", settings);

    refused(code, words);
  }
}
