package dev.serin.runtime.sklearn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.serin.base.Deadline;
import dev.serin.base.Json;
import dev.serin.base.Problem;
import dev.serin.runtime.Predictor;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.TensorSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every fixture of all releases, and of skops: the answers of the original, and its refusals. */
class ParityTest {
  private static final Deadline SOON = Deadline.in(Duration.ofMinutes(10));

  static Stream<Case> cases() {
    return Stream.of("sklearn-", "skops-", "imblearn-")
        .flatMap(Case::families)
        .filter(family -> !family.endsWith("-refused"))
        .flatMap(Case::of);
  }

  static Stream<Case> guests() {
    return Stream.of("lightgbm-", "xgboost-").flatMap(Case::families).flatMap(Case::of);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"cases", "guests"})
  void everyModelAnswersAndRefusesAsTheOriginal(Case one) {
    List<String> differences = new ArrayList<>();
    try (Predictor predictor = one.open().predictor()) {
      compareAnswers(one, predictor, "", differences);
      if (one.has("hard.npy") || one.has("hard.json")) {
        compareAnswers(one, predictor, "hard_", differences);
      }
      if (one.has("refused.json")) {
        compareRefusals(one, predictor, differences);
      }
    }

    assertThat(differences).as(one.toString()).isEmpty();
  }

  private static void compareAnswers(
      Case one, Predictor predictor, String kind, List<String> differences) {
    Set<String> wanted = new LinkedHashSet<>();
    for (TensorSpec output : predictor.signature().outputs()) {
      wanted.add(output.name());
    }
    for (Json method : one.meta().list("methods")) {
      String name = ((Json.Str) method).value();
      assertThat(wanted).anyMatch(output -> output.equals(name) || output.equals(name + "_0"));
    }
    String input = kind.isEmpty() ? "x" : "hard";
    List<Tensor> answers = predictor.predict(one.input(input, predictor.signature()), wanted, SOON);
    assertThat(answers).extracting(Tensor::name).containsExactlyElementsOf(wanted);
    double tolerance = one.meta().number("tolerance").orElseThrow().doubleValue();
    for (Tensor ours : answers) {
      TensorSpec spec = predictor.signature().output(ours.name()).orElseThrow();
      assertThat(spec.type()).isEqualTo(ours.type());
      assertThat(spec.fits(ours.shape())).isTrue();
      String file = kind + "y_" + ours.name();
      if (one.has(file + ".npy")) {
        compareNumbers(file, ours, one.npy(file), tolerance, differences);
      } else {
        compareLabels(file, ours, (Json.Obj) one.json(file + ".json"), differences);
      }
    }
  }

  private static void compareNumbers(
      String file, Tensor ours, Tensor theirs, double tolerance, List<String> differences) {
    if (!java.util.Arrays.equals(ours.shape(), theirs.shape())) {
      differences.add(file + " has another shape: " + ours + ", not " + theirs);
      return;
    }
    double[] a = ours.doubles();
    double[] b = theirs.doubles();
    for (int i = 0; i < a.length; i++) {
      boolean same =
          Double.compare(a[i] + 0.0, b[i] + 0.0) == 0
              || Double.isFinite(b[i]) // nothing but infinity is close to infinity
                  && Math.abs(a[i] - b[i]) <= tolerance * Math.max(1, Math.abs(b[i]));
      if (!same && differences.size() < 10) {
        differences.add(file + "[" + i + "] is " + a[i] + ", not " + b[i]);
      }
    }
  }

  private static void compareLabels(
      String file, Tensor ours, Json.Obj theirs, List<String> differences) {
    assertThat(ours.type().name()).isEqualTo(theirs.text("datatype").orElseThrow());
    List<Long> shape =
        theirs.list("shape").stream().map(size -> ((Json.Num) size).longValue()).toList();
    assertThat(ours.shape()).containsExactly(shape.stream().mapToLong(Long::longValue).toArray());
    List<Json> labels = theirs.list("data");
    for (int i = 0; i < labels.size(); i++) {
      Json own =
          ours.type() == DataType.BOOL
              ? new Json.Bool(ours.doubles()[i] != 0)
              : new Json.Str(ours.texts()[i]);
      if (!own.equals(labels.get(i))) {
        differences.add(file + "[" + i + "] is " + own + ", not " + labels.get(i));
      }
    }
  }

  private static void compareRefusals(Case one, Predictor predictor, List<String> differences) {
    Set<String> all = new LinkedHashSet<>();
    predictor.signature().outputs().forEach(output -> all.add(output.name()));
    for (Json entry : ((Json.Arr) one.json("refused.json")).items()) {
      List<Tensor> rows = Case.refused((Json.Obj) entry, predictor.signature());
      Throwable thrown = catchThrowable(() -> predictor.predict(rows, all, SOON));
      boolean invalid =
          thrown instanceof Problem.Raised raised && raised.problem() instanceof Problem.Invalid;
      if (!invalid) {
        differences.add(
            "not refused, though " + ((Json.Obj) entry).text("why").orElseThrow() + ": " + thrown);
      }
    }
  }
}
