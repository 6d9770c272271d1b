package dev.serin.app;

import dev.serin.runtime.Formats;
import dev.serin.runtime.Limits;
import dev.serin.runtime.NetEngine;
import dev.serin.runtime.Unserved;
import dev.serin.runtime.keras.KerasH5Format;
import dev.serin.runtime.onnx.Foreign;
import dev.serin.runtime.onnx.OnnxFormat;
import dev.serin.runtime.sklearn.SklearnFormat;
import dev.serin.runtime.sklearn.compose.ComposeFamily;
import dev.serin.runtime.sklearn.linear.LinearFamily;
import dev.serin.runtime.sklearn.preprocessing.PreprocessingFamily;
import dev.serin.runtime.sklearn.svm.SvmFamily;
import dev.serin.runtime.sklearn.trees.TreeFamily;
import dev.serin.runtime.torch.export.TorchExportFormat;
import dev.serin.runtime.torch.script.TorchScriptFormat;
import java.util.List;

/** Every format that this process reads, in the order in which they are asked. */
final class Shelf {
  private Shelf() {}

  static Formats of(Limits limits, NetEngine engine, Foreign foreign) {
    return new Formats(
        List.of(
            new Unserved(),
            new SklearnFormat(
                List.of(
                    new LinearFamily(),
                    new TreeFamily(),
                    new SvmFamily(),
                    new PreprocessingFamily(),
                    new ComposeFamily())),
            new KerasH5Format(engine),
            new TorchExportFormat(engine),
            new TorchScriptFormat(engine),
            new OnnxFormat(engine, foreign)),
        limits);
  }
}
