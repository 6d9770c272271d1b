package dev.serin.app;

import dev.serin.runtime.Formats;
import dev.serin.runtime.Guest;
import dev.serin.runtime.Limits;
import dev.serin.runtime.NetEngine;
import dev.serin.runtime.Unserved;
import dev.serin.runtime.boosting.lightgbm.LightGbmFormat;
import dev.serin.runtime.boosting.lightgbm.LightGbmPickles;
import dev.serin.runtime.boosting.xgboost.XgboostFormat;
import dev.serin.runtime.boosting.xgboost.XgboostPickles;
import dev.serin.runtime.folder.MlflowFolder;
import dev.serin.runtime.folder.MlserverFolder;
import dev.serin.runtime.folder.TritonFolder;
import dev.serin.runtime.keras.KerasFormat;
import dev.serin.runtime.keras.KerasH5Format;
import dev.serin.runtime.keras.LayerRule;
import dev.serin.runtime.keras.layers.KerasLayers;
import dev.serin.runtime.keras.layers.attention.AttentionRules;
import dev.serin.runtime.keras.layers.operations.OperationRules;
import dev.serin.runtime.keras.layers.recurrent.RecurrentRules;
import dev.serin.runtime.keras.layers.texts.TextRules;
import dev.serin.runtime.onnx.Foreign;
import dev.serin.runtime.onnx.OnnxFormat;
import dev.serin.runtime.savedmodel.SavedModelFormat;
import dev.serin.runtime.savedmodel.array.ArrayFamily;
import dev.serin.runtime.savedmodel.flow.FlowFamily;
import dev.serin.runtime.savedmodel.math.MathFamily;
import dev.serin.runtime.savedmodel.vision.VisionFamily;
import dev.serin.runtime.sklearn.Family;
import dev.serin.runtime.sklearn.SklearnFormat;
import dev.serin.runtime.sklearn.SkopsFormat;
import dev.serin.runtime.sklearn.bayes.BayesFamily;
import dev.serin.runtime.sklearn.cluster.ClusterFamily;
import dev.serin.runtime.sklearn.compose.ComposeFamily;
import dev.serin.runtime.sklearn.decomposition.DecompositionFamily;
import dev.serin.runtime.sklearn.impute.ImputeFamily;
import dev.serin.runtime.sklearn.linear.LinearFamily;
import dev.serin.runtime.sklearn.meta.calibration.CalibrationFamily;
import dev.serin.runtime.sklearn.meta.ensemble.EnsembleFamily;
import dev.serin.runtime.sklearn.meta.multiclass.MulticlassFamily;
import dev.serin.runtime.sklearn.meta.selection.SelectionFamily;
import dev.serin.runtime.sklearn.mixture.MixtureFamily;
import dev.serin.runtime.sklearn.neighbors.NeighborsFamily;
import dev.serin.runtime.sklearn.neural.NeuralFamily;
import dev.serin.runtime.sklearn.preprocessing.PreprocessingFamily;
import dev.serin.runtime.sklearn.process.ProcessFamily;
import dev.serin.runtime.sklearn.propagation.PropagationFamily;
import dev.serin.runtime.sklearn.svm.SvmFamily;
import dev.serin.runtime.sklearn.text.TextFamily;
import dev.serin.runtime.sklearn.trees.TreeFamily;
import dev.serin.runtime.torch.export.TorchExportFormat;
import dev.serin.runtime.torch.python.module.state.TorchModuleFormat;
import dev.serin.runtime.torch.python.module.state.TorchStateFormat;
import dev.serin.runtime.torch.script.TorchScriptFormat;
import java.util.List;
import java.util.Map;

/** Every format that this process reads, in the order in which they are asked. */
public final class Shelf {
  private static final Map<String, LayerRule> LAYERS =
      LayerRule.together(
          List.of(
              KerasLayers.RULES,
              RecurrentRules.RULES,
              AttentionRules.RULES,
              OperationRules.RULES,
              TextRules.RULES));

  private Shelf() {}

  /** The formats, reading within the limits, nets run by the engine. */
  public static Formats of(Limits limits, NetEngine engine, Foreign foreign) {
    List<Family> families =
        List.of(
            new LinearFamily(),
            new TreeFamily(),
            new SvmFamily(),
            new PreprocessingFamily(),
            new ComposeFamily(),
            new TextFamily(),
            new ImputeFamily(),
            new BayesFamily(),
            new NeuralFamily(),
            new EnsembleFamily(),
            new CalibrationFamily(),
            new MulticlassFamily(),
            new SelectionFamily(),
            new PropagationFamily(),
            new NeighborsFamily(),
            new ClusterFamily(),
            new DecompositionFamily(),
            new MixtureFamily(),
            new ProcessFamily());
    List<Guest.Library> guests = List.of(new LightGbmPickles(), new XgboostPickles());
    Formats files =
        new Formats(
            List.of(
                new SkopsFormat(families, guests), // before the refusal of all other archives
                new KerasFormat(engine, LAYERS),
                new LightGbmFormat(),
                new XgboostFormat(),
                new TorchExportFormat(engine),
                new TorchScriptFormat(engine),
                new TorchStateFormat(engine),
                new TorchModuleFormat(engine),
                new Unserved(),
                new SklearnFormat(families, guests),
                new KerasH5Format(engine, LAYERS),
                new SavedModelFormat(
                    engine,
                    List.of(
                        new MathFamily(), new ArrayFamily(), new VisionFamily(), new FlowFamily())),
                new OnnxFormat(engine, foreign)),
            limits);
    Formats saved = files.before(new MlflowFolder(files));
    return saved.before(new TritonFolder(saved)).before(new MlserverFolder(saved));
  }
}
