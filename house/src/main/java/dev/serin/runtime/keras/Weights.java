package dev.serin.runtime.keras;

import dev.serin.reader.Hdf5Guard;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The weights of one layer, taken in the order in which the file lists them: Keras itself goes by
 * that order, the names differ between its versions.
 */
final class Weights {
  private static final String ROOT = "model_weights";

  private final Hdf5Guard file;
  private final String layer;
  private final String group;
  private final List<String> names;
  private int next;

  /** The weights of a layer, whose group lies in the root or in {@code model_weights}. */
  Weights(Hdf5Guard file, String layer) {
    this.file = file;
    this.layer = layer;
    this.group = file.holds(ROOT) ? ROOT + "/" + layer : layer;
    this.names = listed(file, group, "weight_names");
  }

  /** A list of names; a long one is split into several attributes with numbers at their ends. */
  static List<String> listed(Hdf5Guard file, String group, String attribute) {
    List<String> names = new ArrayList<>(file.texts(group, attribute));
    List<String> more = file.texts(group, attribute + 0);
    for (int part = 1; !more.isEmpty(); part++) {
      names.addAll(more);
      more = file.texts(group, attribute + part);
    }
    return names;
  }

  /** The next weights, which must have these sizes; {@code what} names them in refusals. */
  float[] next(String what, long... sizes) {
    if (next == names.size()) {
      throw Refusal.corrupt(layer, "it has no weights '" + what + "'");
    }
    String path = group + "/" + names.get(next++);
    List<Long> wanted = Arrays.stream(sizes).boxed().toList();
    List<Long> found =
        file.shape(path)
            .orElseThrow(
                () ->
                    Refusal.corrupt(layer, "its weights '" + what + "' lack the dataset " + path));
    if (!found.equals(wanted)) {
      throw Refusal.corrupt(
          layer, "its weights '" + what + "' (" + path + ") are " + found + " and not " + wanted);
    }
    return file.floats(path);
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
