package dev.serin.runtime.torch.python.module;

import dev.serin.graph.Shape;
import dev.serin.runtime.torch.Refusal;
import dev.serin.runtime.torch.python.Interpreter;
import dev.serin.runtime.torch.python.Thing;
import dev.serin.runtime.torch.python.Thing.Given;
import dev.serin.tensor.DataType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What the first operator over an input tells about its shape, where that is certain. */
final class Probes {
  private Probes() {}

  /** Throws {@link Unknown} with the shape, or refuses SIGNATURE_MISSING. */
  static void tell(String operator, Given given, Operations operations, Interpreter in) {
    List<Thing> list = given.list();
    Thing first = list.isEmpty() ? Thing.NONE : list.getFirst();
    Thing second = list.size() > 1 ? list.get(1) : Thing.NONE;
    if (operator.equals("embedding")
        && second instanceof Thing.Probe probe
        && first instanceof Thing.Tensor) {
      throw new Unknown(probe.input(), DataType.INT64, List.of(Shape.ANY, Shape.ANY));
    }
    if (operator.equals("linear")
        && first instanceof Thing.Probe probe
        && second instanceof Thing.Tensor weight) {
      long inner = operations.sizes(weight).getLast().number().orElse(Shape.ANY);
      throw rows(probe, weight.value().type(), 2, inner);
    }
    throw missing(given, in);
  }

  /** An input of this rank whose last axis is known. */
  static Unknown rows(Thing.Probe probe, DataType type, int rank, long last) {
    List<Long> sizes = new ArrayList<>(Collections.nCopies(rank - 1, Shape.ANY));
    sizes.add(last);
    return new Unknown(probe.input(), type, sizes);
  }

  /** An input of so many channels on its second axis. */
  static Unknown channels(Thing.Probe probe, DataType type, int spatial, long channels) {
    List<Long> sizes = new ArrayList<>(List.of(Shape.ANY, channels));
    sizes.addAll(Collections.nCopies(spatial, Shape.ANY));
    return new Unknown(probe.input(), type, sizes);
  }

  private static RuntimeException missing(Given given, Interpreter in) {
    String name =
        given.list().stream()
            .filter(Thing.Probe.class::isInstance)
            .map(one -> ((Thing.Probe) one).name())
            .findFirst()
            .orElse("the input");
    return missing(name, in.place());
  }

  /** The refusal of a net whose input could have any shape. */
  static RuntimeException missing(String name, String place) {
    return Refusal.signature(
        place, "the shape of '" + name + "' is not certain from the first layer");
  }
}
