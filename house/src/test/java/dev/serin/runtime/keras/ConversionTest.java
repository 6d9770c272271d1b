package dev.serin.runtime.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.serin.base.Json;
import dev.serin.base.Problem;
import dev.serin.reader.Budget;
import dev.serin.reader.Fixtures;
import dev.serin.reader.hdf.Hdf5Group;
import dev.serin.reader.hdf.Hdf5Guard;
import dev.serin.runtime.Inspection.Step;
import dev.serin.runtime.Limits;
import dev.serin.runtime.keras.layers.KerasLayers;
import dev.serin.runtime.keras.layers.attention.AttentionRules;
import dev.serin.runtime.keras.layers.operations.OperationRules;
import dev.serin.runtime.keras.layers.recurrent.RecurrentRules;
import dev.serin.runtime.keras.layers.texts.TextRules;
import dev.serin.tensor.DataType;
import dev.serin.tensor.TensorSpec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Configurations in the words of Keras, of layers that need no weights. */
class ConversionTest {
  private static final Hdf5Group FILE =
      Hdf5Guard.open(
          Fixtures.bytes(Fixtures.root().resolve("keras-3/fire/model.h5")), Budget.usual());
  private static final Map<String, LayerRule> LAYERS =
      LayerRule.together(
          List.of(
              KerasLayers.RULES,
              RecurrentRules.RULES,
              AttentionRules.RULES,
              OperationRules.RULES,
              TextRules.RULES));
  private static final Dialect THREE = new Dialect("3.15.1", "tensorflow");

  @Test
  void aChainMayBeAPlainListWhoseFirstLayerTellsTheInput() {
    var net =
        convert(
            """
            {'class_name': 'Sequential', 'config': [
              {'class_name': 'Flatten', 'config': {'name': 'flat', 'batch_input_shape':
                [null, 4, 3], 'dtype': 'float32'}},
              {'class_name': 'Dropout', 'config': {'name': 'drop', 'rate': 0.5}}]}""");

    assertThat(net.inputs())
        .containsExactly(new TensorSpec("input-0", DataType.FP32, List.of(-1L, 4L, 3L)));
    assertThat(net.outputs())
        .containsExactly(new TensorSpec("drop", DataType.FP32, List.of(-1L, 12L)));
    assertThat(net.steps())
        .containsExactly(
            new Step("flat", "Flatten", "Reshape", "[?, 12]"),
            new Step("drop", "Dropout", "nothing", "[?, 12]"));
  }

  @Test
  void aChainThatWasCalledBeforeItWasSavedKnowsItsInput() {
    var net =
        convert(
            """
            {'class_name': 'Sequential', 'config': {'name': 's', 'build_input_shape': [8, 3],
              'layers': [{'class_name': 'ReLU', 'config': {'name': 'r'}}]}}""");

    assertThat(net.inputs().getFirst().shape()).containsExactly(-1L, 3L);
  }

  @Test
  void aChainWithoutAnyShapeHasNoSignature() {
    assertRefused(
        "{'class_name': 'Sequential', 'config': [{'class_name': 'ReLU', 'config': {'name': 'r'}}]}",
        "SIGNATURE_MISSING",
        "r");
  }

  @Test
  void bothDialectsSayWithWhatALayerIsCalled() {
    String two = graph("[[['x', 0, 0, {}], ['x', 0, 0, {'training': false}]]]");
    String three = graph("[{'args': [[" + tensor("x") + ", " + tensor("x") + "]], 'kwargs': {}}]");

    assertThat(convert(two).onnx()).isEqualTo(convert(three).onnx());
  }

  @Test
  void aSharedLayerGivesNumberedOutputs() {
    var net =
        convert(
            """
            {'class_name': 'Functional', 'config': {'layers': [
              {'class_name': 'InputLayer', 'config': {'batch_shape': [null, 3], 'name': 'x'}},
              {'class_name': 'Activation', 'config': {'activation': 'tanh', 'name': 'a'},
                'inbound_nodes': [[['x', 0, 0, {}]], [['a', 0, 0, {}]]]}],
              'input_layers': [['x', 0, 0]], 'output_layers': [['a', 0, 0], ['a', 1, 0]]}}""");

    assertThat(net.outputs()).extracting(TensorSpec::name).containsExactly("output-0", "output-1");
    assertThat(net.steps()).extracting(Step::mapsTo).containsExactly("Tanh", "Tanh");
  }

  @Test
  void layersMayStandInAnyOrder() {
    var net =
        convert(
            """
            {'class_name': 'Functional', 'config': {'layers': [
              {'class_name': 'ReLU', 'config': {'name': 'b'}, 'inbound_nodes': [[['a', 0, 0]]]},
              {'class_name': 'ReLU', 'config': {'name': 'a'}, 'inbound_nodes': [[['x', 0, 0]]]},
              {'class_name': 'InputLayer', 'config': {'batch_shape': [null, 3], 'name': 'x'}}],
              'input_layers': ['x', 0, 0], 'output_layers': ['b', 0, 0]}}""");

    assertThat(net.steps()).extracting(Step::place).containsExactly("a", "b");
  }

  @Test
  void aSettingThatIsNotUnderstoodIsNamedWithItsLayer() {
    assertRefused(layer("ReLU", "'sparkle': 0.5"), "UNSUPPORTED_VALUE", "l: sparkle is 0.5");
    assertThat(convert(layer("ReLU", "'sparkle': null, 'glitter': false")).steps()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "Lambda | 'function': 'x' | CUSTOM_CODE | l",
        "MyOwn | 'x': 1 | UNSUPPORTED_LAYER | MyOwn",
        "Functional | 'layers': [] | CORRUPT | input_layers",
        "Flatten | 'data_format': 'channels_third' | UNSUPPORTED_VALUE | channels_third",
        "ReLU | 'dtype': 'mixed_float16' | UNSUPPORTED_VALUE | mixed_float16",
        "ReLU | 'dtype': {'class_name': 'Policy', 'config': {'name': 'bfloat16'}}"
            + " | UNSUPPORTED_VALUE | bfloat16",
        "Activation | 'activation': 'wave' | UNSUPPORTED_VALUE | wave",
        "Activation | 'activation': {'class_name': 'Dense', 'config': {'units': 3}}"
            + " | UNSUPPORTED_VALUE | Dense",
        "Activation | 'activation': 7 | UNSUPPORTED_VALUE | activation",
        "LSTM | 'units': 2, 'stateful': true | UNSUPPORTED_VALUE | stateful",
        "LSTM | 'units': 2 | CORRUPT | activation is missing",
        "Dense | 'units': 2 | CORRUPT | kernel",
        "Dense | 'units': 'two' | UNSUPPORTED_VALUE | units",
        "Dense | 'activation': 'relu' | CORRUPT | units is missing",
        "Softmax | 'axis': [1, 2] | UNSUPPORTED_VALUE | axis",
        "Softmax | 'axis': 7 | CORRUPT | axis 7",
        "UpSampling1D | 'size': 0 | UNSUPPORTED_VALUE | size",
        "ZeroPadding1D | 'padding': [] | UNSUPPORTED_VALUE | padding",
        "ZeroPadding1D | 'padding': [-1, 2] | CORRUPT | -1",
        "ZeroPadding2D | 'padding': 1 | CORRUPT | [?, 4, 3]",
        "Cropping1D | 'cropping': [2, 2] | CORRUPT | nothing",
        "Reshape | 'target_shape': [5, 5] | CORRUPT | [?, 5, 5]",
        "Reshape | 'target_shape': [-2, 6] | UNSUPPORTED_VALUE | target_shape",
        "Reshape | 'target_shape': [9999999999, 9999999999] | CORRUPT | elements",
        "Permute | 'dims': [1, 1] | CORRUPT | order",
        "ZeroPadding1D | 'padding': [9999999999, 9999999999] | LIMIT_EXCEEDED | one row",
        "MaxPooling1D | 'pool_size': 9 | CORRUPT | larger",
        "MaxPooling1D | 'pool_size': 2, 'padding': 'reflect' | UNSUPPORTED_VALUE | reflect",
        "MaxPooling2D | 'pool_size': 2 | CORRUPT | shape",
        "BatchNormalization | 'axis': [1, 2] | UNSUPPORTED_VALUE | axis",
        "Bidirectional | 'merge_mode': 'sum' | CORRUPT | no layer inside",
        "TimeDistributed | 'layer': {'class_name': 'Lambda', 'config': {}}"
            + " | CUSTOM_CODE | l.layer",
        "Add | 'name': 'l' | CORRUPT | 1 inputs",
        "TFSMLayer | 'filepath': 'x' | CUSTOM_CODE | TFSMLayer",
        "TFOpLambda | 'function': 'io.read_file' | UNSUPPORTED_OP | io.read_file",
        "StringLookup | 'vocabulary': ['a'] | UNSUPPORTED_VALUE | the type FP32",
        "StringLookup | 'vocabulary': ['a'], 'num_oov_indices': 2 | UNSUPPORTED_VALUE | type FP32",
        "TextVectorization | 'standardize': 'lower' | UNSUPPORTED_VALUE | the type FP32",
        "TextVectorization | 'ragged': true | UNSUPPORTED_VALUE | ragged",
        "TextVectorization | 'sparse': true | UNSUPPORTED_VALUE | sparse",
        "TextVectorization | 'encoding': 'latin-1' | UNSUPPORTED_VALUE | encoding",
        "Hashing | 'num_bins': 0 | UNSUPPORTED_VALUE | num_bins",
        "Hashing | 'num_bins': 3, 'sparse': true | UNSUPPORTED_VALUE | sparse",
        "HashedCrossing | 'num_bins': 3 | UNSUPPORTED_LAYER | HashedCrossing",
        "IntegerLookup | 'vocabulary': null | UNSUPPORTED_VALUE | vocabulary",
        "IntegerLookup | 'vocabulary': [1], 'num_oov_indices': 0"
            + " | UNSUPPORTED_VALUE | num_oov_indices",
        "EinsumDense | 'equation': 'a->b' | UNSUPPORTED_VALUE | equation",
        "Conv1DTranspose | 'filters': 2, 'kernel_size': 2, 'padding': 'causal'"
            + " | UNSUPPORTED_VALUE | causal",
        "UpSampling1D | 'size': 2, 'interpolation': 'bilinear'" + " | UNSUPPORTED_VALUE | bilinear",
        "RNN | 'cell': {'class_name': 'MyCell', 'config': {}} | UNSUPPORTED_LAYER | MyCell",
        "GroupNormalization | 'groups': 2 | UNSUPPORTED_VALUE | groups",
        "MultiHeadAttention | 'num_heads': 1, 'key_dim': 2 | CORRUPT | value",
        "Resizing | 'height': 2, 'width': 2 | CORRUPT | [?, 4, 3]",
        "Dropout | 'rate': 0.5, 'always': true | UNSUPPORTED_VALUE | always"
      })
  void whatCannotBeServedIsNamed(String type, String settings, String code, String said) {
    assertRefused(layer(type, settings), code, said);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[[['x', 0, 0, {'training': true}], ['x', 0, 0, {}]]] | TRAINING_MODE | training = true",
        "[[['x', 0, 1, {}]]] | CORRUPT | waits for a layer",
        "[[['nobody', 0, 0, {}]]] | CORRUPT | waits for a layer",
        "[[['sum', 0, 0, {}]]] | CORRUPT | waits for a layer",
        "[[['x']]] | CORRUPT | names no layer",
        "[7] | CORRUPT | a call is 7",
        "[{'args': [2.5], 'kwargs': {}}] | UNSUPPORTED_VALUE | constant 2.5"
      })
  void callsThatCannotBeServedAreNamed(String calls, String code, String said) {
    assertRefused(graph(calls), code, said);
  }

  @Test
  void aModelOfAnotherClassIsCode() {
    assertRefused("{'class_name': 'MyModel', 'config': {}}", "CUSTOM_CODE", "MyModel");
  }

  @Test
  void hardSigmoidMeansWhatItMeantInThatVersion() {
    String config = layer("Activation", "'activation': 'hard_sigmoid'");
    var now = convert(config, THREE);
    var before = convert(config, new Dialect("2.15.0", "tensorflow"));

    assertThat(now.onnx()).isNotEqualTo(before.onnx());
    assertThat(contains(now.onnx(), 1 / 6f)).isTrue();
    assertThat(contains(before.onnx(), 0.2f)).isTrue();
  }

  private static boolean contains(byte[] onnx, float number) {
    int bits = Float.floatToIntBits(number);
    for (int at = 0; at + 4 <= onnx.length; at++) {
      int found = 0;
      for (int i = 3; i >= 0; i--) {
        found = found << 8 | onnx[at + i] & 0xff;
      }
      if (found == bits) {
        return true;
      }
    }
    return false;
  }

  private static String layer(String type, String settings) {
    return """
        {'class_name': 'Sequential', 'config': {'layers': [
          {'class_name': 'InputLayer', 'config': {'batch_shape': [null, 4, 3], 'name': 'x'}},
          {'class_name': '%s', 'name': 'l', 'config': {%s}}]}}"""
        .formatted(type, settings);
  }

  private static String graph(String calls) {
    return """
        {'class_name': 'Functional', 'config': {'layers': [
          {'class_name': 'InputLayer', 'config': {'batch_shape': [null, 4, 3], 'name': 'x'}},
          {'class_name': 'Add', 'config': {'name': 'sum'}, 'inbound_nodes': %s}],
          'input_layers': [['x', 0, 0]], 'output_layers': [['sum', 0, 0]]}}"""
        .formatted(calls);
  }

  private static String tensor(String layer) {
    return "{'class_name': '__keras_tensor__', 'config': {'keras_history': ['%s', 0, 0]}}"
        .formatted(layer);
  }

  private static Conversion.Converted convert(String config) {
    return convert(config, THREE);
  }

  private static Conversion.Converted convert(String config, Dialect dialect) {
    Json json = Json.parse(config.replace('\'', '"'), 100);
    Building building = new Building(dialect, Limits.DEFAULT, LAYERS);
    return Conversion.listed(FILE, ArchitectureReader.read(json, dialect), building);
  }

  private static void assertRefused(String config, String code, String said) {
    Problem.Raised raised = catchThrowableOfType(Problem.Raised.class, () -> convert(config));

    assertThat(raised).describedAs("refused with %s", code).isNotNull();
    assertThat(raised.problem().code()).describedAs(raised.getMessage()).isEqualTo(code);
    assertThat(raised.problem().message()).contains(said);
  }
}
