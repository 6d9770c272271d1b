package dev.serin.runtime.keras.layers.recurrent;

import dev.serin.base.Json;
import dev.serin.graph.Value;
import dev.serin.runtime.keras.Config;
import dev.serin.runtime.keras.Layer;
import dev.serin.runtime.keras.LayerRule;
import dev.serin.runtime.keras.Refusal;
import dev.serin.runtime.keras.layers.Operators;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Layers that run a cell over the second axis, the steps. */
final class RecurrentLayers {
  static final Map<String, LayerRule> RULES =
      Map.of(
          "LSTM", RecurrentLayers::inKerasOrder,
          "CuDNNLSTM", RecurrentLayers::unmasked,
          "CuDNNGRU", RecurrentLayers::unmasked,
          "GRU", RecurrentLayers::inKerasOrder,
          "SimpleRNN", RecurrentLayers::inKerasOrder,
          "RNN", RecurrentLayers::inKerasOrder,
          "ConvLSTM1D", RecurrentLayers::inKerasOrder,
          "ConvLSTM2D", RecurrentLayers::inKerasOrder,
          "ConvLSTM3D", RecurrentLayers::inKerasOrder);

  private RecurrentLayers() {}

  /**
   * What a recurrent layer gives: all results or the last one, and its states. {@code turned} when
   * the steps stand in the order of the input although they were computed backwards.
   */
  record Result(Value value, boolean turned, List<Value> states) {}

  /** What a recurrent layer is called with; no {@code initial} states stand for zeros. */
  record Given(Value x, List<Value> initial, Optional<Value> mask) {}

  /** Layers of Keras 2 for graphics cards, which no mask reaches. */
  private static List<Value> unmasked(Layer layer) {
    if (given(layer).mask().isPresent()) {
      throw Refusal.value(layer.name(), "it is called with a mask, which it does not take");
    }
    return inKerasOrder(layer);
  }

  private static List<Value> inKerasOrder(Layer layer) {
    Given given = given(layer);
    Result result = run(layer, given, false);
    Value value = result.turned() ? layer.move().reverse(result.value(), 1) : result.value();
    if (sequence(layer)) {
      layer.mask(value, given.mask());
    }
    List<Value> all = new ArrayList<>(List.of(value));
    if (layer.config().flag("return_state", false)) {
      all.addAll(result.states());
    }
    return all;
  }

  /** The input, the first states and the mask of a call in any of its forms. */
  static Given given(Layer layer) {
    List<Value> all = layer.arguments().tensors();
    if (all.isEmpty()) {
      throw Refusal.corrupt(layer.name(), "it is called without inputs");
    }
    List<Value> initial = new ArrayList<>(layer.floats(all.subList(1, all.size())));
    layer
        .arguments()
        .any("initial_state", -1)
        .ifPresent(states -> initial.addAll(layer.floats(states.results().toList())));
    Value x = layer.one(all.subList(0, 1));
    Optional<Value> mask = layer.arguments().tensor("mask").or(() -> layer.mask(x));
    return new Given(x, initial, mask);
  }

  private static boolean sequence(Layer layer) {
    return layer.config().flag("return_sequences", false);
  }

  /** Runs the layer; {@code zeros} when results of masked steps are zeros whatever it says. */
  static Result run(Layer layer, Given given, boolean zeros) {
    Config config = layer.config();
    config.only("stateful", false);
    config.only("time_major", false);
    config.flag("return_state", false);
    config.ignore("unroll", "implementation", "unit_forget_bias");
    config.ignore("dropout", "recurrent_dropout", "input_dim", "input_length", "use_cudnn");
    boolean backwards = config.flag("go_backwards", false);
    boolean cleared = config.flag("zero_output_for_mask", false) || zeros;
    boolean sequence = sequence(layer);
    Cell cell = cell(layer);
    if (given.mask().isEmpty() && given.initial().isEmpty() && plain(layer, cell)) {
      return ((GatedCell) cell).simply(given.x(), sequence, backwards);
    }
    Value x = backwards ? layer.move().reverse(given.x(), 1) : given.x();
    Optional<Value> mask =
        given.mask().map(steps -> backwards ? layer.move().reverse(steps, 1) : steps);
    Cell.Run all = cell.run(new Cell.Run(x, given.initial()), mask);
    Value results = cleared && mask.isPresent() ? cleared(layer, all.x(), mask.get()) : all.x();
    Value value = sequence ? results : Operators.of(layer).at(results, 1, -1);
    return new Result(value, false, all.states());
  }

  private static boolean plain(Layer layer, Cell cell) {
    return cell instanceof GatedCell && !layer.config().flag("return_state", false);
  }

  private static Value cleared(Layer layer, Value results, Value mask) {
    Value wide = mask;
    while (wide.shape().rank() < results.shape().rank()) {
      wide = layer.move().unsqueeze(wide, wide.shape().rank());
    }
    return Operators.of(layer).where(wide, results, layer.graph().scalar(0));
  }

  private static Cell cell(Layer layer) {
    if (!layer.type().equals("RNN")) {
      return cell(layer, layer.keeping("cell"));
    }
    Json.Obj definition =
        layer
            .config()
            .object("cell")
            .orElseThrow(() -> Refusal.corrupt(layer.name(), "there is no cell inside"));
    Layer inner = layer.inner(definition, "cell", List.of());
    if (!inner.type().equals("StackedRNNCells")) {
      return closed(layer, inner);
    }
    List<Cell> cells = new ArrayList<>();
    List<Layer> each = inner.innerAll("cells");
    each.forEach(one -> cells.add(closed(layer, one)));
    inner.done();
    return new StackedCells(cells, inner.config().flag("reverse_state_order", false));
  }

  private static Cell closed(Layer layer, Layer inner) {
    inner.config().ignore("dropout", "recurrent_dropout", "implementation", "unit_forget_bias");
    return cell(layer, inner);
  }

  /** The cell with the settings and weights of {@code inner}. */
  private static Cell cell(Layer layer, Layer inner) {
    return switch (inner.type()) {
      case "CuDNNLSTM", "CuDNNGRU" -> new GatedCell(layer, inner);
      case "LSTM", "LSTMCell", "GRU", "GRUCell", "SimpleRNN", "SimpleRNNCell" ->
          GatedCell.possible(inner)
              ? new GatedCell(layer, inner)
              : new SteppedCell(layer, inner, GateSteps.of(inner));
      case "ConvLSTM1D", "ConvLSTM2D", "ConvLSTM3D" ->
          new SteppedCell(layer, inner, new ConvolutionSteps(inner));
      default ->
          throw Refusal.layer(
              layer.name(), "a cell of the class " + inner.type() + " is not converted");
    };
  }
}
