package dev.serin.runtime.keras;

import dev.serin.reader.hdf.Hdf5Dataset;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Hands out the datasets of one file as float32, each one once: a layer that is called several
 * times gets the same bytes each time, so that the graph keeps them once.
 */
final class Store {
  private final Map<String, ByteBuffer> read = new HashMap<>();
  private final Function<String, Optional<ByteBuffer>> assets;

  /** For a file whose layers keep these files beside it. */
  Store(Function<String, Optional<ByteBuffer>> assets) {
    this.assets = assets;
  }

  /** The text at this path below the assets. */
  Optional<String> asset(String path) {
    return assets.apply(path).map(bytes -> StandardCharsets.UTF_8.decode(bytes).toString());
  }

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
