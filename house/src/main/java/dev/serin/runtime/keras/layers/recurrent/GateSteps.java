package dev.serin.runtime.keras.layers.recurrent;

import dev.serin.graph.Elementwise;
import dev.serin.graph.Shape;
import dev.serin.graph.Value;
import dev.serin.runtime.keras.Layer;
import dev.serin.runtime.keras.layers.Activations;
import dev.serin.runtime.keras.layers.Operators;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** One step of an LSTM, GRU or simple recurrent cell with any activation. */
final class GateSteps implements SteppedCell.Steps {
  private final Layer inner;
  private final String kind;
  private final int gates;
  private final boolean after;
  private final long units;
  private final List<Value> weights = new ArrayList<>();

  private GateSteps(Layer inner, String kind, int gates) {
    this.inner = inner;
    this.kind = kind;
    this.gates = gates;
    this.after = gates == 3 && inner.config().flag("reset_after", false);
    this.units = inner.config().whole("units");
  }

  static GateSteps of(Layer inner) {
    return switch (inner.type()) {
      case "LSTM", "LSTMCell" -> new GateSteps(inner, "LSTM", 4);
      case "GRU", "GRUCell" -> new GateSteps(inner, "GRU", 3);
      default -> new GateSteps(inner, "RNN", 1);
    };
  }

  @Override
  public int count() {
    return gates == 4 ? 2 : 1;
  }

  @Override
  public Shape state() {
    return Shape.of(units);
  }

  /** The kernels of the input and the state, and the biases of both. */
  @Override
  public void prepare(Shape x) {
    long width = Math.multiplyExact(units, gates);
    weights.add(inner.weight("kernel", x.fixed(-1), width));
    weights.add(inner.weight("recurrent_kernel", units, width));
    float[] zeros = new float[Math.toIntExact(width)];
    boolean biased = inner.config().flag("use_bias", true);
    if (after && biased) {
      float[] both = inner.numbers("bias", 2, width);
      weights.add(inner.graph().floats(Arrays.copyOf(both, zeros.length), width));
      weights.add(inner.graph().floats(Arrays.copyOfRange(both, zeros.length, both.length), width));
    } else {
      weights.add(biased ? inner.weight("bias", width) : inner.graph().floats(zeros, width));
      weights.add(inner.graph().floats(zeros, width));
    }
    inner.config().member("activation");
    if (gates > 1) {
      inner.config().member("recurrent_activation");
    }
  }

  @Override
  public List<Value> step(Layer body, Value x, List<Value> states) {
    Elementwise math = body.math();
    Value input = math.add(math.matMul(x, weights.get(0)), weights.get(2));
    return switch (kind) {
      case "LSTM" ->
          lstm(
              body,
              parts(body, math.add(input, fromState(body, states.getFirst()))),
              states.get(1));
      case "GRU" -> List.of(gru(body, parts(body, input), states.getFirst()));
      default ->
          List.of(
              Activations.of(
                  body, "activation", math.add(input, fromState(body, states.getFirst()))));
    };
  }

  private Value fromState(Layer body, Value state) {
    return body.math().add(body.math().matMul(state, weights.get(1)), weights.get(3));
  }

  private List<Value> parts(Layer body, Value all) {
    return Operators.of(body).split(all, -1, Collections.nCopies(gates, units));
  }

  /** The states of an LSTM after its gates input, forget, cell and output. */
  static List<Value> lstm(Layer body, List<Value> part, Value memory) {
    Elementwise math = body.math();
    Value in = Activations.of(body, "recurrent_activation", part.get(0));
    Value forget = Activations.of(body, "recurrent_activation", part.get(1));
    Value fresh = Activations.of(body, "activation", part.get(2));
    Value out = Activations.of(body, "recurrent_activation", part.get(3));
    Value kept = math.add(math.multiply(forget, memory), math.multiply(in, fresh));
    return List.of(math.multiply(out, Activations.of(body, "activation", kept)), kept);
  }

  private Value gru(Layer body, List<Value> input, Value state) {
    Elementwise math = body.math();
    List<Value> before = parts(body, fromState(body, state));
    Value update =
        Activations.of(body, "recurrent_activation", math.add(input.get(0), before.get(0)));
    Value reset =
        Activations.of(body, "recurrent_activation", math.add(input.get(1), before.get(1)));
    Value recalled =
        after
            ? math.multiply(reset, before.get(2))
            : parts(body, fromState(body, math.multiply(reset, state))).get(2);
    Value fresh = Activations.of(body, "activation", math.add(input.get(2), recalled));
    Value rest = math.subtract(body.graph().scalar(1), update);
    return math.add(math.multiply(update, state), math.multiply(rest, fresh));
  }
}
