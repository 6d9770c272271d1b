package dev.serin.runtime.keras.layers.recurrent;

import dev.serin.graph.Attribute;
import dev.serin.graph.GraphBuilder.TypedShape;
import dev.serin.graph.Recurrence;
import dev.serin.graph.Recurrence.Gate;
import dev.serin.graph.Shape;
import dev.serin.graph.Value;
import dev.serin.runtime.keras.Layer;
import dev.serin.runtime.keras.Refusal;
import dev.serin.runtime.keras.layers.Activations;
import dev.serin.runtime.keras.layers.Operators;
import dev.serin.runtime.keras.layers.Turned;
import dev.serin.tensor.DataType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * LSTM, GRU and simple recurrent cells by the operators of ONNX. Keras keeps the gates of an LSTM
 * in the order input, forget, cell, output, ONNX in the order input, output, forget, cell; both
 * keep those of a GRU as update, reset, new.
 *
 * <p>The operators know how many steps of a row count, but not which. So the steps that count are
 * brought to the front, and the result of each step is looked up by how many have counted so far.
 */
final class GatedCell implements Cell {
  private static final String CUDNN = "CuDNN";
  private static final int[] LSTM_GATES = {0, 3, 1, 2};
  private static final int[] GRU_GATES = {0, 1, 2};
  private static final int[] ONE_GATE = {0};

  private final Layer layer;
  private final Layer inner;

  /** The cell with the settings and weights of {@code inner}, in a call of {@code layer}. */
  GatedCell(Layer layer, Layer inner) {
    this.layer = layer;
    this.inner = inner;
  }

  /** Whether the operators have the activations of this cell. */
  static boolean possible(Layer inner) {
    boolean simple = kind(inner).equals("RNN");
    return Activations.gate(inner, "activation").isPresent()
        && (simple || Activations.gate(inner, "recurrent_activation").isPresent());
  }

  private static String kind(Layer inner) {
    return inner.type().startsWith("SimpleRNN")
        ? "RNN"
        : inner.type().replace("Cell", "").replace(CUDNN, "");
  }

  private boolean cudnn() {
    return inner.type().startsWith(CUDNN);
  }

  @Override
  public int states() {
    return kind(inner).equals("LSTM") ? 2 : 1;
  }

  /** Without states and masks; the results stay in the order of the input. */
  RecurrentLayers.Result simply(Value x, boolean sequence, boolean backwards) {
    Recurrence.Cell cell = cell(x);
    Recurrence recurrence = new Recurrence(layer.graph());
    return sequence
        ? new RecurrentLayers.Result(recurrence.sequence(x, cell, backwards), backwards, List.of())
        : new RecurrentLayers.Result(recurrence.last(x, cell, backwards), false, List.of());
  }

  @Override
  public Run run(Run given, Optional<Value> mask) {
    if (!given.states().isEmpty() && given.states().size() != states()) {
      throw Refusal.corrupt(layer.name(), "it is called with " + given.states().size() + " states");
    }
    Recurrence.Cell cell = cell(given.x());
    if (mask.isPresent()) {
      return masked(given, cell, mask.get());
    }
    List<Value> all =
        new Recurrence(layer.graph()).states(given.x(), cell, List.of(), given.states());
    return new Run(all.getFirst(), all.subList(1, all.size()));
  }

  private Run masked(Run given, Recurrence.Cell cell, Value mask) {
    Operators operators = Operators.of(layer);
    Value counted = operators.running(layer.math().cast(mask, DataType.INT64), 1);
    Value total = operators.at(counted, 1, -1);
    Value front = gathered(given.x(), order(given.x(), mask));
    List<Value> lengths = List.of(layer.math().cast(total, DataType.INT32));
    List<Value> all = new Recurrence(layer.graph()).states(front, cell, lengths, given.states());
    Value zeros = operators.zeros(given.x(), 1, cell.units());
    Value before = layer.move().concat(List.of(zeros, all.getFirst()), 1);
    Value results = gathered(before, counted);
    Value any =
        layer
            .move()
            .unsqueeze(operators.compare("Greater", total, layer.graph().longs(new long[] {0})), 1);
    List<Value> states = new ArrayList<>();
    for (int i = 1; i < all.size(); i++) {
      Value first = given.states().isEmpty() ? layer.graph().scalar(0) : given.states().get(i - 1);
      states.add(operators.where(any, all.get(i), first));
    }
    return new Run(results, states);
  }

  /** The steps of each row: first those that count, then the others; each in their order. */
  private Value order(Value x, Value mask) {
    Operators operators = Operators.of(layer);
    Value place = operators.range(x, 1);
    Value count = operators.size(x, 1);
    Value last = layer.math().add(place, count);
    Value key = layer.math().map("Neg", operators.where(mask, place, last));
    List<TypedShape> gives =
        List.of(
            new TypedShape(DataType.INT64, mask.shape()),
            new TypedShape(DataType.INT64, mask.shape()));
    return layer.graph().nodes("TopK", List.of(key, count), gives).getLast();
  }

  /** In each row the steps at these places. */
  private Value gathered(Value x, Value places) {
    Value each = layer.move().unsqueeze(places, 2);
    Shape shape = Shape.of(x.shape().size(0), places.shape().size(1), x.shape().size(2));
    return layer
        .graph()
        .node("GatherND", List.of(x, each), x.type(), shape, new Attribute.Whole("batch_dims", 1));
  }

  private Recurrence.Cell cell(Value x) {
    if (x.shape().rank() != 3) {
      throw Refusal.corrupt(layer.name(), "it is called with the shape " + x.shape());
    }
    long features = x.shape().fixed(-1);
    Gate state = cudnn() ? CudnnWeights.STATE : Activations.gate(inner, "activation").orElseThrow();
    Recurrence.Cell cell =
        switch (kind(inner)) {
          case "LSTM" -> cell("LSTM", features, LSTM_GATES, List.of(recurrent(), state, state));
          case "GRU" -> cell("GRU", features, GRU_GATES, List.of(recurrent(), state));
          default -> cell("RNN", features, ONE_GATE, List.of(state));
        };
    inner.done();
    return cell;
  }

  private Gate recurrent() {
    return cudnn()
        ? CudnnWeights.GATE
        : Activations.gate(inner, "recurrent_activation").orElseThrow();
  }

  private Recurrence.Cell cell(String operator, long features, int[] order, List<Gate> gates) {
    long units = inner.config().whole("units");
    long all = Math.multiplyExact(units, order.length);
    boolean after =
        operator.equals("GRU") && (cudnn() || inner.config().flag("reset_after", false));
    ByteBuffer kernel = inner.weights().next("kernel", features, all);
    ByteBuffer recurrent = inner.weights().next("recurrent_kernel", units, all);
    if (cudnn()) {
      kernel = CudnnWeights.turned(kernel, (int) features, (int) units, order.length);
      recurrent = CudnnWeights.turned(recurrent, (int) units, (int) units, order.length);
    }
    List<Attribute> more =
        after ? List.of(new Attribute.Whole("linear_before_reset", 1)) : List.of();
    return new Recurrence.Cell(
        operator,
        units,
        Turned.gates(layer, kernel, units, order),
        Turned.gates(layer, recurrent, units, order),
        layer.graph().floats(bias((int) units, order, after), 1, 2 * all),
        gates,
        more);
  }

  /** The biases of the input and then of the state, which most cells do not have. */
  private float[] bias(int units, int[] order, boolean both) {
    int width = units * order.length;
    float[] bias = new float[2 * width];
    if (!inner.config().flag("use_bias", true)) {
      return bias;
    }
    float[] written =
        cudnn()
            ? inner.numbers("bias", 2L * width)
            : both ? inner.numbers("bias", 2, width) : inner.numbers("bias", width);
    for (int part = 0; part < written.length / Math.max(1, width); part++) {
      for (int gate = 0; gate < order.length; gate++) {
        int from = part * width + order[gate] * units;
        System.arraycopy(written, from, bias, part * width + gate * units, units);
      }
    }
    return bias;
  }
}
