package dev.serin.runtime.torch.python.module.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.serin.base.Problem;
import dev.serin.runtime.Inspection;
import dev.serin.runtime.Limits;
import dev.serin.tensor.TensorSpec;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class TorchStateFormatTest {
  private static final TorchStateFormat FORMAT = new TorchStateFormat(Folder.NO_ENGINE);
  private static final Folder MLP = Folder.of("torch-2.13-state/mlp");
  private static final String START =
      """
      import torch
      import torch.nn as nn
      import torch.nn.functional as F


      class Net(nn.Module):
          def __init__(self):
              super().__init__()
              self.fc1 = nn.Linear(5, 8)
              self.bn = nn.BatchNorm1d(8)
              self.fc2 = nn.Linear(8, 3)

          def forward(self, x):
              x = self.bn(self.fc1(x))
      """;
  private static final String END = "        return self.fc2(x)\n";

  private static Inspection open(Folder folder) {
    assertThat(FORMAT.recognises(folder)).isTrue();
    return FORMAT.open(folder, Limits.DEFAULT).inspection();
  }

  private static Problem.Refused refusal(Folder folder) {
    Problem.Raised raised = catchThrowableOfType(Problem.Raised.class, () -> open(folder));
    assertThat(raised).isNotNull();
    return (Problem.Refused) raised.problem();
  }

  private static Folder forward(String line) {
    return MLP.with("model_class.py", START + "        " + line + "\n" + END);
  }

  @Test
  void theFirstLayerTellsTheInput() {
    Inspection inspection = open(MLP);

    assertThat(inspection.signature().inputs())
        .extracting(TensorSpec::toString)
        .containsExactly("x FP32[-1, 5]");
    assertThat(inspection.signature().outputs())
        .extracting(TensorSpec::toString)
        .containsExactly("output-0 FP32[-1, 3]");
    assertThat(inspection.format()).isEqualTo("torch-state");
  }

  @Test
  void theHandWrittenFolderOfTheRepositoryIsRead() {
    assertThat(open(Folder.of("recognised/torch-folder")).signature().inputs().getFirst())
        .hasToString("x FP32[-1, 3]");
  }

  static Stream<Arguments> refusedForwards() {
    return Stream.of(
        Arguments.of("if x.sum() > 0: x = -x", "DATA_DEPENDENT_CONTROL_FLOW"),
        Arguments.of("while x.mean() < 1: x = x * 2", "DATA_DEPENDENT_CONTROL_FLOW"),
        Arguments.of("x = x * float(x.max())", "DATA_DEPENDENT_CONTROL_FLOW"),
        Arguments.of("x = x * x.max().item()", "DATA_DEPENDENT_CONTROL_FLOW"),
        Arguments.of("if x.size(0) > 1: x = -x", "SIGNATURE_MISSING"),
        Arguments.of("for i in range(x.size(0)): x = -x", "SIGNATURE_MISSING"),
        Arguments.of("x = F.dropout(x)", "TRAINING_MODE"),
        Arguments.of("x = F.dropout(x, 0.5, True)", "TRAINING_MODE"),
        Arguments.of("x = x + torch.randn(8)", "UNSUPPORTED_OP"),
        Arguments.of("x = x + torch.load('y.pt')", "CUSTOM_CODE"),
        Arguments.of("torch.save(x, 'y.pt')", "CUSTOM_CODE"),
        Arguments.of("x = torch.ops.mine.op(x)", "CUSTOM_CODE"),
        Arguments.of("x = torch.hub.load('a', 'b')(x)", "CUSTOM_CODE"),
        Arguments.of("x = torch.jit.script(x)", "CUSTOM_CODE"),
        Arguments.of("x = x.frobnicate()", "UNSUPPORTED_OP"),
        Arguments.of("x = F.frobnicate(x)", "UNSUPPORTED_OP"),
        Arguments.of("x = nn.Frobnicate()(x)", "UNSUPPORTED_LAYER"),
        Arguments.of("x = nn.LazyLinear(8)(x)", "UNSUPPORTED_LAYER"),
        Arguments.of("x = nn.utils.frobnicate(self.fc2)(x)", "UNSUPPORTED_LAYER"),
        Arguments.of("x = getattr(torch, 'relu')(x)", "CUSTOM_CODE"),
        Arguments.of("x = nn.Linear(8, 8)(x)", "UNSUPPORTED_OP"),
        Arguments.of("y = x.view(-1); y += 1; x = x + 1", "UNSUPPORTED_VALUE"),
        Arguments.of("x = torch.relu(x, frobnicate=1)", "UNSUPPORTED_VALUE"),
        Arguments.of("x = self.fc3(x)", "UNSUPPORTED_VALUE"),
        Arguments.of("x = self.fc1(x)", "CORRUPT"),
        Arguments.of("assert x.shape[1] == 9, 'nine'", "UNSUPPORTED_VALUE"),
        Arguments.of("raise ValueError('no')", "UNSUPPORTED_VALUE"));
  }

  @ParameterizedTest
  @MethodSource("refusedForwards")
  void whatIsNotReadIsRefusedAtItsLine(String line, String code) {
    Problem.Refused refused = refusal(forward(line));

    assertThat(refused.code()).as(refused.message()).isEqualTo(code);
    assertThat(refused.message()).contains("model_class.py, line 15");
    assertThat(refused.remedy()).isNotBlank();
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void aHostileClassIsRefusedSoon(String source, String code) {
    long start = System.nanoTime();
    Problem.Refused refused = refusal(MLP.with("model_class.py", source));

    assertThat(refused.code()).as(refused.message()).isEqualTo(code);
    assertThat(System.nanoTime() - start).isLessThan(10_000_000_000L);
  }

  static Stream<Arguments> hostile() {
    String net = "import torch.nn as nn\nclass Net(nn.Module):\n  def __init__(self):\n";
    return Stream.of(
        Arguments.of("import os\nos.system('id')\n", "CUSTOM_CODE"),
        Arguments.of(net + "    __import__('os').system('id')\n", "CUSTOM_CODE"),
        Arguments.of(net + "    open('/tmp/x', 'w')\n", "CUSTOM_CODE"),
        Arguments.of(net + "    eval('1')\n", "CUSTOM_CODE"),
        Arguments.of("import torch\ntorch.load('model.pt')\n", "CUSTOM_CODE"),
        Arguments.of(net + "    while True: pass\n", "LIMIT_EXCEEDED"),
        Arguments.of(net + "    for i in range(10**9): pass\n", "LIMIT_EXCEEDED"),
        Arguments.of(net + "    x = [0]*10**9\n", "LIMIT_EXCEEDED"),
        Arguments.of(net + "    self.__init__()\n", "LIMIT_EXCEEDED"),
        Arguments.of("x = " + "(".repeat(100_000), "LIMIT_EXCEEDED"),
        Arguments.of(net + "    nn.ModuleList([Net() for _ in range(9)])\n", "LIMIT_EXCEEDED"),
        Arguments.of("", "UNSUPPORTED_CLASS"));
  }

  @Test
  void weightsOfAnotherClassAreRefusedWithTheirNames() {
    String other = START.replace("self.fc2 = nn.Linear(8, 3)", "self.out = nn.Linear(8, 3)");
    Problem.Refused refused =
        refusal(MLP.with("model_class.py", other + END.replace("fc2", "out")));

    assertThat(refused.message()).contains("lacks out.bias, out.weight", "fc2.bias, fc2.weight");
    assertThat(refused.remedy()).contains("serin.json");
  }

  @Test
  void weightsOfOtherSizesAreRefused() {
    String other = START.replace("nn.Linear(8, 3)", "nn.Linear(8, 4)");

    assertThat(refusal(MLP.with("model_class.py", other + END)).message())
        .contains("fc2", "[3", "[4");
  }

  @Test
  void argumentsOfTheConstructorComeFromTheSettings() {
    Folder wider = MLP.with("serin.json", "{\"torch\":{\"class\":\"Net\",\"args\":[9]}}");

    assertThat(refusal(wider).message()).contains("[8, 5]", "[9, 5]");
    assertThat(refusal(MLP.with("serin.json", "{\"torch\":{\"class\":\"Other\"}}")).code())
        .isEqualTo("UNSUPPORTED_CLASS");
  }

  @Test
  void anInputThatCouldHaveAnyShapeNeedsADescription() {
    Folder flat =
        MLP.with(
            "model_class.py",
            START.replace("x = self.bn", "x = x.flatten(1)\n        x = self.bn") + END);

    assertThat(refusal(flat).code()).isEqualTo("SIGNATURE_MISSING");
    String inputs =
        "{\"torch\":{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[-1,5]}]}}";
    assertThat(open(flat.with("serin.json", inputs)).signature().inputs().getFirst())
        .hasToString("x FP32[-1, 5]");
    assertThat(open(flat.with("input_example.json", "[[1.5, 2, 3, 4, 5]]")).signature().inputs())
        .hasSize(1);
  }

  @Test
  void weightsAloneAreRefusedWithTheWayOut() {
    TorchModuleFormat alone = new TorchModuleFormat(Folder.NO_ENGINE);
    for (Folder file :
        List.of(
            Folder.file("model.pt", MLP.files().get("model.pt")),
            Folder.file(
                "a.safetensors",
                Folder.of("torch-2.13-state/mlp-safetensors").files().get("model.safetensors")),
            Folder.file(
                "b.pth", Folder.of("torch-2.13-state/mlp-legacy").files().get("model.pth")))) {
      assertThat(alone.recognises(file)).isTrue();
      Problem.Raised raised =
          catchThrowableOfType(Problem.Raised.class, () -> alone.open(file, Limits.DEFAULT));

      assertThat(raised.problem().code()).isEqualTo("WEIGHTS_ONLY");
      assertThat(((Problem.Refused) raised.problem()).remedy()).contains("model_class.py");
    }
  }

  @Test
  void aWholeModuleOfOtherClassesIsRefusedWithTheWayOut() {
    for (String name :
        List.of(
            "full-own-class",
            "full-torchvision",
            "full-hooks",
            "os-system",
            "strides-past-storage",
            "key-outside",
            "quantised",
            "sparse")) {
      byte[] file =
          Folder.bytes(Folder.FIXTURES.resolve("torch-state-refused/" + name + "/model.pt"));
      Folder meta = Folder.file("model.pt", file);
      Problem.Raised raised =
          catchThrowableOfType(
              Problem.Raised.class,
              () -> new TorchModuleFormat(Folder.NO_ENGINE).open(meta, Limits.DEFAULT));
      String expected =
          new String(
              Folder.bytes(Folder.FIXTURES.resolve("torch-state-refused/" + name + "/meta.json")),
              java.nio.charset.StandardCharsets.UTF_8);

      assertThat(raised).as(name).isNotNull();
      assertThat(expected).as(raised.getMessage()).contains("\"" + raised.problem().code() + "\"");
    }
  }
}
