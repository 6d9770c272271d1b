package dev.serin.runtime.folder;

import dev.serin.artifact.Bundle;
import dev.serin.base.Json;
import dev.serin.runtime.Format;
import dev.serin.runtime.Formats;
import dev.serin.runtime.Inspection;
import dev.serin.runtime.Limits;
import dev.serin.runtime.Mention;
import dev.serin.runtime.Risk;
import dev.serin.tensor.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A model folder of MLServer: {@code model-settings.json} names the runtime, the file and the
 * declared inputs and outputs, which are taken over and have to fit the model.
 */
public final class MlserverFolder implements Format {
  private static final String FILE = "model-settings.json";
  private static final int DEPTH = 100;

  /** The files that a runtime looks for when the settings name none. */
  private static final Map<String, List<String>> RUNTIMES =
      Map.of(
          "mlserver_sklearn.SKLearnModel", List.of("model.joblib", "model.pickle", "model.pkl"),
          "mlserver_xgboost.XGBoostModel", List.of("model.bst", "model.json", "model.ubj"),
          "mlserver_lightgbm.LightGBMModel", List.of("model.bst"),
          "mlserver_onnx.OnnxModel", List.of("model.onnx"),
          "mlserver_mlflow.MLflowRuntime", List.of(""));

  private static final Set<String> KNOWN =
      Set.of(
          "name",
          "implementation",
          "platform",
          "versions",
          "inputs",
          "outputs",
          "parameters",
          "max_batch_size",
          "max_batch_time",
          "parallel_workers",
          "warm_workers",
          "cache_enabled");

  private final Formats formats;

  /** Opens what is inside by these formats, MLflow's folders among them. */
  public MlserverFolder(Formats formats) {
    this.formats = formats;
  }

  @Override
  public String name() {
    return "mlserver";
  }

  @Override
  public Risk risk() {
    return Risk.CODE;
  }

  @Override
  public boolean recognises(Bundle bundle) {
    return bundle.folder() && bundle.entry(FILE).isPresent();
  }

  @Override
  public List<Mention> mentions(Bundle bundle, Limits limits) {
    return formats.mentions(part(bundle, settings(bundle)));
  }

  private static Json.Obj settings(Bundle bundle) {
    String text = Texts.of(bundle.entry(FILE).orElseThrow());
    if (!(Json.parse(text, DEPTH) instanceof Json.Obj settings)) {
      throw Refusal.corrupt(FILE, "it is no JSON object");
    }
    for (String key : settings.members().keySet()) {
      if (!KNOWN.contains(key)) {
        throw Refusal.value(FILE, "the setting " + key + " is not known", "remove " + key);
      }
    }
    return settings;
  }

  @Override
  public Opened open(Bundle bundle, Limits limits) {
    Json.Obj settings = settings(bundle);
    Part part = part(bundle, settings);
    Opened inner = formats.open(part);
    Presentation how =
        new Described(FILE, false, ports(settings, "inputs"), ports(settings, "outputs"))
            .over(inner.inspection().signature());
    String runtime = settings.text("implementation").orElse("");
    Inspection.Step step =
        new Inspection.Step(FILE, runtime, "format " + inner.inspection().format(), "");
    return OpenedFolder.of(
        inner, how, new OpenedFolder.Told(step, Map.of(), notes(settings)), inner.examples());
  }

  private static List<String> notes(Json.Obj settings) {
    List<String> notes = new ArrayList<>();
    for (String name : List.of("max_batch_size", "max_batch_time", "parallel_workers")) {
      if (settings.member(name).isPresent()) {
        notes.add(FILE + ": " + name + " is not taken over, Serin decides that itself");
      }
    }
    return notes;
  }

  private static Part part(Bundle bundle, Json.Obj settings) {
    String runtime =
        settings
            .text("implementation")
            .orElseThrow(() -> Refusal.corrupt(FILE, "it names no implementation"));
    if (!RUNTIMES.containsKey(runtime)) {
      throw Refusal.of(
          "CUSTOM_CODE",
          FILE,
          "the implementation " + runtime + " is Python code, and code of a model is never run",
          "use one of " + RUNTIMES.keySet().stream().sorted().toList());
    }
    Optional<String> named = settings.object("parameters").flatMap(p -> p.text("uri"));
    List<String> candidates =
        named.map(uri -> List.of(Part.inside(FILE, uri))).orElseGet(() -> RUNTIMES.get(runtime));
    for (String path : candidates) {
      boolean there =
          path.isEmpty()
              || bundle.entries().stream()
                  .anyMatch(e -> e.path().equals(path) || e.path().startsWith(path + "/"));
      if (there) {
        return path.isEmpty() ? whole(bundle) : found(bundle, path, RUNTIMES.get(runtime));
      }
    }
    throw Refusal.corrupt(FILE, "the folder holds none of " + candidates);
  }

  /** A folder that is named instead of a file holds one of the runtime's own file names. */
  private static Part found(Bundle bundle, String path, List<String> usual) {
    return usual.stream()
        .map(file -> path + "/" + file)
        .filter(file -> bundle.entry(file).isPresent())
        .findFirst()
        .map(file -> Part.at(bundle, file))
        .orElseGet(() -> Part.at(bundle, path));
  }

  /** The folder without the settings, so that it is not asked for itself again. */
  private static Part whole(Bundle bundle) {
    Part all = Part.folder(bundle, "");
    List<Bundle.Entry> rest =
        all.entries().stream().filter(entry -> !entry.path().equals(FILE)).toList();
    return new Part(all.name(), true, rest);
  }

  private static List<Port> ports(Json.Obj settings, String key) {
    List<Port> ports = new ArrayList<>();
    for (Json item : settings.list(key)) {
      if (!(item instanceof Json.Obj port)) {
        throw Refusal.corrupt(FILE, key + " holds something that is no object");
      }
      String name =
          port.text("name").orElseThrow(() -> Refusal.corrupt(FILE, key + ": a name is missing"));
      ports.add(new Port(name, port.text("datatype").flatMap(DataType::named), Optional.empty()));
    }
    return ports;
  }
}
