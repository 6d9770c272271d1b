package dev.serin.runtime.keras;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;

/**
 * The weights of one layer, taken one after the other in the order in which Keras keeps them: Keras
 * itself goes by that order, the names differ between its versions.
 */
public interface Weights {
  /**
   * The next weights, which must have these sizes, as float32 in little-endian and row-major order;
   * the bytes must not be changed. {@code what} names them in refusals.
   */
  ByteBuffer next(String what, long... sizes);

  /** As {@link #next}, for what training never changes by gradients, such as moving means. */
  ByteBuffer nextState(String what, long... sizes);

  /** Weights of one axis that the layer keeps under a name of their own; empty where none are. */
  default Optional<ByteBuffer> named(String name) {
    return Optional.empty();
  }

  /** Passes over weights that no prediction needs, not changed by gradients either. */
  void skip();

  /** Passes over weights of the layer inside that a wrapper may keep once more. */
  void skipCopy();

  /** The weights of the layer that this layer keeps under such a name, with its settings. */
  Weights part(String attribute, boolean frozen);

  /** The weights of the layers of a model, in its order. */
  List<Weights> layers(List<Member> members);

  /** The weights of the members of a list, in its order. */
  List<Weights> numbered(List<Member> members);

  /** The same weights from the start, for another call of the same layer. */
  Weights again();

  /** The text of a file that the layer keeps beside its weights; empty where there is none. */
  default Optional<String> asset(String name) {
    return Optional.empty();
  }

  /** Refuses weights that nobody took. */
  void end();

  /** A layer of a model: its name, its class, and whether its weights are kept from training. */
  record Member(String name, String type, boolean frozen) {}

  /** The numbers in these bytes. */
  static float[] floats(ByteBuffer littleEndian) {
    float[] all = new float[littleEndian.remaining() / 4];
    littleEndian.duplicate().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(all);
    return all;
  }
}
