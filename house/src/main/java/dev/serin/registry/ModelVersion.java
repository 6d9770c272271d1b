package dev.serin.registry;

import dev.serin.base.Digest;
import dev.serin.base.ModelName;
import dev.serin.runtime.Inspection;
import dev.serin.runtime.Parity;
import dev.serin.tensor.Signature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One trained state of a model; nothing but {@code state} ever changes, and {@code parity} comes
 * once its golden rows were met. {@code golden} is the stored file of golden rows; {@code origin}
 * says where it came from ({@code directory:iris.pkl}).
 */
public record ModelVersion(
    ModelName model,
    int number,
    Digest artifact,
    Optional<Digest> golden,
    String format,
    Signature signature,
    Inspection inspection,
    String origin,
    Instant at,
    Optional<Parity> parity,
    State state) {

  /** Where a version stands in its life. */
  public enum State {
    READY,
    ARCHIVED
  }

  public ModelVersion {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(artifact, "artifact");
    Objects.requireNonNull(golden, "golden");
    Objects.requireNonNull(signature, "signature");
    Objects.requireNonNull(inspection, "inspection");
    Objects.requireNonNull(parity, "parity");
    if (number < 1) {
      throw new IllegalArgumentException("versions count from 1, not " + number);
    }
  }

  /** How its signature differs from that of another version, part by part; empty when it fits. */
  public List<String> differences(ModelVersion other) {
    List<String> found = new ArrayList<>();
    Signature its = other.signature;
    differ("inputs", signature.inputs(), its.inputs(), found);
    differ("outputs", signature.outputs(), its.outputs(), found);
    differ("columns", signature.columns(), its.columns(), found);
    differ("labels", signature.labels(), its.labels(), found);
    return found;
  }

  private static void differ(String part, List<?> mine, List<?> theirs, List<String> found) {
    if (!mine.equals(theirs)) {
      found.add(part + " are " + mine + ", not " + theirs);
    }
  }

  /** Whether it may answer. */
  public boolean ready() {
    return state == State.READY;
  }

  ModelVersion in(State other) {
    return new ModelVersion(
        model, number, artifact, golden, format, signature, inspection, origin, at, parity, other);
  }

  ModelVersion certified(Parity met) {
    return new ModelVersion(
        model,
        number,
        artifact,
        golden,
        format,
        signature,
        inspection,
        origin,
        at,
        Optional.of(met),
        state);
  }
}
