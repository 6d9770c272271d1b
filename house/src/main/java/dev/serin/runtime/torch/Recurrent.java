package dev.serin.runtime.torch;

import dev.serin.graph.Attribute;
import dev.serin.graph.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * LSTM, GRU and plain recurrent layers over whole sequences, and their cells. torch orders the
 * gates of its weights i f g o and r z n, ONNX i o f c and z r h.
 */
final class Recurrent {
  private static final String LAYERS =
      "(input, hx, params, has_biases, num_layers, dropout, train, bidirectional, batch_first)";
  private static final Kind LSTM = new Kind("LSTM", List.of(0, 3, 1, 2), List.of());
  private static final Kind GRU =
      new Kind("GRU", List.of(1, 0, 2), List.of(new Attribute.Whole("linear_before_reset", 1)));

  private Recurrent() {}

  /** An operator of the engine: where its gates stand in torch's weights, and what it needs. */
  private record Kind(String operator, List<Integer> gates, List<Attribute> more) {
    boolean memory() {
      return operator.equals("LSTM");
    }
  }

  /** What every layer of one call has in common. */
  private record Net(Call call, Kind kind, List<Value> params, boolean biases, int directions) {
    Draft draft() {
      return call.draft();
    }
  }

  static void addTo(Map<String, Rule> all) {
    Rule.several(all, "lstm" + LAYERS, call -> run(call, LSTM));
    Rule.several(all, "gru" + LAYERS, call -> run(call, GRU));
    Rule.several(all, "rnn_tanh" + LAYERS, call -> run(call, plain("Tanh")));
    Rule.several(all, "rnn_relu" + LAYERS, call -> run(call, plain("Relu")));
    cell(all, "lstm_cell", LSTM);
    cell(all, "gru_cell", GRU);
    cell(all, "rnn_tanh_cell", plain("Tanh"));
    cell(all, "rnn_relu_cell", plain("Relu"));
  }

  private static Kind plain(String function) {
    Attribute activations = new Attribute.Texts("activations", List.of(function));
    return new Kind("RNN", List.of(0), List.of(activations));
  }

  private static List<Value> run(Call call, Kind kind) {
    if (call.argument("hx") instanceof Argument.Tensor && kind.memory()
        || call.argument("params") instanceof Argument.Tensor) {
      throw call.refuse("it runs over a packed sequence");
    }
    if (call.real("dropout", 0) != 0) {
      Activations.off(call, "train");
    }
    call.ignore("train");
    Draft draft = call.draft();
    int directions = call.flag("bidirectional", false) ? 2 : 1;
    boolean biases = call.flag("has_biases", true);
    Net net = new Net(call, kind, call.tensors("params"), biases, directions);
    long layers = call.whole("num_layers", 1);
    int each = biases ? 4 : 2;
    if (net.params().size() != layers * each * directions) {
      throw call.refuse(net.params().size() + " weights, as of an LSTM with projections");
    }
    Value given = call.tensor("input");
    boolean single = given.shape().rank() == 2;
    Value x = single ? draft.unsqueeze(given, 1) : given;
    boolean rowsFirst = !single && call.flag("batch_first", false);
    call.ignore("batch_first");
    Value steps = rowsFirst ? draft.swap(x, 0, 1) : x;
    List<Value> starts = new ArrayList<>(call.tensors("hx"));
    if (single) {
      starts.replaceAll(start -> draft.unsqueeze(start, 1));
    }
    List<Value> results = layers(net, steps, starts, (int) layers);
    Value first = results.getFirst();
    results.set(0, rowsFirst ? draft.swap(first, 0, 1) : first);
    if (single) {
      results.replaceAll(result -> draft.squeeze(result, 1));
    }
    return results;
  }

  private static List<Value> layers(Net net, Value steps, List<Value> starts, int layers) {
    Draft draft = net.draft();
    List<List<Value>> ends = new ArrayList<>();
    Value x = steps;
    for (int layer = 0; layer < layers; layer++) {
      List<Value> inner = new ArrayList<>();
      int from = layer * net.directions();
      Dim end = Dim.of(from + net.directions());
      for (Value start : starts) {
        inner.add(Shaping.cut(draft, start, 0, Dim.of(from), end, 1));
      }
      List<Value> given = layer(net, x, inner, layer);
      x = given.getFirst();
      ends.add(given.subList(1, given.size()));
    }
    List<Value> results = new ArrayList<>(List.of(x));
    for (int state = 0; state < starts.size(); state++) {
      int which = state;
      List<Value> all = ends.stream().map(each -> each.get(which)).toList();
      results.add(Shaping.concat(draft, all, 0));
    }
    return results;
  }

  /** One layer in all its directions: the states after each step, then the last states. */
  private static List<Value> layer(Net net, Value x, List<Value> starts, int layer) {
    Draft draft = net.draft();
    int each = net.biases() ? 4 : 2;
    List<List<Value>> weights = new ArrayList<>();
    for (int direction = 0; direction < net.directions(); direction++) {
      int from = (layer * net.directions() + direction) * each;
      weights.add(net.params().subList(from, from + each));
    }
    long units = weights.getFirst().get(1).shape().fixed(1);
    List<Value> takes = new ArrayList<>(List.of(x));
    takes.add(joined(net, weights, 0));
    takes.add(joined(net, weights, 1));
    takes.add(net.biases() ? biases(net, weights) : Value.ABSENT);
    takes.add(Value.ABSENT);
    takes.addAll(starts);
    List<Dim> sizes = draft.sizes(x);
    Dim directions = Dim.of(net.directions());
    List<Dim> all = List.of(sizes.get(0), directions, sizes.get(1), Dim.of(units));
    List<Dim> last = List.of(directions, sizes.get(1), Dim.of(units));
    List<Draft.Gives> gives = new ArrayList<>(List.of(new Draft.Gives(x.type(), all)));
    starts.forEach(_ -> gives.add(new Draft.Gives(x.type(), last)));
    List<Attribute> with = new ArrayList<>(attributes(net));
    with.add(new Attribute.Whole("hidden_size", units));
    List<Value> results =
        new ArrayList<>(
            draft.nodes(net.kind().operator(), takes, gives, with.toArray(Attribute[]::new)));
    Value turned = draft.transpose(results.getFirst(), List.of(0, 2, 1, 3));
    List<Dim> flat = List.of(sizes.get(0), sizes.get(1), Dim.of(units * net.directions()));
    results.set(0, draft.reshape(turned, flat));
    return results;
  }

  private static List<Attribute> attributes(Net net) {
    List<Attribute> all = new ArrayList<>();
    for (Attribute each : net.kind().more()) {
      boolean texts = each instanceof Attribute.Texts;
      all.add(
          texts
              ? new Attribute.Texts(
                  each.name(),
                  Collections.nCopies(
                      net.directions(), ((Attribute.Texts) each).values().getFirst()))
              : each);
    }
    all.add(new Attribute.Text("direction", net.directions() == 2 ? "bidirectional" : "forward"));
    return all;
  }

  private static Value joined(Net net, List<List<Value>> weights, int which) {
    List<Value> all = new ArrayList<>();
    for (List<Value> direction : weights) {
      all.add(net.draft().unsqueeze(ordered(net, direction.get(which)), 0));
    }
    return Shaping.concat(net.draft(), all, 0);
  }

  /** The two biases of each direction, one after the other. */
  private static Value biases(Net net, List<List<Value>> weights) {
    List<Value> all = new ArrayList<>();
    for (List<Value> direction : weights) {
      List<Value> both = List.of(ordered(net, direction.get(2)), ordered(net, direction.get(3)));
      all.add(net.draft().unsqueeze(Shaping.concat(net.draft(), both, 0), 0));
    }
    return Shaping.concat(net.draft(), all, 0);
  }

  /** The blocks of the gates in the order of the engine. */
  private static Value ordered(Net net, Value weight) {
    List<Integer> gates = net.kind().gates();
    if (gates.size() == 1) {
      return weight;
    }
    Dim rows = Dim.of(weight.shape().fixed(0) / gates.size());
    List<Value> parts = Joins.parts(net.call(), weight, 0, Collections.nCopies(gates.size(), rows));
    return Shaping.concat(net.draft(), gates.stream().map(parts::get).toList(), 0);
  }

  /** A cell is one step of its layer. */
  private static void cell(Map<String, Rule> all, String name, Kind kind) {
    Rule.several(
        all,
        name + "(input, hx, w_ih, w_hh, b_ih, b_hh)",
        call -> {
          Draft draft = call.draft();
          boolean biases = call.has("b_ih");
          List<Value> params = new ArrayList<>(List.of(call.tensor("w_ih"), call.tensor("w_hh")));
          if (biases) {
            params.add(call.tensor("b_ih"));
            params.add(call.tensor("b_hh"));
          }
          Net net = new Net(call, kind, params, biases, 1);
          List<Value> starts = new ArrayList<>();
          call.tensors("hx").forEach(start -> starts.add(draft.unsqueeze(start, 0)));
          Value step = draft.unsqueeze(call.tensor("input"), 0);
          List<Value> results = layer(net, step, starts, 0);
          List<Value> states = new ArrayList<>();
          results.subList(1, results.size()).forEach(end -> states.add(draft.squeeze(end, 0)));
          return states;
        });
  }
}
