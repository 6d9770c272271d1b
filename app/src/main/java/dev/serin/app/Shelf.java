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
import dev.serin.runtime.keras.KerasH5Format;
import dev.serin.runtime.onnx.Foreign;
import dev.serin.runtime.onnx.OnnxFormat;
import dev.serin.runtime.sklearn.Family;
import dev.serin.runtime.sklearn.SklearnFormat;
import dev.serin.runtime.sklearn.SkopsFormat;
import dev.serin.runtime.sklearn.bayes.BayesFamily;
import dev.serin.runtime.sklearn.cluster.ClusterFamily;
import dev.serin.runtime.sklearn.compose.ComposeFamily;
import dev.serin.runtime.sklearn.decomposition.DecompositionFamily;
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
import dev.serin.runtime.worker.WorkerFormat;
import java.util.List;

/** Every format that this process reads, in the order in which they are asked. */
final class Shelf {
  private Shelf() {}

  static Formats of(
      Limits limits, NetEngine engine, Foreign foreign, WorkerFormat worker) {
    List<Family> families =
        List.of(
            new LinearFamily(),
            new TreeFamily(),
            new SvmFamily(),
            new PreprocessingFamily(),
            new ComposeFamily(),
            new TextFamily(),
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
                new LightGbmFormat(),
                new XgboostFormat(),
                new Unserved(),
                new SklearnFormat(families, guests),
                new KerasH5Format(engine),
                new OnnxFormat(engine, foreign)),
            limits);
    Formats saved = files.before(new MlflowFolder(files));
    return saved
        .before(new TritonFolder(saved))
        .before(new MlserverFolder(saved))
        .before(worker);
  }
}
