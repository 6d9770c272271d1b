package dev.serin.runtime;

import dev.serin.artifact.Bundle;
import dev.serin.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/** One family of model files; all methods read under the limits and execute nothing. */
public interface Format {

  /** The name of the format, such as {@code sklearn}, {@code keras-h5}, {@code onnx}. */
  String name();

  /** What a file of this family could do where its own library opens it. */
  Risk risk();

  /** Whether the content (magic and structure, never the extension alone) is of this family. */
  boolean recognises(Bundle bundle);

  /**
   * Reads and checks the whole model.
   *
   * @throws dev.serin.base.Problem.Raised with {@code Refused} when it cannot be served exactly
   */
  Opened open(Bundle bundle, Limits limits);

  /**
   * What the file would have its own library import, in the order of the file and as far as it can
   * be read; empty for a format that imports nothing. For reports: it refuses nothing.
   */
  default List<Mention> mentions(Bundle bundle, Limits limits) {
    return List.of();
  }

  /** The classes, layers or operators that it serves, for the reference page. */
  default List<Known> vocabulary() {
    return List.of();
  }

  /** One word of a library, and for people what serves it here. */
  record Known(String name, String mapsTo) {}

  /** A model that was read: what is in it, and how to make it predict. */
  interface Opened {
    /** What the file holds. */
    Inspection inspection();

    /** Makes the predictor; may be called once. */
    Predictor predictor();

    /**
     * The graph that the file was converted to, where that graph under the signature is the whole
     * model; empty for a format that converts nothing, and once the predictor was made.
     */
    default Optional<Encoded> converted() {
      return Optional.empty();
    }

    /** Inputs that came with the model and that it has to answer. */
    default List<List<Tensor>> examples() {
      return List.of();
    }
  }
}
