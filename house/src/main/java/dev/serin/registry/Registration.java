package dev.serin.registry;

import dev.serin.artifact.ArtifactStore;
import dev.serin.artifact.Bundle;
import dev.serin.base.Actor;
import dev.serin.base.Digest;
import dev.serin.base.ModelName;
import dev.serin.base.Problem;
import dev.serin.runtime.Conversions;
import dev.serin.runtime.Format;
import dev.serin.runtime.Formats;
import dev.serin.runtime.Inspection;
import dev.serin.runtime.worker.WayOut;
import java.util.Optional;

/**
 * The one way by which a file becomes a version: store, read what was stored, decide, append. It
 * never executes the file, and what it inspected is the stored copy.
 */
public final class Registration {
  private final ArtifactStore store;
  private final Formats formats;
  private final Registry registry;
  private final Conversions conversions;

  /** Stores here, reads by these formats, records there; keeps no converted graphs. */
  public Registration(ArtifactStore store, Formats formats, Registry registry) {
    this(store, formats, registry, Conversions.NONE);
  }

  /** Stores here, reads by these formats, records there, keeps converted graphs for the loads. */
  public Registration(
      ArtifactStore store, Formats formats, Registry registry, Conversions conversions) {
    this.store = store;
    this.formats = formats;
    this.registry = registry;
    this.conversions = conversions;
  }

  /** A version, and whether this call made it. */
  public record Registered(ModelVersion version, boolean created) {}

  /**
   * Registers the bundle as the model's next version. Bytes that are a version of this model
   * already answer that version, with the golden rows it was made with; an archived one is ready
   * again. {@code golden} are the bytes of a golden rows file.
   *
   * @throws dev.serin.base.Problem.Raised {@code Refused} after the refusal was recorded; {@code
   *     Full} when it cannot be stored
   */
  public Registered register(
      Actor actor, ModelName model, Bundle bundle, Optional<byte[]> golden, String origin) {
    try {
      return accepted(actor, model, bundle, golden, origin);
    } catch (Problem.Raised raised) {
      if (raised.problem() instanceof Problem.Refused refused) {
        registry.refuse(actor, model, Refusal.of(refused, origin));
      }
      throw raised;
    }
  }

  private Registered accepted(
      Actor actor, ModelName model, Bundle bundle, Optional<byte[]> golden, String origin) {
    formats.accept(bundle); // what is refused at sight is not copied
    Digest artifact = store.put(bundle).digest();
    Optional<ModelVersion> made = registry.image().model(model).flatMap(m -> m.made(artifact));
    Inspection inspection = made.map(ModelVersion::inspection).orElseGet(() -> inspect(artifact));
    Optional<Digest> rows =
        made.isPresent()
            ? made.get().golden()
            : golden.map(bytes -> store.put(new GoldenFile(bytes)).digest());
    var offer = new Decider.Offer(model, artifact, rows, inspection, origin);
    var written = registry.register(actor, offer);
    ModelVersion version = written.image().known(model).made(artifact).orElseThrow();
    boolean created =
        written.facts().stream().anyMatch(fact -> fact.type().equals(FactText.VERSION_REGISTERED));
    return new Registered(version, created);
  }

  private Inspection inspect(Digest artifact) {
    try (Bundle stored = store.open(artifact)) {
      return inspect(artifact, stored);
    }
  }

  private Inspection inspect(Digest artifact, Bundle stored) {
    try {
      Format.Opened opened = formats.open(stored);
      Digest key = Conversions.key(artifact, opened.inspection());
      opened.converted().ifPresent(onnx -> conversions.keep(key, onnx));
      return opened.inspection();
    } catch (Problem.Raised raised) {
      if (raised.problem() instanceof Problem.Refused refused) {
        String format = formats.recognise(stored).map(Format::name).orElse("");
        throw new Problem.Raised(WayOut.in(refused, format, artifact), raised);
      }
      throw raised;
    }
  }
}
