package dev.serin.runtime.savedmodel.flow;

import dev.serin.graph.Control;
import dev.serin.graph.GraphBuilder;
import dev.serin.graph.GraphBuilder.TypedShape;
import dev.serin.graph.Shape;
import dev.serin.graph.Value;
import dev.serin.runtime.savedmodel.Call;
import dev.serin.runtime.savedmodel.Content;
import dev.serin.runtime.savedmodel.Operand;
import dev.serin.tensor.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A loop whose condition and body are functions. What the body hands on unchanged is not carried
 * but seen from inside, so that constants stay constants; the shapes of the rest are widened until
 * one more round changes nothing. The body is built anew for each such try; only the last one is
 * kept.
 */
final class Loop {
  private static final int MOST_TRIES = 12;

  private final Call call;
  private final List<State> states = new ArrayList<>();

  /** What goes round: {@code held} ones are the operand itself, the others have this shape. */
  private record State(Operand start, boolean held, Shape shape) {
    private State widened(Shape wider) {
      return new State(start, false, wider);
    }
  }

  Loop(Call call) {
    this.call = call;
    for (Operand operand : call.operands()) {
      states.add(
          switch (operand) {
            case Operand.Tensor tensor -> new State(tensor, false, tensor.shape());
            case Operand.TensorList list when list.elements().isEmpty() ->
                new State(list, false, Shape.of());
            case Operand.TensorList list ->
                new State(list, false, list.elements().getFirst().shape());
            case Operand.Variable _, Operand.Opaque _ -> new State(operand, true, Shape.of());
          });
    }
  }

  List<Operand> results() {
    call.ignore("cond", "body");
    Optional<Content> never =
        tensor(call.inlined("cond", call.operands(), call.graph()))
            .content()
            .filter(Content::whole)
            .filter(condition -> condition.numbers().getFirst() == 0);
    if (never.isPresent()) {
      return call.operands();
    }
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      GraphBuilder body = new Control(call.graph()).loopBody();
      List<Operand> bound = bound(body);
      List<Operand> next = call.inlined("body", bound, body);
      if (next.size() != states.size()) {
        throw call.corrupt("its body gives " + next.size() + " states of " + states.size());
      }
      if (!changed(bound, next)) {
        Optional<List<Operand>> recurrent = new Turns(call, bound, next).results();
        return recurrent.isPresent() ? recurrent.get() : emitted(body, next);
      }
    }
    throw call.refuse("the shapes of its states change from round to round");
  }

  private Operand.Tensor tensor(List<Operand> condition) {
    boolean one = condition.size() == 1 && condition.getFirst() instanceof Operand.Tensor;
    if (!one || ((Operand.Tensor) condition.getFirst()).shape().rank() != 0) {
      throw call.refuse("its condition is no single value");
    }
    return (Operand.Tensor) condition.getFirst();
  }

  private List<Operand> bound(GraphBuilder body) {
    List<Operand> bound = new ArrayList<>();
    for (State state : states) {
      bound.add(
          switch (state.start()) {
            case Operand start when state.held() -> start;
            case Operand.TensorList list when state.shape().rank() == 0 -> list;
            case Operand.TensorList list -> Lists.with(list, input(body, list.type(), state));
            case Operand.Tensor tensor -> input(body, tensor.type(), state);
            case Operand.Variable _, Operand.Opaque _ -> state.start();
          });
    }
    return bound;
  }

  private Operand.Live input(GraphBuilder body, DataType type, State state) {
    return call.live(body.input(type, state.shape()));
  }

  /** Takes over what a round has shown; whether anything is new. */
  private boolean changed(List<Operand> bound, List<Operand> next) {
    boolean changed = false;
    for (int i = 0; i < states.size(); i++) {
      State state = states.get(i);
      if (next.get(i) == bound.get(i)) {
        if (!state.held()) {
          states.set(i, new State(state.start(), true, state.shape()));
          changed = true;
        }
        continue;
      }
      if (state.held()) {
        throw call.refuse("its body changes " + state.start());
      }
      Shape wider = wider(state, next.get(i));
      changed |= !wider.equals(state.shape());
      states.set(i, state.widened(wider));
    }
    return changed;
  }

  private Shape wider(State state, Operand next) {
    Operand.Tensor tensor =
        switch (next) {
          case Operand.Tensor each -> each;
          case Operand.TensorList list when !list.elements().isEmpty() ->
              list.elements().getFirst();
          default -> throw call.refuse("its body gives something that is no tensor");
        };
    boolean list = state.start() instanceof Operand.TensorList;
    DataType type =
        switch (state.start()) {
          case Operand.TensorList each -> each.type();
          case Operand.Tensor each -> each.type();
          default -> throw call.refuse("its body changes " + state.start());
        };
    if (tensor.type() != type || list != next instanceof Operand.TensorList) {
      throw call.refuse("its body changes the datatype of a state");
    }
    if (list && state.shape().rank() == 0) {
      return tensor.shape();
    }
    if (tensor.shape().rank() != state.shape().rank()) {
      throw call.refuse("its body changes the number of axes of a state");
    }
    return common(state.shape(), tensor.shape());
  }

  /** The shape that two of the same rank have in common. */
  static Shape common(Shape one, Shape two) {
    Shape common = one;
    for (int axis = 0; axis < one.rank(); axis++) {
      if (one.size(axis) != two.size(axis)) {
        common = common.with(axis, Shape.ANY);
      }
    }
    return common;
  }

  private List<Operand> emitted(GraphBuilder body, List<Operand> next) {
    List<Operand> now = new ArrayList<>();
    for (int i = 0; i < states.size(); i++) {
      now.add(states.get(i).held() ? states.get(i).start() : next.get(i));
    }
    List<Operand> starts = states.stream().map(State::start).toList();
    Value first = condition(call.inlined("cond", starts, call.graph()));
    body.output(condition(call.inlined("cond", now, body)));
    List<Value> initial = new ArrayList<>();
    List<TypedShape> gives = new ArrayList<>();
    for (int i = 0; i < states.size(); i++) {
      State state = states.get(i);
      if (!state.held()) {
        Value start = initial(state);
        initial.add(start);
        gives.add(new TypedShape(start.type(), state.shape()));
        body.output(value(next.get(i)));
      }
    }
    List<Value> given = new Control(call.graph()).loop(first, initial, body, gives);
    return after(given);
  }

  private Value condition(List<Operand> given) {
    return call.cast(call.value(tensor(given)), DataType.BOOL);
  }

  private Value initial(State state) {
    return switch (state.start()) {
      case Operand.TensorList list when list.elements().isEmpty() ->
          Lists.zeros(call, list, state.shape().part(1, state.shape().rank()));
      case Operand start -> value(start);
    };
  }

  private Value value(Operand operand) {
    return switch (operand) {
      case Operand.Tensor tensor -> call.value(tensor);
      case Operand.TensorList list -> call.value(list.elements().getFirst());
      case Operand.Variable _, Operand.Opaque _ -> throw call.refuse("a state is no tensor");
    };
  }

  private List<Operand> after(List<Value> given) {
    List<Operand> results = new ArrayList<>();
    int place = 0;
    for (State state : states) {
      if (state.held()) {
        results.add(state.start());
      } else {
        Operand.Live value = call.live(given.get(place));
        place++;
        results.add(
            state.start() instanceof Operand.TensorList list ? Lists.with(list, value) : value);
      }
    }
    return results;
  }
}
