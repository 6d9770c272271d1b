package dev.serin.runtime.folder;

import dev.serin.tensor.DataType;
import dev.serin.tensor.TensorSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An input or output as a description declares it; an unknown type or shape is left open. */
record Port(String name, Optional<DataType> type, Optional<List<Long>> shape) {

  /**
   * By which names of the model the declared ports are called. A port of the model's own name is
   * itself; otherwise they are taken in order, as many as the model has.
   */
  static Map<String, String> names(List<Port> declared, List<TensorSpec> own, String place) {
    Map<String, String> names = new HashMap<>();
    List<String> known = own.stream().map(TensorSpec::name).toList();
    if (known.containsAll(declared.stream().map(Port::name).toList())) {
      return names;
    }
    if (declared.size() != own.size()) {
      throw Refusal.mismatch(
          place,
          "it declares " + declared.stream().map(Port::name).toList() + ", the model has " + known);
    }
    for (int i = 0; i < own.size(); i++) {
      names.put(declared.get(i).name(), known.get(i));
    }
    return names;
  }

  /** Refuses a declaration that the model cannot meet. */
  void check(TensorSpec own, boolean exactType, String place) {
    if (exactType && type.isPresent() && type.get() != own.type()) {
      throw Refusal.mismatch(
          place, "'" + name + "' is declared " + type.get() + ", the model has " + own.type());
    }
    if (shape.isPresent() && !compatible(shape.get(), own.shape())) {
      throw Refusal.mismatch(
          place,
          "'"
              + name
              + "' is declared with the shape "
              + shape.get()
              + ", the model has "
              + own.shape());
    }
  }

  /** A size that varies on either side fits. */
  private static boolean compatible(List<Long> one, List<Long> other) {
    if (one.size() != other.size()) {
      return false;
    }
    for (int i = 0; i < one.size(); i++) {
      if (one.get(i) != -1 && other.get(i) != -1 && !one.get(i).equals(other.get(i))) {
        return false;
      }
    }
    return true;
  }
}
