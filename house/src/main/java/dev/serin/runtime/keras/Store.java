package dev.serin.runtime.keras;

import dev.serin.reader.hdf.Hdf5Dataset;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Hands out the datasets of one file as float32, each one once: a layer that is called several
 * times gets the same bytes each time, so that the graph keeps them once.
 */
final class Store {
  private final Map<String, ByteBuffer> read = new HashMap<>();

  ByteBuffer floats(String layer, String what, Hdf5Dataset dataset, long... sizes) {
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
    return read.computeIfAbsent(dataset.path(), _ -> dataset.littleEndianFloats());
  }
}
