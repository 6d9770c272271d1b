package dev.serin.runtime.keras.layers.recurrent;

import dev.serin.graph.Attribute;
import dev.serin.graph.GraphBuilder;
import dev.serin.graph.GraphBuilder.TypedShape;
import dev.serin.graph.Shape;
import dev.serin.graph.Value;
import dev.serin.runtime.keras.Layer;
import dev.serin.runtime.keras.Refusal;
import dev.serin.runtime.keras.layers.Operators;
import dev.serin.tensor.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A cell that the operators of ONNX do not know, written out as the body of a {@code Scan}: beside
 * its states it carries the last result, which a step that does not count repeats.
 */
record SteppedCell(Layer layer, Layer inner, Steps steps) implements Cell {

  /** What such a cell does in one step. */
  interface Steps {
    /** How many states it has; the first one is its result. */
    int count();

    /** Takes the weights for an input of this shape, without the axis of steps. */
    void prepare(Shape x);

    /** The sizes of its states without the rows. */
    Shape state();

    /** The states after one more step, added to the body. */
    List<Value> step(Layer body, Value x, List<Value> states);
  }

  @Override
  public int states() {
    return steps.count();
  }

  @Override
  public Run run(Run given, Optional<Value> mask) {
    Value x = given.x();
    if (x.shape().rank() < 3) {
      throw Refusal.corrupt(layer.name(), "it is called with the shape " + x.shape());
    }
    Shape each = Shape.of(x.shape().size(0)).followedBy(x.shape().part(2, x.shape().rank()));
    steps.prepare(each);
    inner.done();
    Shape state = Shape.of(x.shape().size(0)).followedBy(steps.state());
    List<Value> takes = new ArrayList<>(initial(given));
    takes.add(Operators.of(layer).zeros(x, steps.state().array()));
    takes.add(stepsFirst(x));
    mask.ifPresent(counted -> takes.add(wide(stepsFirst(counted), state.rank() + 1)));
    GraphBuilder body = layer.graph().inner();
    fill(body, each, state, mask.isPresent());
    List<TypedShape> gives = new ArrayList<>();
    for (int i = 0; i <= steps.count(); i++) {
      gives.add(new TypedShape(DataType.FP32, state));
    }
    Shape all = Shape.of(x.shape().size(1)).followedBy(state);
    gives.add(new TypedShape(DataType.FP32, all));
    Attribute scanned = new Attribute.Whole("num_scan_inputs", mask.isPresent() ? 2 : 1);
    List<Value> results =
        layer.graph().nodes("Scan", takes, gives, new Attribute.Body("body", body), scanned);
    return new Run(stepsFirst(results.getLast()), results.subList(0, steps.count()));
  }

  private List<Value> initial(Run given) {
    if (given.states().isEmpty()) {
      long[] sizes = steps.state().array();
      return IntStream.range(0, steps.count())
          .mapToObj(_ -> Operators.of(layer).zeros(given.x(), sizes))
          .toList();
    }
    if (given.states().size() != steps.count()) {
      throw Refusal.corrupt(layer.name(), "it is called with " + given.states().size() + " states");
    }
    return given.states();
  }

  /** Rows and steps change places. */
  private Value stepsFirst(Value x) {
    int[] order =
        IntStream.range(0, x.shape().rank()).map(axis -> axis < 2 ? 1 - axis : axis).toArray();
    return layer.move().transpose(x, order);
  }

  private Value wide(Value mask, int rank) {
    Value wide = mask;
    while (wide.shape().rank() < rank) {
      wide = layer.move().unsqueeze(wide, wide.shape().rank());
    }
    return wide;
  }

  private void fill(GraphBuilder body, Shape x, Shape state, boolean masked) {
    List<Value> before = new ArrayList<>();
    for (int i = 0; i <= steps.count(); i++) {
      before.add(body.input(DataType.FP32, state));
    }
    Value step = body.input(DataType.FP32, x);
    List<Value> states = before.subList(0, steps.count());
    List<Value> after = new ArrayList<>(steps.step(inner.within(body), step, states));
    after.add(after.getFirst());
    if (masked) {
      long[] ones = new long[state.rank()];
      Arrays.fill(ones, 1);
      Value counts = body.input(DataType.BOOL, Shape.of(ones).with(0, state.size(0)));
      Operators operators = new Operators(body);
      for (int i = 0; i < after.size(); i++) {
        after.set(i, operators.where(counts, after.get(i), before.get(i)));
      }
    }
    after.forEach(body::output);
    body.output(after.getLast());
  }
}
