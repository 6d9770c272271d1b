package dev.serin.runtime.sklearn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.serin.base.Deadline;
import dev.serin.base.Problem;
import dev.serin.runtime.Inspection;
import dev.serin.runtime.Limits;
import dev.serin.runtime.Predictor;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.TensorSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** skops archives: what is said about them, what is refused, and damaged ones. */
class SkopsFormatTest {
  private static final int TIMES = 250;

  @Test
  void theWritersAreSkopsAndTheLibrary() {
    Inspection inspection = Case.named("skops-0.16.0", "logistic_3class").open().inspection();

    assertThat(inspection.format()).isEqualTo("skops");
    assertThat(inspection.writers())
        .containsEntry("skops", "0.16.0")
        .containsEntry("scikit-learn", "1.9.1");
  }

  @Test
  void anotherArchiveIsNotRecognised() throws IOException {
    assertThat(Case.SKOPS.recognises(Case.bundle(zip("config.json", "{}")))).isFalse();
    assertThat(Case.SKOPS.recognises(Case.bundle(zip("a/schema.json", "{}")))).isFalse();
    assertThat(Case.SKOPS.recognises(Case.bundle(zip("schema.json", "{}")))).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = ' ',
      value = {
        "FunctionNode os system CUSTOM_CODE",
        "TypeNode builtins eval CUSTOM_CODE",
        "ObjectNode __main__ Own CUSTOM_CODE",
        "ObjectNode mylib.models Own UNSUPPORTED_CLASS",
        "ObjectNode sklearn.tree _tree.os UNSUPPORTED_CLASS",
        "MethodNode sklearn.pipeline Pipeline CUSTOM_CODE",
        "OperatorFuncNode operator methodcaller CUSTOM_CODE",
        "QuantileForestNode sklearn.pipeline Pipeline UNSUPPORTED_VALUE"
      })
  void whatIsNotListedIsRefused(String loader, String module, String type, String code)
      throws IOException {
    String schema =
        "{\"__loader__\":\"%s\",\"__module__\":\"%s\",\"__class__\":\"%s\",\"protocol\":2}"
            .formatted(loader, module, type);

    assertThat(refused(zip("schema.json", schema)).code()).isEqualTo(code);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{\"protocol\":3}",
        "{\"protocol\":true}",
        "{\"protocol\":2}",
        "{\"protocol\":2,\"__loader__\":\"JsonNode\",\"content\":\"[[1]]\"}",
        "{\"protocol\":2,\"__loader__\":\"NdArrayNode\",\"__module__\":\"numpy\","
            + "\"__class__\":\"ndarray\",\"type\":\"numpy\",\"file\":\"../x.npy\"}"
      })
  void aSchemaThatIsNoneIsRefused(String schema) throws IOException {
    assertThat(refused(zip("schema.json", schema)).message()).isNotBlank();
  }

  @Test
  void deepNestingIsRefused() throws IOException {
    String open = "{\"__loader__\":\"ListNode\",\"content\":[";
    String schema = open.repeat(5_000) + "]}".repeat(5_000);

    assertThat(refused(zip("schema.json", schema)).code()).isEqualTo("LIMIT_EXCEEDED");
  }

  @ParameterizedTest
  @ValueSource(strings = {"logistic_3class", "text_tfidf", "tree_binary", "hist_3class"})
  void aDamagedArchiveIsRefusedOrStaysInItsBounds(String name) {
    Case whole = Case.named("skops-0.16.0", name);
    List<Tensor> rows = whole.input("x", whole.open().inspection().signature());
    byte[] good = whole.model();
    Random random = new Random(name.hashCode());
    int served = 0;

    for (int i = 0; i < TIMES; i++) {
      byte[] bad = good.clone();
      for (int flips = 1 + random.nextInt(2); flips > 0; flips--) {
        bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
      }
      served += serves(bad, rows) ? 1 : 0;
    }

    assertThat(served).isLessThan(TIMES);
  }

  private static boolean serves(byte[] model, List<Tensor> rows) {
    try (Predictor predictor = Case.SKOPS.open(Case.bundle(model), Limits.DEFAULT).predictor()) {
      Set<String> all =
          predictor.signature().outputs().stream()
              .map(TensorSpec::name)
              .collect(Collectors.toSet());
      predictor.predict(rows, all, Deadline.in(Duration.ofMinutes(1)));
      return true;
    } catch (Problem.Raised refused) {
      assertThat(refused.problem()).isInstanceOfAny(Problem.Refused.class, Problem.Invalid.class);
      return false;
    }
  }

  private static Problem.Refused refused(byte[] archive) {
    Throwable thrown = catchThrowable(() -> Case.SKOPS.open(Case.bundle(archive), Limits.DEFAULT));
    assertThat(thrown).isInstanceOf(Problem.Raised.class);
    return (Problem.Refused) ((Problem.Raised) thrown).problem();
  }

  private static byte[] zip(String name, String text) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry(name));
      zip.write(text.getBytes(StandardCharsets.UTF_8));
      zip.closeEntry();
    }
    return out.toByteArray();
  }
}
