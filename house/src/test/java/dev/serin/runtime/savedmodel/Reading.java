package dev.serin.runtime.savedmodel;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.artifact.Bundle;
import dev.serin.base.Problem;
import dev.serin.runtime.Format;
import dev.serin.runtime.Inspection;
import dev.serin.runtime.Limits;
import dev.serin.runtime.NetEngine;
import dev.serin.runtime.savedmodel.array.ArrayFamily;
import dev.serin.runtime.savedmodel.flow.FlowFamily;
import dev.serin.runtime.savedmodel.math.MathFamily;
import dev.serin.runtime.savedmodel.vision.VisionFamily;
import java.util.ArrayList;
import java.util.List;

/** Reads models without an engine: what is asked of it fails the test. */
final class Reading {
  private static final List<OpFamily> FAMILIES =
      List.of(new MathFamily(), new ArrayFamily(), new VisionFamily(), new FlowFamily());
  static final SavedModelFormat FORMAT = new SavedModelFormat(new NoEngine(), FAMILIES);

  private Reading() {}

  private static final class NoEngine implements NetEngine {
    @Override
    public Net open(byte[] onnx) {
      throw new AssertionError("nothing is opened while a file is read");
    }

    @Override
    public void close() {}
  }

  /** The graph that the engine would open. */
  static byte[] onnx(Bundle bundle) {
    List<byte[]> opened = new ArrayList<>();
    NetEngine engine =
        new NetEngine() {
          @Override
          public Net open(byte[] onnx) {
            opened.add(onnx);
            throw new UnsupportedOperationException("nothing is run");
          }

          @Override
          public void close() {}
        };
    Format.Opened model = new SavedModelFormat(engine, FAMILIES).open(bundle, Limits.DEFAULT);
    assertThatThrownBy(model::predictor).isInstanceOf(UnsupportedOperationException.class);
    return opened.getFirst();
  }

  static Inspection inspection(Bundle bundle) {
    return FORMAT.open(bundle, Limits.DEFAULT).inspection();
  }

  static Problem.Refused refusal(Bundle bundle) {
    return refusal(bundle, Limits.DEFAULT);
  }

  static Problem.Refused refusal(Bundle bundle, Limits limits) {
    try {
      FORMAT.open(bundle, limits);
    } catch (Problem.Raised raised) {
      return (Problem.Refused) raised.problem();
    }
    throw new AssertionError("it was not refused");
  }
}
