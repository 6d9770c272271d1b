package dev.serin.runtime.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.serin.base.Problem;
import dev.serin.graph.ProtoWriter;
import dev.serin.runtime.Limits;
import dev.serin.runtime.onnx.WrittenOnnx.MemoryBundle;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files are written field by field, as the ONNX format numbers them. */
class OnnxGuardTest {

  @Test
  void aPlainGraphGivesItsSignatureAndOperators() {
    OnnxModel model = check(model(WrittenOnnx.node("Relu", "x", "y")));

    assertThat(model.inputs()).hasSize(1);
    assertThat(model.inputs().getFirst().spec().shape()).containsExactly(-1L, 3L);
    assertThat(model.outputs().getFirst().spec().name()).isEqualTo("y");
    assertThat(model.operators()).containsOnlyKeys("Relu");
    assertThat(model.opsets()).containsEntry("ai.onnx", 20L);
    assertThat(model.writers()).containsEntry("hand", "1.0").containsEntry("opset ai.onnx", "20");
  }

  @Test
  void aWeightThatIsDeclaredAsInputIsNoInput() {
    ProtoWriter graph =
        WrittenOnnx.graph(WrittenOnnx.node("Add", "x", "w", "y"))
            .message(5, WrittenOnnx.tensor("w", 1, 4, 1))
            .message(11, WrittenOnnx.port("w", 1));

    assertThat(check(WrittenOnnx.model(graph)).inputs()).hasSize(1);
  }

  @Test
  void operatorsOfOtherDomainsAreNamedAndRefused() {
    ProtoWriter node = WrittenOnnx.node("Decrypt", "x", "y").text(7, "com.acme");

    assertRefused(model(node), "UNSUPPORTED_OP", "Decrypt of com.acme");
  }

  @Test
  void anOperatorIsFoundInSubgraphsAndInFunctionsThatNobodyCalls() {
    ProtoWriter body = WrittenOnnx.graph(WrittenOnnx.node("ReadFile", "x", "z"));
    ProtoWriter branch = new ProtoWriter().text(1, "then_branch").message(6, body);
    ProtoWriter inside = WrittenOnnx.node("If", "c", "y").message(5, branch);
    ProtoWriter function =
        new ProtoWriter().text(1, "f").message(7, WrittenOnnx.node("ReadFile", "a", "b"));

    assertRefused(model(inside), "UNSUPPORTED_OP", "ReadFile");
    assertRefused(
        model(WrittenOnnx.node("Relu", "x", "y")).message(25, function),
        "UNSUPPORTED_OP",
        "ReadFile");
  }

  @Test
  void aFunctionThatIsDefinedMayBeCalled() {
    ProtoWriter model =
        model(WrittenOnnx.node("Twice", "x", "y").text(7, "mine"))
            .message(25, function("Twice", WrittenOnnx.node("Add", "a", "a", "b")));

    assertThat(check(model).operators()).containsOnlyKeys("Add", "mine.Twice");
  }

  @Test
  void aFunctionThatCallsItselfIsRefused() {
    ProtoWriter model =
        model(WrittenOnnx.node("A", "x", "y").text(7, "mine"))
            .message(25, function("A", WrittenOnnx.node("B", "a", "b").text(7, "mine")))
            .message(25, function("B", WrittenOnnx.node("A", "a", "b").text(7, "mine")));

    assertRefused(model, "CORRUPT", "it calls itself");
  }

  @Test
  void functionsThatUnfoldToTooManyNodesAreRefused() {
    ProtoWriter model = model(WrittenOnnx.node("F0", "x", "y").text(7, "mine"));
    for (int i = 0; i < 40; i++) {
      ProtoWriter next = WrittenOnnx.node("F" + (i + 1), "a", "b").text(7, "mine");
      model.message(25, function("F" + i, next, next));
    }
    model.message(25, function("F40", WrittenOnnx.node("Relu", "a", "b")));

    assertRefused(model, "LIMIT_EXCEEDED", "the number of nodes");
  }

  private static ProtoWriter function(String name, ProtoWriter... nodes) {
    ProtoWriter function = new ProtoWriter().text(1, name).text(10, "mine");
    for (ProtoWriter node : nodes) {
      function.message(7, node);
    }
    return function;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 6, 25, 1000})
  void operatorSetsOutsideOfTheKnownOnesAreRefused(long version) {
    ProtoWriter graph = WrittenOnnx.graph(WrittenOnnx.node("Relu", "x", "y"));

    assertRefused(
        WrittenOnnx.model(graph, version), "UNSUPPORTED_VALUE", "operator set " + version);
  }

  @Test
  void aTensorHasTheBytesThatItsSizesNeed() {
    assertRefused(withWeight(WrittenOnnx.tensor("w", 1, 12, 2, 2)), "CORRUPT", "tensor w");
    assertRefused(withWeight(WrittenOnnx.tensor("w", 1, 0, -1)), "CORRUPT", "a size of -1");
    assertRefused(
        withWeight(WrittenOnnx.tensor("w", 1, 4, 1L << 40, 1L << 40)), "LIMIT_EXCEEDED", "w");
    assertRefused(withWeight(WrittenOnnx.tensor("w", 14, 8, 1)), "UNSUPPORTED_VALUE", "type 14");
    assertRefused(withWeight(WrittenOnnx.tensor("w", 8, 3, 3)), "CORRUPT", "w");
    assertThatCode(() -> check(withWeight(WrittenOnnx.tensor("w", 22, 2, 3))))
        .doesNotThrowAnyException(); // three numbers of four bits
  }

  @Test
  void listedNumbersCountPackedOrOneByOne() {
    ProtoWriter packed = new ProtoWriter().number(1, 2).number(2, 1).text(8, "w");
    ProtoWriter single = new ProtoWriter().number(1, 2).number(2, 7).text(8, "w");

    assertThatCode(() -> check(withWeight(packed.bytes(4, new byte[8]))))
        .doesNotThrowAnyException();
    assertRefused(withWeight(single.number(7, 5)), "CORRUPT", "2 elements, the file holds 1");
    assertThatCode(() -> check(withWeight(single.number(7, 6)))).doesNotThrowAnyException();
  }

  private static ProtoWriter withWeight(ProtoWriter weight) {
    return WrittenOnnx.model(
        WrittenOnnx.graph(WrittenOnnx.node("Add", "x", "w", "y")).message(5, weight));
  }

  @Test
  void aHugeConstantShapeIsFoundWhereverItIsWritten() {
    ProtoWriter listed = new ProtoWriter().number(1, 2).number(2, 7).text(8, "s");
    listed.number(7, 1 << 18).number(7, 1 << 18);
    ProtoWriter raw = new ProtoWriter().number(1, 2).text(8, "s");
    raw.bytes(9, WrittenOnnx.longs(1 << 18, 1 << 18)).number(2, 7); // its type behind the bytes
    ProtoWriter node = WrittenOnnx.node("ConstantOfShape", "s", "y");
    ProtoWriter constant =
        WrittenOnnx.node("Constant", "s")
            .message(
                5, new ProtoWriter().text(1, "value_ints").number(8, 1 << 18).number(8, 1 << 18));
    ProtoWriter body = WrittenOnnx.graph(WrittenOnnx.node("ConstantOfShape", "s", "z"));
    ProtoWriter deep =
        WrittenOnnx.node("If", "c", "y").message(5, new ProtoWriter().message(6, body));

    for (ProtoWriter graph :
        List.of(
            WrittenOnnx.graph(node).message(5, listed),
            WrittenOnnx.graph(node).message(5, raw),
            WrittenOnnx.graph(constant, node),
            WrittenOnnx.graph(deep).message(5, listed))) {
      assertRefused(WrittenOnnx.model(graph), "LIMIT_EXCEEDED", "ConstantOfShape");
    }
  }

  @Test
  void nestingHasAnEnd() {
    ProtoWriter graph = WrittenOnnx.graph(WrittenOnnx.node("Relu", "x", "y"));
    for (int i = 0; i < 60; i++) {
      ProtoWriter branch = new ProtoWriter().text(1, "then_branch").message(6, graph);
      graph = WrittenOnnx.graph(WrittenOnnx.node("If", "c", "y").message(5, branch));
    }

    assertRefused(WrittenOnnx.model(graph), "LIMIT_EXCEEDED", "nesting");
  }

  @Test
  void theNumberOfNodesHasAnEnd() {
    ProtoWriter node = WrittenOnnx.node("Relu", "x", "y");
    ProtoWriter[] many =
        LongStream.rangeClosed(0, Limits.DEFAULT.graphNodes())
            .mapToObj(_ -> node)
            .toArray(ProtoWriter[]::new);

    assertRefused(WrittenOnnx.model(WrittenOnnx.graph(many)), "LIMIT_EXCEEDED", "nodes");
  }

  @Test
  void whatIsNoInferenceGraphIsRefused() {
    ProtoWriter node = WrittenOnnx.node("Relu", "x", "y");
    ProtoWriter sparse = WrittenOnnx.graph(node).message(15, new ProtoWriter());

    assertRefused(model(node).message(20, new ProtoWriter()), "UNSUPPORTED_VALUE", "");
    assertRefused(model(node).message(7, new ProtoWriter()), "CORRUPT", "2 graphs instead of one");
    assertRefused(WrittenOnnx.model(sparse), "UNSUPPORTED_VALUE", "sparse");
    assertRefused(new ProtoWriter().number(1, 10), "CORRUPT", "0 graphs");
  }

  @Test
  void aGraphWithoutTensorsHasNoSignature() {
    ProtoWriter bare = new ProtoWriter().message(1, WrittenOnnx.node("Relu", "x", "y"));

    assertRefused(WrittenOnnx.model(bare), "SIGNATURE_MISSING", "0 inputs");
  }

  private static ProtoWriter model(ProtoWriter node) {
    return WrittenOnnx.model(WrittenOnnx.graph(node));
  }

  private static OnnxModel check(ProtoWriter model) {
    DataFiles none = DataFiles.beside(MemoryBundle.single("m.onnx", new byte[0]), "m.onnx");
    return OnnxGuard.check(model.toBytes(), Limits.DEFAULT, none);
  }

  private static void assertRefused(ProtoWriter model, String code, String said) {
    Problem.Raised raised = catchThrowableOfType(Problem.Raised.class, () -> check(model));

    assertThat(raised).describedAs("refused with %s", code).isNotNull();
    assertThat(raised.problem().code()).isEqualTo(code);
    assertThat(raised.problem().message()).contains(said);
  }
}
