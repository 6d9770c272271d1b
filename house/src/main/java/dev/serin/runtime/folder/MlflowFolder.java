package dev.serin.runtime.folder;

import dev.serin.artifact.Bundle;
import dev.serin.base.Json;
import dev.serin.runtime.Format;
import dev.serin.runtime.Formats;
import dev.serin.runtime.Inspection;
import dev.serin.runtime.Limits;
import dev.serin.runtime.Mention;
import dev.serin.runtime.Risk;
import dev.serin.tensor.Signature;
import dev.serin.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * Folders that MLflow saved. The native flavour is opened by its own format; {@code
 * python_function} alone would mean running Python and is refused. The signature's column names,
 * {@code predict_fn} and the example request are taken over.
 */
public final class MlflowFolder implements Format {
  private static final String FILE = "MLmodel";
  private static final String EXAMPLE = "serving_input_example.json";

  /** The flavours that are opened, the best first, and the fields that name their data. */
  private static final List<Flavor> FLAVORS =
      List.of(
          new Flavor("onnx", "data"),
          new Flavor("sklearn", "pickled_model"),
          new Flavor("lightgbm", "data"),
          new Flavor("xgboost", "data"),
          new Flavor("keras", "data"),
          new Flavor("tensorflow", "data", "saved_model_dir"),
          new Flavor("pytorch", "model_data"));

  /** Where the data of these flavours lie within the folder that MLmodel names. */
  private static final List<String> WITHIN =
      List.of("model.keras", "model.h5", "model.hdf5", "model.pt2", "model.pth", "model");

  private final Formats formats;

  /** Opens what is inside by these formats. */
  public MlflowFolder(Formats formats) {
    this.formats = formats;
  }

  private record Flavor(String name, List<String> fields) {
    Flavor(String name, String... fields) {
      this(name, List.of(fields));
    }
  }

  private record Chosen(Flavor flavor, Part part) {}

  @Override
  public String name() {
    return "mlflow";
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
    return formats.mentions(chosen(bundle, model(bundle)).part());
  }

  @Override
  public Opened open(Bundle bundle, Limits limits) {
    MlflowModel model = model(bundle);
    Chosen chosen = chosen(bundle, model);
    Opened inner = formats.open(chosen.part());
    List<String> warnings = new ArrayList<>();
    Signature signature = signature(model, inner.inspection().signature(), warnings);
    List<List<Tensor>> examples = new ArrayList<>();
    bundle
        .entry(EXAMPLE)
        .map(entry -> new InputExample(signature).read(Texts.of(entry)))
        .ifPresent(
            read ->
                read.inputs()
                    .ifPresentOrElse(
                        examples::add,
                        () -> warnings.add(EXAMPLE + " is not used: " + read.why())));
    Inspection.Step step =
        new Inspection.Step(
            FILE, "flavor " + chosen.flavor().name(), "format " + inner.inspection().format(), "");
    return OpenedFolder.of(
        inner,
        Presentation.plain(signature),
        new OpenedFolder.Told(step, model.writers(), warnings),
        examples);
  }

  private static MlflowModel model(Bundle bundle) {
    return MlflowModel.parse(Texts.of(bundle.entry(FILE).orElseThrow()));
  }

  private static Chosen chosen(Bundle bundle, MlflowModel model) {
    for (Flavor flavor : FLAVORS) {
      Optional<Json.Obj> fields = model.flavor(flavor.name());
      if (fields.isPresent()) {
        return new Chosen(flavor, part(bundle, flavor, fields.get()));
      }
    }
    throw Refusal.of(
        "UNSUPPORTED_FORMAT",
        FILE,
        "it has only these flavors: " + model.names() + "; running Python is not what Serin does",
        "save the model with a native flavor (sklearn, onnx, lightgbm, xgboost, keras, pytorch)");
  }

  private static Part part(Bundle bundle, Flavor flavor, Json.Obj fields) {
    String written =
        flavor.fields().stream()
            .flatMap(field -> fields.text(field).stream())
            .findFirst()
            .orElseThrow(
                () ->
                    Refusal.corrupt(
                        FILE, "the flavor " + flavor.name() + " does not say where its data are"));
    String path = Part.inside(FILE, written);
    if (flavor.name().equals("onnx")) {
      return withData(bundle, path);
    }
    for (String within : WITHIN) {
      String inner = path + "/" + within;
      boolean there =
          bundle.entries().stream()
              .anyMatch(e -> e.path().equals(inner) || e.path().startsWith(inner + "/"));
      if (there) {
        return Part.at(bundle, inner);
      }
    }
    return Part.at(bundle, path);
  }

  /** An ONNX file may keep its weights in files beside it. */
  private static Part withData(Bundle bundle, String path) {
    int slash = path.lastIndexOf('/');
    boolean file = bundle.entry(path).isPresent();
    return file
        ? Part.folder(bundle, slash < 0 ? "" : path.substring(0, slash))
        : Part.at(bundle, path);
  }

  private static Signature signature(MlflowModel model, Signature own, List<String> warnings) {
    Signature named =
        model.signature().map(described -> columns(described.columns(), own, warnings)).orElse(own);
    return model
        .flavor("python_function")
        .flatMap(fields -> fields.text("predict_fn"))
        .filter(_ -> model.flavor("sklearn").isPresent())
        .map(method -> answering(named, method))
        .orElse(named);
  }

  private static Signature columns(List<String> names, Signature own, List<String> warnings) {
    boolean distinct = new HashSet<>(names).size() == names.size();
    if (names.isEmpty() || !distinct) {
      return own;
    }
    if (own.columns().isEmpty()) {
      boolean one = own.kind() == Signature.Kind.TABULAR && own.inputs().size() == 1;
      List<Long> shape = own.inputs().getFirst().shape();
      boolean fits =
          one && shape.size() == 2 && (shape.get(1) == -1 || shape.get(1) == names.size());
      if (fits) {
        return Presentation.withColumns(own, names);
      }
    }
    List<String> inner = own.columns().stream().map(column -> column.name()).toList();
    if (!new HashSet<>(inner).equals(new HashSet<>(names))) {
      warnings.add("the signature in MLmodel names other columns than the model: " + names);
    }
    return own;
  }

  private static Signature answering(Signature signature, String method) {
    if (signature.output(method).isEmpty()) {
      throw Refusal.value(
          FILE,
          "predict_fn is '" + method + "', which the model does not have",
          "save the model with predict_fn=\"predict\"");
    }
    return new Signature(
        signature.kind(),
        signature.inputs(),
        signature.outputs(),
        signature.columns(),
        signature.labels(),
        List.of(method));
  }
}
