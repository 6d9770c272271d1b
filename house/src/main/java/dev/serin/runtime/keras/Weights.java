package dev.serin.runtime.keras;

import dev.serin.reader.hdf.Hdf5Attribute;
import dev.serin.reader.hdf.Hdf5Dataset;
import dev.serin.reader.hdf.Hdf5Group;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The weights of one layer, taken in the order in which the file lists them: Keras itself goes by
 * that order, the names differ between its versions.
 */
final class Weights {
  private static final String NAMES = "weight_names";

  private final String layer;
  private final Optional<Hdf5Group> group;
  private final List<String> names;
  private int next;

  /** The weights of a layer, whose group lies in the root or in {@code model_weights}. */
  Weights(Hdf5Group root, String layer) {
    this.layer = layer;
    this.group = root.group("model_weights").orElse(root).group(layer);
    this.names = group.map(Weights::listed).orElse(List.of());
  }

  /** The names; a long list is split into several attributes with numbers at their ends. */
  private static List<String> listed(Hdf5Group group) {
    List<String> names = new ArrayList<>();
    Optional<Hdf5Attribute> list = group.attribute(NAMES).or(() -> group.attribute(NAMES + 0));
    for (int part = 1; list.isPresent(); part++) {
      names.addAll(Arrays.asList(texts(list.get())));
      list = group.attribute(NAMES + part);
    }
    return names;
  }

  /** An empty list is written as an array of numbers. */
  private static String[] texts(Hdf5Attribute list) {
    return list.textual() ? list.texts() : new String[0];
  }

  /** The next weights, which must have these sizes; {@code what} names them in refusals. */
  float[] next(String what, long... sizes) {
    if (next == names.size() || group.isEmpty()) {
      throw Refusal.corrupt(layer, "it has no weights '" + what + "'");
    }
    String name = names.get(next++);
    Hdf5Dataset dataset =
        group
            .get()
            .dataset(name)
            .orElseThrow(
                () -> Refusal.corrupt(layer, "its " + what + ": there is no dataset " + name));
    long[] found = Arrays.stream(dataset.shape()).asLongStream().toArray();
    if (!Arrays.equals(found, sizes)) {
      throw Refusal.corrupt(
          layer,
          "its "
              + what
              + " has the shape "
              + Arrays.toString(found)
              + " instead of "
              + Arrays.toString(sizes)
              + " ("
              + dataset.path()
              + ")");
    }
    if (!dataset.floating()) {
      throw Refusal.value(layer, "its " + what + " holds no floats (" + dataset.path() + ")");
    }
    return dataset.floats();
  }

  /** Passes over weights that no prediction needs. */
  void skip() {
    next++;
  }

  /** Refuses weights that nobody took. */
  void end() {
    if (next < names.size()) {
      throw Refusal.corrupt(layer, "it has more weights than a layer of its kind: " + names);
    }
  }
}
