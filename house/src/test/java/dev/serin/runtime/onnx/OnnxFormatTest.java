package dev.serin.runtime.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.serin.artifact.Bundle;
import dev.serin.base.Problem;
import dev.serin.graph.ProtoWriter;
import dev.serin.reader.Protobuf;
import dev.serin.runtime.Inspection;
import dev.serin.runtime.Limits;
import dev.serin.runtime.NetEngine;
import dev.serin.runtime.onnx.WrittenOnnx.MemoryBundle;
import dev.serin.runtime.onnx.WrittenOnnx.MemoryEntry;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Signature;
import dev.serin.tensor.TensorSpec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OnnxFormatTest {
  private static final byte[] RELU =
      WrittenOnnx.model(WrittenOnnx.graph(WrittenOnnx.node("Relu", "x", "y"))).toBytes();

  private final List<byte[]> opened = new ArrayList<>();
  private final OnnxFormat format = new OnnxFormat(new Noting(), Foreign.ALLOW);

  /** Keeps what it is asked to open. */
  private final class Noting implements NetEngine {
    @Override
    public Net open(byte[] onnx) {
      opened.add(onnx);
      throw new Problem.Raised(new Problem.Refused("NOTED", "engine", "noted", "nothing"));
    }

    @Override
    public void close() {}
  }

  @Test
  void aModelIsRecognisedByItsContentWhateverItsName() {
    assertThat(format.recognises(MemoryBundle.single("model.bin", RELU))).isTrue();
    assertThat(format.recognises(MemoryBundle.single("cut.onnx", Arrays.copyOf(RELU, 20))))
        .isTrue();
    for (String other : List.of("", "{\"learner\":{}}", "tree\nversion=v4", "PK\u0003\u0004")) {
      byte[] bytes = other.getBytes(StandardCharsets.ISO_8859_1);
      assertThat(format.recognises(MemoryBundle.single("model.onnx", bytes))).isFalse();
    }
  }

  @Test
  void aPickleIsNotTakenForAModel() {
    byte[] pickle = {(byte) 0x80, 4, (byte) 0x95, 7, 0, 0, 0, 0, 0, 0, 0};

    assertThat(format.recognises(MemoryBundle.single("model.onnx", pickle))).isFalse();
  }

  @Test
  void aFolderHoldsExactlyOneModel() {
    MemoryEntry model = new MemoryEntry("a.onnx", RELU);
    MemoryEntry second = new MemoryEntry("b.onnx", RELU);
    MemoryEntry note = new MemoryEntry("golden.json", new byte[] {'{', '}'});

    assertThat(format.recognises(MemoryBundle.folder(model, note))).isTrue();
    assertThat(format.recognises(MemoryBundle.folder(model, second))).isFalse();
  }

  @Test
  void theInspectionTellsTheSignatureTheOperatorsAndTheMaker() {
    Inspection inspection = open(MemoryBundle.single("m.onnx", RELU));

    Signature signature = inspection.signature();
    assertThat(inspection.format()).isEqualTo("onnx");
    assertThat(signature.kind()).isEqualTo(Signature.Kind.NET);
    assertThat(signature.inputs())
        .containsExactly(new TensorSpec("x", DataType.FP32, List.of(-1L, 3L)));
    assertThat(signature.defaults()).containsExactly("y");
    assertThat(signature.labels()).isEmpty();
    assertThat(inspection.writers()).containsEntry("hand", "1.0");
    assertThat(inspection.steps()).extracting(Inspection.Step::type).containsExactly("Relu");
  }

  @Test
  void anOutputThatIsNoTensorIsNamedAndLeftOut() {
    ProtoWriter sequence = new ProtoWriter().message(4, new ProtoWriter());
    ProtoWriter graph =
        WrittenOnnx.graph(WrittenOnnx.node("Relu", "x", "y"))
            .message(12, new ProtoWriter().text(1, "all").message(2, sequence));

    Inspection inspection = open(MemoryBundle.single("m.onnx", WrittenOnnx.model(graph).toBytes()));

    assertThat(inspection.signature().outputs()).hasSize(1);
    assertThat(inspection.warnings()).singleElement().asString().contains("all");
  }

  @Test
  void modelsOfOthersCanBeRefused() {
    OnnxFormat strict = new OnnxFormat(new Noting(), Foreign.REFUSE);
    Bundle bundle = MemoryBundle.single("m.onnx", RELU);

    Problem.Raised raised =
        catchThrowableOfType(Problem.Raised.class, () -> strict.open(bundle, Limits.DEFAULT));

    assertThat(raised.problem().code()).isEqualTo("FOREIGN_REFUSED");
  }

  @Test
  void weightsBesideTheModelAreTakenIntoIt() {
    byte[] weights = {9, 9, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13};
    Bundle bundle =
        MemoryBundle.folder(
            new MemoryEntry("net/data/w.bin", weights),
            new MemoryEntry("net/m.onnx", external("data/w.bin", "2", "12")));

    assertThatThrownBy(() -> format.open(bundle, Limits.DEFAULT).predictor())
        .hasMessageContaining("NOTED");

    TensorProto weight = weight(opened.getFirst());
    assertThat(weight.external()).isEmpty();
    assertThat(weight.rawBytes()).isEqualTo(12);
    assertThat(new String(opened.getFirst(), StandardCharsets.ISO_8859_1))
        .contains("\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008\n\u000b\u000c\r")
        .doesNotContain("w.bin");
  }

  @ParameterizedTest
  @CsvSource({
    "other.bin, 0, 12, no such file",
    "../w.bin, 0, 12, no such file",
    "/etc/hostname, 0, 12, no such file",
    "w.bin, 4, 12, 12 bytes are needed",
    "w.bin, 0, 8, 12 bytes are needed",
    "w.bin, -1, 12, offset"
  })
  void weightsThatAreNotThereAreRefused(
      String location, String offset, String length, String said) {
    Bundle bundle =
        MemoryBundle.folder(
            new MemoryEntry("m.onnx", external(location, offset, length)),
            new MemoryEntry("w.bin", new byte[14]));

    Problem.Raised raised =
        catchThrowableOfType(Problem.Raised.class, () -> format.open(bundle, Limits.DEFAULT));

    assertThat(raised.problem().message()).contains(said);
    assertThat(raised.problem().code()).isIn("EXTERNAL_REFERENCE", "CORRUPT");
  }

  private Inspection open(Bundle bundle) {
    return format.open(bundle, Limits.DEFAULT).inspection();
  }

  private static byte[] external(String location, String offset, String length) {
    ProtoWriter tensor = new ProtoWriter().number(1, 3).number(2, 1).text(8, "w");
    tensor.message(13, new ProtoWriter().text(1, "location").text(2, location));
    tensor.message(13, new ProtoWriter().text(1, "offset").text(2, offset));
    tensor.message(13, new ProtoWriter().text(1, "length").text(2, length));
    ProtoWriter graph = WrittenOnnx.graph(WrittenOnnx.node("Add", "x", "w", "y"));
    return WrittenOnnx.model(graph.message(5, tensor.number(14, 1))).toBytes();
  }

  private static TensorProto weight(byte[] onnx) {
    for (Protobuf model = Protobuf.over(onnx); model.next(); ) {
      if (model.field() == 7) {
        for (Protobuf graph = model.message(); graph.next(); ) {
          if (graph.field() == 5) {
            return TensorProto.read(graph.message());
          }
        }
      }
    }
    throw new AssertionError("no weight");
  }
}
