package dev.serin.runtime.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.base.Problem;
import dev.serin.graph.GraphBuilder;
import dev.serin.graph.Value;
import dev.serin.runtime.Limits;
import dev.serin.tensor.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Calls of operators: their sizes, their types, and what is refused. */
class AtenTest {
  private final Aten aten = new Aten(new GraphBuilder(), Limits.DEFAULT);
  private final Value x = aten.input(DataType.FP32, List.of(-1L, 3L, 8L));

  private Value call(String operator, Argument... given) {
    return aten.call(operator, List.of(given), Map.of(), "here").getFirst();
  }

  private static Argument tensor(Value value) {
    return new Argument.Tensor(value);
  }

  @Test
  void aFlatBatchKeepsItsKnownSizes() {
    Argument rows = new Argument.Size(aten.sizes(x).getFirst());
    Argument sizes = new Argument.Items(List.of(rows, new Argument.Whole(-1)));

    assertThat(call("view", tensor(x), sizes).shape().sizes()).containsExactly(-1L, 24L);
  }

  @Test
  void aNumberDoesNotChangeTheTypeOfATensorOfItsCategory() {
    Value whole = aten.input(DataType.INT32, List.of(2L));

    assertThat(call("add", tensor(whole), new Argument.Whole(1)).type()).isEqualTo(DataType.INT32);
    assertThat(call("add", tensor(whole), new Argument.Real(1)).type()).isEqualTo(DataType.FP32);
    assertThat(call("mul", tensor(x), tensor(whole.shape().rank() == 1 ? x : whole)).type())
        .isEqualTo(DataType.FP32);
  }

  @Test
  void anArgumentThatNobodyKnowsIsRefused() {
    assertRefused(
        () -> aten.call("relu", List.of(tensor(x)), Map.of("slope", new Argument.Real(1)), "here"),
        "UNSUPPORTED_VALUE",
        "slope");
  }

  @Test
  void operatorsOfTheWorldOutsideAreForbidden() {
    assertRefused(() -> call("save", tensor(x)), "FORBIDDEN_OP", "save");
    assertRefused(() -> call("from_file"), "FORBIDDEN_OP", "from_file");
  }

  @Test
  void anUnknownOperatorIsNamedWithItsPlace() {
    assertRefused(() -> call("fft_rfft", tensor(x)), "UNSUPPORTED_OP", "fft_rfft");
  }

  @Test
  void aChangeInPlaceIsSeenByAllWhoHoldTheTensorAndSpoilsItsViews() {
    Held held = Held.of(x);
    Held view = held("select", held, new Argument.Whole(1), new Argument.Whole(0));
    Held changed = held("relu_", held);

    assertThat(changed).isSameAs(held);
    assertThat(held.value("here")).isNotEqualTo(x);
    assertRefused(() -> view.value("here"), "UNSUPPORTED_OP", "a view");
  }

  @Test
  void aChangeOfAPartIsPutBackIntoTheWhole() {
    Held whole = Held.of(x);
    Held part = held("select", whole, new Argument.Whole(1), new Argument.Whole(0));
    Held sibling = held("select", whole, new Argument.Whole(1), new Argument.Whole(0));
    held("relu_", part);

    assertThat(whole.value("here")).isNotEqualTo(x);
    assertThat(whole.value("here").shape()).isEqualTo(x.shape());
    assertThat(part.value("here").type()).isEqualTo(x.type());
    assertRefused(() -> sibling.value("here"), "UNSUPPORTED_OP", "a view");
  }

  @Test
  void aChangeOfAPartThatMayBeACopyIsRefused() {
    Held flat = held("flatten", Held.of(x));

    assertRefused(() -> held("relu_", flat), "UNSUPPORTED_OP", "a part of a tensor");
  }

  private Held held(String operator, Held self, Argument... more) {
    List<Argument> given = new ArrayList<>(List.of(tensor(self.value("here"))));
    given.addAll(List.of(more));
    List<Value> values = aten.call(operator, given, Map.of(), "here");
    Held.Called call = new Held.Called(operator, given, Map.of(), "here");
    return Held.results(aten, call, List.of(self), values).getFirst();
  }

  private static void assertRefused(Runnable call, String code, String names) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            Problem.Raised.class,
            raised -> {
              assertThat(raised.problem().code()).isEqualTo(code);
              assertThat(raised.problem().message()).contains("here").contains(names);
            });
  }
}
