package dev.serin.codec;

import static dev.serin.codec.Cases.IRIS;
import static dev.serin.codec.Cases.MIXED;
import static dev.serin.codec.Cases.assertInvalid;
import static dev.serin.codec.Cases.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.base.Json;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Signature;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.Values;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InferenceV2Test {
  private final InferenceV2 codec = new InferenceV2(100, false);

  @Test
  void aRequestGivesItsIdParametersOutputsAndTensors() {
    var request =
        codec.read(
            utf8(
                """
                {"id":"7","parameters":{"k":1,"t":true},"outputs":[{"name":"predict_proba"}],
                 "inputs":[{"name":"input-0","shape":[2,4],"datatype":"FP64",
                 "data":[5.1,3.5,1.4,0.2,6.2,2.9,4.3,1.3]}]}\
                """),
            IRIS);

    assertThat(request.id()).isEqualTo("7");
    assertThat(request.parameters().number("k").orElseThrow().longValue()).isEqualTo(1);
    assertThat(request.outputs()).containsExactly("predict_proba");
    assertThat(request.inputs())
        .containsExactly(
            Tensor.ofDoubles(
                "input-0", new double[] {5.1, 3.5, 1.4, 0.2, 6.2, 2.9, 4.3, 1.3}, 2, 4));
  }

  @Test
  void nestedDataAndMembersInAnyOrderGiveTheSameTensor() {
    var flat = one("\"name\":\"x\",\"shape\":[1,4],\"datatype\":\"FP64\",\"data\":[1,2,3,4]", IRIS);
    var nested =
        one("\"data\":[[1,2,3,4]],\"shape\":[1,4],\"datatype\":\"FP64\",\"name\":\"x\"", IRIS);

    assertThat(nested).isEqualTo(flat);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'shape':[1,4],'datatype':'FP64','data':[1,2,3] | SHAPE | means 4 elements, 'data' has 3",
        "'shape':[1,4],'datatype':'FP64','data':[1,2,3,4,5] | SHAPE | 'data' has 5",
        "'shape':[2,4],'datatype':'FP64','data':[[1,2,3,4,5,6,7,8]] | SHAPE | nested as [1, 8]",
        "'shape':[2,4],'datatype':'FP64','data':[[1,2,3,4],[5,6,7]] | SHAPE | rows have 4 and 3",
        "'shape':[1,4],'datatype':'FP64','data':[[1,2,3,4],5] | SHAPE | a value stands beside",
        "'shape':[-1,4],'datatype':'FP64','data':[] | SHAPE | at least 0",
        "'shape':[4611686018427387904,4],'datatype':'FP64','data':[] | SHAPE | too large",
        "'shape':[2000000000,4],'datatype':'FP64','data':[1] | SHAPE | 8000000000 elements",
        "'shape':[1,4],'datatype':'FP64','data':5 | SHAPE | 'data' is an array",
        "'shape':[1,4],'data':[1,2,3,4] | DATATYPE | 'datatype' is missing",
        "'datatype':'FP64','data':[1,2,3,4] | SHAPE | 'shape' is missing",
        "'shape':[1,4],'datatype':'FP64' | DATA_MISSING | 'data' is missing",
        "'shape':[1,4],'datatype':'FLOAT','data':[1] | DATATYPE | unknown datatype 'FLOAT'",
        "'shape':[1,4],'datatype':'FP16','data':[1,2,3,4] | DATATYPE | binary tensor extension",
        "'shape':[1,4],'datatype':'BF16','data':[1,2,3,4] | DATATYPE | binary tensor extension",
        "'shape':[1,4],'datatype':'INT64','data':[1,2,3,4.5] | VALUE | no INT64",
        "'shape':[1,4],'datatype':'FP64','data':[1,2,3,'4'] | VALUE | a text is no number",
        "'shape':[1,4],'datatype':'FP64','parameters':{'binary_data_size':32} | BINARY_UNSUPPORTED | send 'data'"
      })
  void anInputThatDoesNotFitIsRefusedWithWhatWouldFit(String members, String code, String text) {
    String input = "\"name\":\"x\"," + members.strip().replace('\'', '"');

    assertThatInput(input, code, text);
  }

  private void assertThatInput(String input, String code, String text) {
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> one(input, IRIS))
        .hasMessageStartingWith(code + ":")
        .hasMessageContaining(text);
  }

  @Test
  void aRequestWithoutInputsNamesWhatTheModelTakes() {
    assertInvalid(
        () -> codec.read(utf8("{}"), IRIS), "INPUT_MISSING", "inputs", "input-0 FP64[-1, 4]");
    assertInvalid(
        () -> codec.read(utf8("{\"inputs\":[],\"records\":[]}"), MIXED),
        "JSON_INVALID",
        "body",
        "give one of");
  }

  @Test
  void bytesBehindTheJsonNameTheMissingHeader() {
    assertInvalid(
        () -> codec.read(utf8("{\"inputs\":[]}\u0001\u0002"), IRIS),
        "JSON_INVALID",
        "body",
        "Inference-Header-Content-Length");
  }

  @Test
  void nullIsAMissingText() {
    List<Tensor> read =
        read(
            MIXED,
            "{\"name\":\"city\",\"shape\":[2,1],\"datatype\":\"BYTES\",\"data\":[[\"Bern\"],[null]]}",
            "{\"name\":\"age\",\"shape\":[2],\"datatype\":\"INT32\",\"data\":[31,32]}");

    assertThat(read.get(0).texts()[0]).isEqualTo("Bern");
    assertThat(read.get(0).texts()[1]).isSameAs(Values.Texts.MISSING);
    assertThat(read.get(1).type()).isEqualTo(DataType.INT32);
  }

  @Test
  void recordsAndColumnsStandInForInputs() {
    var records = codec.read(utf8("[{\"city\":\"Bern\",\"age\":31}]"), MIXED).inputs();

    assertThat(
            codec.read(utf8("{\"id\":\"1\",\"records\":[{\"age\":31,\"city\":\"Bern\"}]}"), MIXED))
        .satisfies(request -> assertThat(request.inputs()).isEqualTo(records))
        .satisfies(request -> assertThat(request.id()).isEqualTo("1"));
    assertThat(codec.read(utf8("{\"columns\":{\"age\":[31],\"city\":[\"Bern\"]}}"), MIXED).inputs())
        .isEqualTo(records);
  }

  @Test
  void anAnswerIsFlatAndHoldsNothingElse() {
    var outputs =
        List.of(
            Tensor.ofLongs("predict", new long[] {0, -2}, 2),
            Tensor.ofDoubles("predict_proba", new double[] {0.1, Double.NaN, 1e-7, 1}, 2, 2),
            Tensor.ofTexts("name", new String[] {"é\"\n", Values.Texts.MISSING}, 2),
            new Tensor("u", DataType.UINT64, new long[] {1}, new Values.Longs(new long[] {-1})),
            new Tensor("b", DataType.BOOL, new long[] {2}, new Values.Longs(new long[] {0, 1})),
            Tensor.ofFloats("f", new float[] {0.1f}, 1));
    var answer = new InferenceAnswer("m 1", 12, "7", Json.Obj.of(), outputs);

    assertThat(new String(codec.write(answer), StandardCharsets.UTF_8))
        .isEqualTo(
            """
            {"model_name":"m 1","model_version":"12","id":"7","outputs":[\
            {"name":"predict","datatype":"INT64","shape":[2],"data":[0,-2]},\
            {"name":"predict_proba","datatype":"FP64","shape":[2,2],"data":[0.1,null,1.0E-7,1.0]},\
            {"name":"name","datatype":"BYTES","shape":[2],"data":["é\\"\\u000a",null]},\
            {"name":"u","datatype":"UINT64","shape":[1],"data":[18446744073709551615]},\
            {"name":"b","datatype":"BOOL","shape":[2],"data":[false,true]},\
            {"name":"f","datatype":"FP32","shape":[1],"data":[0.1]}]}\
            """);
  }

  @Test
  void nonfiniteNumbersAreWrittenAsWordsOnRequest() {
    var answer =
        new InferenceAnswer(
            "m",
            1,
            "7",
            Json.Obj.of("arm", "current"),
            List.of(Tensor.ofDoubles("y", new double[] {Double.NaN, Double.NEGATIVE_INFINITY}, 2)));

    assertThat(new String(new InferenceV2(100, true).write(answer), StandardCharsets.UTF_8))
        .contains("\"parameters\":{\"arm\":\"current\"}")
        .contains("[NaN,-Infinity]");
  }

  private Tensor one(String members, Signature signature) {
    return read(signature, "{" + members + "}").getFirst();
  }

  private List<Tensor> read(Signature signature, String... inputs) {
    return codec.read(utf8("{\"inputs\":[" + String.join(",", inputs) + "]}"), signature).inputs();
  }
}
