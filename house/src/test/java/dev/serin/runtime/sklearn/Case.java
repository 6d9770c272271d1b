package dev.serin.runtime.sklearn;

import dev.serin.artifact.Bundle;
import dev.serin.base.Json;
import dev.serin.runtime.Format;
import dev.serin.runtime.Formats;
import dev.serin.runtime.Guest;
import dev.serin.runtime.Limits;
import dev.serin.runtime.boosting.lightgbm.LightGbmFormat;
import dev.serin.runtime.boosting.lightgbm.LightGbmPickles;
import dev.serin.runtime.boosting.xgboost.XgboostFormat;
import dev.serin.runtime.boosting.xgboost.XgboostPickles;
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
import dev.serin.tensor.DataType;
import dev.serin.tensor.Signature;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.Values;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One folder of {@code fixtures/}: a model file, its inputs and the answers of the original. */
record Case(Path folder) {
  private static final List<Family> FAMILIES =
      List.of(
          new LinearFamily(),
          new PreprocessingFamily(),
          new ComposeFamily(),
          new TextFamily(),
          new ImputeFamily(),
          new TreeFamily(),
          new SvmFamily(),
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

  private static final List<Guest.Library> GUESTS =
      List.of(new LightGbmPickles(), new XgboostPickles());

  static final SklearnFormat FORMAT = new SklearnFormat(FAMILIES, GUESTS);
  static final SkopsFormat SKOPS = new SkopsFormat(FAMILIES, GUESTS);

  private static final Pattern NPY =
      Pattern.compile("'descr': '<([fi])([48])'.*'shape': \\(([0-9, ]*)\\)");

  static Stream<Case> of(String folder) {
    return listed(root().resolve(folder)).map(Case::new);
  }

  /** The folders of all releases of a library. */
  static Stream<String> families(String start) {
    return listed(root())
        .map(folder -> folder.getFileName().toString())
        .filter(name -> name.startsWith(start));
  }

  private static Path root() {
    Path here = Path.of("").toAbsolutePath();
    Path beside = here.resolve("fixtures");
    return Files.isDirectory(beside) ? beside : here.resolveSibling("fixtures");
  }

  private static Stream<Path> listed(Path folder) {
    try (Stream<Path> found = Files.list(folder)) {
      return found.sorted().toList().stream();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  static Case named(String folder, String name) {
    return of(folder).filter(one -> one.folder.endsWith(name)).findFirst().orElseThrow();
  }

  Json.Obj meta() {
    return (Json.Obj) json("meta.json");
  }

  Json json(String file) {
    return Json.parse(bytes(folder.resolve(file)), 20);
  }

  boolean has(String file) {
    return Files.exists(folder.resolve(file));
  }

  byte[] model() {
    try (Stream<Path> files = Files.list(folder)) {
      return bytes(
          files
              .filter(file -> file.getFileName().toString().startsWith("model."))
              .findFirst()
              .orElseThrow());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  Format.Opened open() {
    return open(model());
  }

  static Format.Opened open(byte[] model) {
    return new Formats(
            List.of(new LightGbmFormat(), new XgboostFormat(), SKOPS, FORMAT), Limits.DEFAULT)
        .open(bundle(model));
  }

  static Bundle bundle(byte[] model) {
    return new Single(model);
  }

  /** The rows in this file as the tensors that the signature asks for. */
  List<Tensor> input(String name, Signature signature) {
    return has(name + ".npy")
        ? List.of(npy(name))
        : tensors((Json.Obj) json(name + ".json"), signature);
  }

  /** The rows of one entry of {@code refused.json}. */
  static List<Tensor> refused(Json.Obj entry, Signature signature) {
    if (entry.member("columns").isPresent()) {
      return tensors(entry, signature);
    }
    long[] shape =
        entry.list("shape").stream().mapToLong(size -> ((Json.Num) size).longValue()).toArray();
    double[] cells =
        entry.list("rows").stream()
            .flatMap(row -> ((Json.Arr) row).items().stream())
            .mapToDouble(Case::number)
            .toArray();
    return List.of(Tensor.ofDoubles(Inputs.MATRIX, cells, shape));
  }

  private static List<Tensor> tensors(Json.Obj input, Signature signature) {
    List<Tensor> columns =
        input.list("columns").stream().map(column -> column((Json.Obj) column)).toList();
    if (!signature.columns().isEmpty()) {
      return columns;
    }
    int rows = (int) columns.getFirst().rows();
    if (signature.inputs().getFirst().type() == DataType.BYTES) {
      String[] cells = new String[rows * columns.size()];
      for (int i = 0; i < cells.length; i++) {
        cells[i] = text(columns.get(i % columns.size()), i / columns.size());
      }
      return List.of(Tensor.ofTexts(Inputs.MATRIX, cells, rows, columns.size()));
    }
    double[] cells = new double[rows * columns.size()];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = columns.get(i % columns.size()).doubles()[i / columns.size()];
    }
    return List.of(Tensor.ofDoubles(Inputs.MATRIX, cells, rows, columns.size()));
  }

  private static String text(Tensor column, int row) {
    return column.type() == DataType.BYTES
        ? column.texts()[row]
        : Double.isNaN(column.doubles()[row])
            ? Values.Texts.MISSING
            : Double.toString(column.doubles()[row]);
  }

  private static Tensor column(Json.Obj column) {
    String name = column.text("name").orElseThrow();
    List<Json> data = column.list("data");
    long rows = data.size();
    return switch (DataType.named(column.text("datatype").orElseThrow()).orElseThrow()) {
      case BYTES ->
          Tensor.ofTexts(name, data.stream().map(Case::text).toArray(String[]::new), rows);
      case INT64 -> Tensor.ofLongs(name, data.stream().mapToLong(Case::whole).toArray(), rows);
      case BOOL ->
          new Tensor(
              name,
              DataType.BOOL,
              new long[] {rows},
              new Values.Longs(data.stream().mapToLong(Case::whole).toArray()));
      default -> Tensor.ofDoubles(name, data.stream().mapToDouble(Case::number).toArray(), rows);
    };
  }

  private static String text(Json cell) {
    return cell instanceof Json.Str(String value) ? value : Values.Texts.MISSING;
  }

  private static long whole(Json cell) {
    return cell instanceof Json.Bool(boolean value) ? value ? 1 : 0 : ((Json.Num) cell).longValue();
  }

  private static double number(Json cell) {
    return switch (cell) {
      case Json.Num number -> number.doubleValue();
      case Json.Str(String value) -> Double.parseDouble(value);
      case Json.Null _ -> Double.NaN;
      default -> throw new IllegalArgumentException("no number: " + cell);
    };
  }

  /** An array file: float64, float32, int64 or int32 in C order. */
  Tensor npy(String name) {
    byte[] bytes = bytes(folder.resolve(name + ".npy"));
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int header = in.getShort(8);
    String text = new String(bytes, 10, header, StandardCharsets.ISO_8859_1);
    Matcher found = NPY.matcher(text);
    if (!found.find()) {
      throw new IllegalArgumentException(text);
    }
    in.position(10 + header);
    List<Long> shape = new ArrayList<>();
    for (String size : found.group(3).split(",")) {
      if (!size.isBlank()) {
        shape.add(Long.parseLong(size.strip()));
      }
    }
    long[] sizes = shape.stream().mapToLong(Long::longValue).toArray();
    double[] cells = new double[(int) Tensor.count(sizes)];
    for (int i = 0; i < cells.length; i++) {
      cells[i] =
          switch (found.group(1) + found.group(2)) {
            case "f8" -> in.getDouble();
            case "f4" -> in.getFloat();
            case "i8" -> in.getLong();
            default -> in.getInt();
          };
    }
    boolean fortran = text.contains("'fortran_order': True") && sizes.length == 2;
    return Tensor.ofDoubles(
        Inputs.MATRIX, fortran ? turned(cells, (int) sizes[0], (int) sizes[1]) : cells, sizes);
  }

  private static double[] turned(double[] cells, int rows, int columns) {
    double[] turned = new double[cells.length];
    for (int i = 0; i < cells.length; i++) {
      turned[i] = cells[i % columns * rows + i / columns];
    }
    return turned;
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  @Override
  public String toString() {
    return folder.getParent().getFileName() + "/" + folder.getFileName();
  }

  private record Single(byte[] model) implements Bundle, Bundle.Entry {
    @Override
    public String name() {
      return "model";
    }

    @Override
    public boolean folder() {
      return false;
    }

    @Override
    public List<Entry> entries() {
      return List.of(this);
    }

    @Override
    public String path() {
      return "model";
    }

    @Override
    public long size() {
      return model.length;
    }

    @Override
    public InputStream open() {
      return new ByteArrayInputStream(model);
    }

    @Override
    public void close() {}
  }
}
