package dev.serin.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.tensor.DataType;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GraphBuilderTest {
  private final GraphBuilder graph = new GraphBuilder();

  @Test
  void weightsThatNobodyTakesAreLeftOut() {
    Value x = graph.input(DataType.FP32, Shape.of(Shape.ANY, 2));
    Value used = graph.floats(new float[] {1, 2}, 2);
    Value unused = graph.floats(new float[] {3, 4}, 2);
    graph.output(new Elementwise(graph).add(x, used));

    String text = new String(graph.toBytes(), StandardCharsets.ISO_8859_1);

    assertThat(text).contains("B\u0002" + used.name()).doesNotContain(unused.name());
  }

  @Test
  void aWeightHasOneNumberForEachPlace() {
    assertThatThrownBy(() -> graph.floats(new float[3], 2, 2))
        .isInstanceOf(GraphMismatch.class)
        .hasMessageContaining("[2, 2]");
  }

  @Test
  void operatorsAreCountedInTheOrderOfTheirNodes() {
    Value x = graph.input(DataType.FP32, Shape.of(Shape.ANY, 2));
    Value y = new Elementwise(graph).map("Relu", x);
    int before = graph.size();
    graph.output(new Elementwise(graph).multiply(y, y));

    assertThat(graph.operators(0)).containsExactly("Relu", "Mul", "Identity");
    assertThat(graph.operators(before)).containsExactly("Mul", "Identity");
  }

  @ParameterizedTest
  @EnumSource
  void everyDatatypeHasANumberOfItsOwn(DataType type) {
    assertThat(ElementCode.type(ElementCode.of(type))).hasValue(type);
  }

  @Test
  void numbersOfOtherTypesNameNone() {
    assertThat(Stream.of(0L, 14L, 15L, 17L, 99L).map(ElementCode::type))
        .allMatch(type -> type.isEmpty());
  }

  @Test
  void matrixProductsKeepTheOuterAxesAndCheckTheInnerOnes() {
    Elementwise math = new Elementwise(graph);
    Value x = graph.input(DataType.FP32, Shape.of(Shape.ANY, 5, 3));

    assertThat(math.matMul(x, floats(3, 7)).shape()).isEqualTo(Shape.of(Shape.ANY, 5, 7));
    assertThatThrownBy(() -> math.matMul(x, floats(4, 7))).isInstanceOf(GraphMismatch.class);
    assertThatThrownBy(() -> math.matMul(x, floats(3))).isInstanceOf(GraphMismatch.class);
  }

  @Test
  void differentTypesAreNotAdded() {
    Value whole = graph.longs(new long[] {1}, 1);

    assertThatThrownBy(() -> new Elementwise(graph).add(whole, floats(1)))
        .isInstanceOf(GraphMismatch.class);
  }

  @Test
  void rearrangementsTellTheShapeOfTheirResult() {
    Rearrangement move = new Rearrangement(graph);
    Value x = graph.input(DataType.FP32, Shape.of(Shape.ANY, 4, 6));

    assertThat(move.flatten(x).shape()).isEqualTo(Shape.of(Shape.ANY, 24));
    assertThat(move.transpose(x, 0, 2, 1).shape()).isEqualTo(Shape.of(Shape.ANY, 6, 4));
    assertThat(move.concat(List.of(x, x), -1).shape()).isEqualTo(Shape.of(Shape.ANY, 4, 12));
    assertThat(move.crop(x, 1, 1, 2).shape()).isEqualTo(Shape.of(Shape.ANY, 1, 6));
    assertThat(move.pad(x, List.of(0L, 1L, 0L), List.of(0L, 2L, 0L)).shape())
        .isEqualTo(Shape.of(Shape.ANY, 7, 6));
    assertThat(move.unsqueeze(x, 1).shape()).isEqualTo(Shape.of(Shape.ANY, 1, 4, 6));
    assertThat(move.squeeze(move.unsqueeze(x, 1), 1).shape()).isEqualTo(x.shape());
    assertThat(move.enlarge(x, List.of(1L, 2L, 3L)).shape()).isEqualTo(Shape.of(Shape.ANY, 8, 18));
    assertThat(move.repeat(move.unsqueeze(x, 1), 1, 9).shape())
        .isEqualTo(Shape.of(Shape.ANY, 9, 4, 6));
    assertThat(move.rows(floats(12, 5), graph.longs(new long[3], 3)).shape())
        .isEqualTo(Shape.of(3, 5));
  }

  @Test
  void rearrangementsThatDoNotFitAreRefused() {
    Rearrangement move = new Rearrangement(graph);
    Value x = graph.input(DataType.FP32, Shape.of(Shape.ANY, 4, 6));

    for (Runnable wrong :
        List.<Runnable>of(
            () -> move.reshape(x, Shape.of(Shape.ANY, 25)),
            () -> move.reshape(x, Shape.of(Shape.ANY, Shape.ANY, Shape.ANY)),
            () -> move.transpose(x, 0, 1),
            () -> move.transpose(x, 0, 1, 1),
            () -> move.concat(List.of(x, floats(1, 4)), -1),
            () -> move.concat(List.of(x, floats(1, 5, 6)), -1),
            () -> move.crop(x, 1, 2, 2),
            () -> move.pad(x, List.of(0L), List.of(0L)))) {
      assertThatThrownBy(wrong::run).isInstanceOf(GraphMismatch.class);
    }
  }

  @Test
  void reductionsDropTheirAxesOrKeepThemAsOne() {
    Value x = graph.input(DataType.FP32, Shape.of(Shape.ANY, 4, 6));

    assertThat(new Reduction(graph).mean(x, false, 1).shape()).isEqualTo(Shape.of(Shape.ANY, 6));
    assertThat(new Reduction(graph).maximum(x, true, 1, -1).shape())
        .isEqualTo(Shape.of(Shape.ANY, 1, 1));
  }

  @Test
  void convolutionsCheckTheirGroups() {
    Value x = graph.input(DataType.FP32, Shape.of(Shape.ANY, 9, 4));
    List<Long> one = Collections.nCopies(1, 1L);
    Window window = new Window(List.of(3L), one, one, Window.Padding.VALID);
    Spatial spatial = new Spatial(graph);

    assertThat(spatial.convolution(x, floats(6, 2, 3), List.of(), window, 2).shape())
        .isEqualTo(Shape.of(Shape.ANY, 7, 6));
    assertThat(spatial.maximum(x, window).shape()).isEqualTo(Shape.of(Shape.ANY, 7, 4));
    assertThatThrownBy(() -> spatial.convolution(x, floats(6, 3, 3), List.of(), window, 2))
        .isInstanceOf(GraphMismatch.class);
    assertThatThrownBy(() -> spatial.convolution(x, floats(5, 2, 3), List.of(), window, 2))
        .isInstanceOf(GraphMismatch.class);
  }

  private Value floats(long... shape) {
    return graph.floats(new float[(int) Shape.of(shape).count()], shape);
  }
}
