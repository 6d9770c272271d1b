package dev.serin.app;

import dev.serin.base.Problem;
import dev.serin.registry.ModelVersion;
import dev.serin.registry.RegisteredModel;
import dev.serin.serving.LoadState;
import dev.serin.serving.ModelStatus;
import dev.serin.source.SyncStatus;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Signature;
import dev.serin.tensor.TensorSpec;
import dev.serin.web.Paths;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a start says: the address, a line for each model, and a call to paste. */
record Catalogue(House house, Settings settings) {
  private static final int MOST_VALUES = 16;

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("Serin %s on %s".formatted(Main.VERSION, address()));
    lines.add("  data in " + settings.data() + folder());
    List<List<String>> rows = rows();
    if (rows.size() > 1) {
      lines.add("");
      lines.addAll(aligned(rows));
    } else {
      lines.add("  no models yet: drop files into the folder, or ./serin push FILE --name N");
    }
    lines.addAll(notes());
    example().ifPresent(call -> lines.addAll(List.of("", "Try:", "  " + call)));
    return lines;
  }

  private String address() {
    String host =
        settings.http().publicHost().isBlank()
            ? settings.http().host()
            : settings.http().publicHost();
    return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + house.port();
  }

  private String folder() {
    return settings
        .folder()
        .map(
            folder ->
                ", models from %s; a changed file: %s"
                    .formatted(folder, settings.onChange().name().toLowerCase(Locale.ROOT)))
        .orElse(", no folder is watched");
  }

  private List<List<String>> rows() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("MODEL", "FORMAT", "TAKES", "GIVES", "STATE", "CALL"));
    for (RegisteredModel model : house.records().registry().image().models().values()) {
      Optional<ModelVersion> shown = model.alias("champion").or(model::latest);
      if (shown.isPresent()) {
        rows.add(row(model, shown.get()));
      }
    }
    return rows;
  }

  private List<String> row(RegisteredModel model, ModelVersion version) {
    Signature signature = version.signature();
    return List.of(
        model.name().text(),
        version.format(),
        takes(signature),
        gives(signature),
        state(model, version),
        "POST /v2/models/" + Paths.encoded(model.name().text()) + "/infer");
  }

  private static String takes(Signature signature) {
    return signature.columns().isEmpty()
        ? signature.inputs().stream().map(Catalogue::brief).collect(Collectors.joining(", "))
        : signature.columns().size() + " columns";
  }

  private static String gives(Signature signature) {
    String outputs = String.join(", ", signature.defaults());
    return signature.labels().isEmpty() ? outputs : outputs + " of " + signature.labels().size();
  }

  private static String brief(TensorSpec spec) {
    return spec.type()
        + spec.shape().stream()
            .map(size -> size == -1 ? "n" : size.toString())
            .collect(Collectors.joining(",", "[", "]"));
  }

  private String state(RegisteredModel model, ModelVersion version) {
    Optional<ModelStatus> status = house.work().reconciler().status(model.name());
    if (status.isEmpty() || !status.get().wanted()) {
      return "inactive";
    }
    LoadState state =
        status.get().versions().getOrDefault(version.number(), new LoadState.Unloaded());
    return switch (state) {
      case LoadState.Available _ -> "active, version " + version.number();
      case LoadState.Loading _ -> "loading";
      case LoadState.Failed(Problem problem) -> "failed: " + problem.code();
      case LoadState.Unloaded _, LoadState.Unloading _ -> "not loaded yet";
    };
  }

  /** Files that were refused, models whose files are gone, folders that cannot be read. */
  private List<String> notes() {
    List<String> notes = new ArrayList<>();
    for (SyncStatus source : house.sources()) {
      source.unreachable().ifPresent(why -> notes.add("  source unreachable: " + why));
      source.lines().stream()
          .filter(line -> line.problem().isPresent())
          .map(line -> "  refused " + line.path() + ": " + line.problem().get().message())
          .forEach(notes::add);
    }
    house.records().registry().image().models().values().stream()
        .flatMap(model -> model.latest().stream())
        .filter(version -> version.origin().startsWith("directory:") && !watched(version))
        .map(
            version ->
                "  %s stays as it was: its file %s is in no folder that is watched now"
                    .formatted(version.model(), version.origin().substring("directory:".length())))
        .forEach(notes::add);
    return notes;
  }

  private boolean watched(ModelVersion version) {
    return house.sources().stream()
        .anyMatch(source -> version.origin().startsWith(source.source() + "/"));
  }

  private static List<String> aligned(List<List<String>> rows) {
    int columns = rows.getFirst().size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    return rows.stream()
        .map(
            row ->
                Stream.iterate(0, i -> i < columns, i -> i + 1)
                    .map(i -> ("%-" + widths[i] + "s").formatted(row.get(i)))
                    .collect(Collectors.joining("  ", "  ", ""))
                    .stripTrailing())
        .toList();
  }

  /** A call of the active model with the smallest input of numbers. */
  private Optional<String> example() {
    return house.records().registry().image().models().values().stream()
        .filter(
            model ->
                house
                    .work()
                    .reconciler()
                    .status(model.name())
                    .flatMap(ModelStatus::routed)
                    .isPresent())
        .flatMap(model -> model.alias("champion").stream())
        .filter(version -> version.signature().columns().isEmpty())
        .filter(version -> version.signature().inputs().size() == 1)
        .min(Comparator.comparingLong(version -> values(version.signature())))
        .filter(version -> values(version.signature()) <= MOST_VALUES)
        .map(this::call);
  }

  private static long values(Signature signature) {
    TensorSpec input = signature.inputs().getFirst();
    return input.type() == DataType.BYTES
        ? Long.MAX_VALUE
        : input.shape().stream()
            .mapToLong(size -> Math.max(1, size))
            .reduce(1, Math::multiplyExact);
  }

  private String call(ModelVersion version) {
    TensorSpec input = version.signature().inputs().getFirst();
    String shape =
        input.shape().stream()
            .map(size -> Long.toString(Math.max(1, size)))
            .collect(Collectors.joining(","));
    String data =
        Stream.generate(() -> "1")
            .limit(values(version.signature()))
            .collect(Collectors.joining(","));
    return ("curl -s %s/v2/models/%s/infer -d '{\"id\":\"1\",\"inputs\":[{\"name\":\"%s\","
            + "\"shape\":[%s],\"datatype\":\"%s\",\"data\":[%s]}]}'")
        .formatted(
            address(),
            Paths.encoded(version.model().text()),
            input.name(),
            shape,
            input.type(),
            data);
  }
}
