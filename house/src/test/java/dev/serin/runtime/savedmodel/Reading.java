package dev.serin.runtime.savedmodel;

import dev.serin.artifact.Bundle;
import dev.serin.base.Problem;
import dev.serin.runtime.Inspection;
import dev.serin.runtime.Limits;
import dev.serin.runtime.NetEngine;
import dev.serin.runtime.savedmodel.array.ArrayFamily;
import dev.serin.runtime.savedmodel.flow.FlowFamily;
import dev.serin.runtime.savedmodel.math.MathFamily;
import dev.serin.runtime.savedmodel.vision.VisionFamily;
import java.util.List;

/** Reads models without an engine: what is asked of it fails the test. */
final class Reading {
  static final SavedModelFormat FORMAT =
      new SavedModelFormat(
          new NoEngine(),
          List.of(new MathFamily(), new ArrayFamily(), new VisionFamily(), new FlowFamily()));

  private Reading() {}

  private static final class NoEngine implements NetEngine {
    @Override
    public Net open(byte[] onnx) {
      throw new AssertionError("nothing is opened while a file is read");
    }

    @Override
    public void close() {}
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
