package dev.serin.runtime.keras;

import dev.serin.graph.Attribute;
import dev.serin.graph.Recurrence;
import dev.serin.graph.Recurrence.Cell;
import dev.serin.graph.Recurrence.Gate;
import dev.serin.graph.Value;
import java.util.List;
import java.util.Map;

/**
 * LSTM, GRU and simple recurrent layers. Keras keeps the gates of an LSTM in the order input,
 * forget, cell, output, ONNX in the order input, output, forget, cell; both keep those of a GRU as
 * update, reset, new.
 */
final class RecurrentLayers {
  static final Map<String, LayerRule> RULES =
      Map.of(
          "LSTM", RecurrentLayers::inKerasOrder,
          "GRU", RecurrentLayers::inKerasOrder,
          "SimpleRNN", RecurrentLayers::inKerasOrder);

  private static final int[] LSTM_GATES = {0, 3, 1, 2};
  private static final int[] GRU_GATES = {0, 1, 2};
  private static final int[] ONE_GATE = {0};

  private RecurrentLayers() {}

  /** What a recurrent layer gives; {@code backwards} when its steps stand in reverse order. */
  record Result(Value value, boolean backwards) {}

  private static Value inKerasOrder(Layer layer, List<Value> inputs) {
    Result result = run(layer, layer.one(inputs));
    return result.backwards() ? layer.move().reverse(result.value(), 1) : result.value();
  }

  /**
   * Runs the layer. Keras gives the steps in the order in which they were computed; here they stay
   * in the order of the input, so that a wrapper that turns them again costs nothing.
   */
  static Result run(Layer layer, Value x) {
    Config config = layer.config();
    config.only("stateful", false);
    config.only("return_state", false);
    config.only("time_major", false);
    config.ignore("unroll", "implementation", "unit_forget_bias", "zero_output_for_mask");
    config.ignore("dropout", "recurrent_dropout", "input_dim", "input_length", "use_cudnn");
    if (x.shape().rank() != 3) {
      throw Refusal.corrupt(layer.name(), "it is called with the shape " + x.shape());
    }
    boolean backwards = config.flag("go_backwards", false);
    boolean sequence = config.flag("return_sequences", false);
    Cell cell = cell(layer, x.shape().fixed(-1));
    Recurrence recurrence = new Recurrence(layer.graph());
    return sequence
        ? new Result(recurrence.sequence(x, cell, backwards), backwards)
        : new Result(recurrence.last(x, cell, backwards), false);
  }

  private static Cell cell(Layer layer, long features) {
    return switch (layer.type()) {
      case "LSTM" -> {
        Gate state = Activations.gate(layer, "activation");
        List<Gate> gates = List.of(recurrent(layer), state, state);
        yield cell(layer, "LSTM", features, LSTM_GATES, gates);
      }
      case "GRU" -> {
        List<Gate> gates = List.of(recurrent(layer), Activations.gate(layer, "activation"));
        yield cell(layer, "GRU", features, GRU_GATES, gates);
      }
      default -> {
        List<Gate> gates = List.of(Activations.gate(layer, "activation"));
        yield cell(layer, "RNN", features, ONE_GATE, gates);
      }
    };
  }

  private static Gate recurrent(Layer layer) {
    return Activations.gate(layer, "recurrent_activation");
  }

  private static Cell cell(
      Layer layer, String operator, long features, int[] order, List<Gate> gates) {
    long units = layer.config().whole("units");
    long all = Math.multiplyExact(units, order.length);
    boolean after = operator.equals("GRU") && layer.config().flag("reset_after", false);
    float[] kernel = layer.weights().next("kernel", features, all);
    float[] recurrent = layer.weights().next("recurrent_kernel", units, all);
    List<Attribute> more =
        after ? List.of(new Attribute.Whole("linear_before_reset", 1)) : List.of();
    return new Cell(
        operator,
        units,
        layer.graph().floats(turned(kernel, (int) units, order), 1, all, features),
        layer.graph().floats(turned(recurrent, (int) units, order), 1, all, units),
        layer.graph().floats(bias(layer, (int) units, order, after), 1, 2 * all),
        gates,
        more);
  }

  /**
   * From {@code [features, gates * units]} to {@code [gates * units, features]}, gates in order.
   */
  private static float[] turned(float[] kernel, int units, int[] order) {
    int width = units * order.length;
    int features = width == 0 ? 0 : kernel.length / width;
    float[] turned = new float[kernel.length];
    for (int gate = 0; gate < order.length; gate++) {
      for (int unit = 0; unit < units; unit++) {
        for (int feature = 0; feature < features; feature++) {
          turned[(gate * units + unit) * features + feature] =
              kernel[feature * width + order[gate] * units + unit];
        }
      }
    }
    return turned;
  }

  /** The biases of the input and then of the state, which most cells do not have. */
  private static float[] bias(Layer layer, int units, int[] order, boolean both) {
    int width = units * order.length;
    float[] bias = new float[2 * width];
    if (!layer.config().flag("use_bias", true)) {
      return bias;
    }
    float[] written =
        both ? layer.weights().next("bias", 2, width) : layer.weights().next("bias", width);
    for (int part = 0; part < written.length / Math.max(1, width); part++) {
      for (int gate = 0; gate < order.length; gate++) {
        int from = part * width + order[gate] * units;
        System.arraycopy(written, from, bias, part * width + gate * units, units);
      }
    }
    return bias;
  }
}
