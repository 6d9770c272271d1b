package dev.serin.runtime;

import dev.serin.base.Problem;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A model that is an ONNX graph under a signature. The graph is large: it is given away when the
 * predictor is made and can be freed from then on.
 */
public final class ConvertedNet implements Format.Opened {
  private final Inspection inspection;
  private final NetEngine engine;
  private final boolean original;
  private final AtomicReference<Optional<Encoded>> onnx;

  private ConvertedNet(Inspection inspection, Encoded onnx, NetEngine engine, boolean original) {
    this.inspection = inspection;
    this.engine = engine;
    this.original = original;
    this.onnx = new AtomicReference<>(Optional.of(onnx));
  }

  /** The graph to which a file was converted, to be run in this engine. */
  public ConvertedNet(Inspection inspection, byte[] onnx, NetEngine engine) {
    this(inspection, Encoded.of(onnx), engine, false);
  }

  /** A file that was a graph already and need not be kept once more. */
  public static ConvertedNet original(Inspection inspection, byte[] onnx, NetEngine engine) {
    return new ConvertedNet(inspection, Encoded.of(onnx), engine, true);
  }

  @Override
  public Inspection inspection() {
    return inspection;
  }

  @Override
  public Predictor predictor() {
    Encoded graph =
        onnx.getAndSet(Optional.empty())
            .orElseThrow(() -> new IllegalStateException("the predictor was made already"));
    NetPredictor predictor = NetPredictor.open(inspection.signature(), engine, graph);
    if (original && !predictor.named()) { // ports are matched by their order
      predictor.close();
      throw new Problem.Raised(
          new Problem.Refused(
              "CORRUPT",
              "graph",
              "the engine finds other inputs or outputs than are declared",
              "export the model again"));
    }
    return predictor;
  }

  @Override
  public Optional<Encoded> converted() {
    return original ? Optional.empty() : onnx.get();
  }
}
