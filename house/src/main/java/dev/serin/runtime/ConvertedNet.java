package dev.serin.runtime;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;

/**
 * A model that was converted to an ONNX graph. The graph is large: it is given away when the
 * predictor is made and can be freed from then on.
 */
public final class ConvertedNet implements Format.Opened {
  private final Inspection inspection;
  private final BiFunction<Inspection, byte[], Predictor> opening;
  private final AtomicReference<Optional<byte[]>> onnx;

  /** The graph, and how its format makes a predictor of it. */
  public ConvertedNet(
      Inspection inspection, byte[] onnx, BiFunction<Inspection, byte[], Predictor> opening) {
    this.inspection = inspection;
    this.opening = opening;
    this.onnx = new AtomicReference<>(Optional.of(onnx));
  }

  /** A net of which the format knows no more than its signature. */
  public ConvertedNet(Inspection inspection, byte[] onnx, NetEngine engine) {
    this(inspection, onnx, (of, graph) -> NetPredictor.open(of.signature(), engine, graph));
  }

  @Override
  public Inspection inspection() {
    return inspection;
  }

  @Override
  public Predictor predictor() {
    return opening.apply(
        inspection,
        onnx.getAndSet(Optional.empty())
            .orElseThrow(() -> new IllegalStateException("the predictor was made already")));
  }

  @Override
  public Optional<byte[]> converted() {
    return onnx.get();
  }
}
