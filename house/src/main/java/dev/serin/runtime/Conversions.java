package dev.serin.runtime;

import dev.serin.base.Digest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Graphs to which model files were converted, by {@link #key}; losing them costs time and nothing
 * else, so nothing here ever fails for a full or damaged disk.
 */
public interface Conversions {
  /** Rises with every change of a converter that changes a graph, so that older ones are left. */
  int VERSION = 1;

  /** Keeps nothing. */
  Conversions NONE =
      new Conversions() {
        @Override
        public Optional<Path> find(Digest key) {
          return Optional.empty();
        }

        @Override
        public void keep(Digest key, Encoded onnx) {
          // nothing is kept
        }

        @Override
        public void drop(Digest key) {
          // nothing was kept
        }
      };

  /**
   * The key of an artifact's graph. What was inspected is part of it: a graph is only ever used
   * under the signature that was found together with it.
   */
  static Digest key(Digest artifact, Inspection inspection) {
    String text = artifact + "\n" + inspection.format() + "\n" + inspection.signature();
    return Digest.of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The file of the graph exactly as it was kept, if it is still there; nobody changes it. */
  Optional<Path> find(Digest key);

  /** Keeps a graph, in place of the one that was kept for this key. */
  void keep(Digest key, Encoded onnx);

  /** Forgets a graph that turned out to be of no use. */
  void drop(Digest key);
}
