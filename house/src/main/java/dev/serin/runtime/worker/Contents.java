package dev.serin.runtime.worker;

import dev.serin.artifact.Bundle;
import dev.serin.artifact.Manifest;
import dev.serin.base.Digest;
import dev.serin.base.Json;
import dev.serin.base.Problem;
import dev.serin.reader.Yaml;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All bytes of a model, kept because a worker that is started again needs them again; their digest
 * is of the bytes that are kept, so what was allowed is what is sent.
 */
record Contents(String name, boolean folder, List<File> files, Digest digest) {
  private static final int JSON_DEPTH = 100;

  /** One file. */
  record File(String path, byte[] bytes) {}

  Contents {
    files = List.copyOf(files);
  }

  /** Reads the bundle; raises {@code Refused} LIMIT_EXCEEDED beyond {@code most} bytes. */
  static Contents of(Bundle bundle, long most) {
    long total = bundle.entries().stream().mapToLong(Bundle.Entry::size).sum();
    if (total > Math.min(most, Integer.MAX_VALUE - 8)) {
      throw Refusal.of(
          "LIMIT_EXCEEDED",
          bundle.name(),
          "the model has " + total + " bytes, a worker takes " + most,
          "raise runtime.worker.memory to more than twice the size of the model");
    }
    List<File> files = new ArrayList<>();
    List<Manifest.File> listed = new ArrayList<>();
    for (Bundle.Entry entry : bundle.entries()) {
      byte[] bytes = bytes(entry, most);
      files.add(new File(entry.path(), bytes));
      listed.add(new Manifest.File(entry.path(), bytes.length, Digest.of(bytes)));
    }
    Digest digest = Manifest.of(bundle.name(), bundle.folder(), listed).digest();
    return new Contents(bundle.name(), bundle.folder(), files, digest);
  }

  private static byte[] bytes(Bundle.Entry entry, long most) {
    try (InputStream in = entry.open()) {
      return in.readNBytes((int) Math.min(most, Integer.MAX_VALUE - 8));
    } catch (IOException unreadable) {
      throw new Problem.Raised(
          new Problem.Refused(
              "UNREADABLE",
              entry.path(),
              "it cannot be read: " + unreadable,
              "offer the file again when it can be read"),
          unreadable);
    }
  }

  long bytes() {
    return files.stream().mapToLong(file -> file.bytes().length).sum();
  }

  /** What MLmodel says, where the folder is MLflow's and can be run by Python. */
  Optional<Json.Obj> mlflow() {
    return text("MLmodel")
        .map(text -> Yaml.parse(text, "MLmodel"))
        .filter(Json.Obj.class::isInstance)
        .map(Json.Obj.class::cast)
        .filter(
            model ->
                model
                    .object("flavors")
                    .flatMap(flavors -> flavors.object("python_function"))
                    .flatMap(python -> python.text("loader_module"))
                    .isPresent());
  }

  /** The member {@code worker} of {@code serin.json}. */
  Optional<Json.Obj> declared() {
    return text(Declared.FILE)
        .map(text -> Json.parse(text, JSON_DEPTH))
        .filter(Json.Obj.class::isInstance)
        .flatMap(json -> ((Json.Obj) json).object("worker"));
  }

  private Optional<String> text(String path) {
    return files.stream()
        .filter(file -> folder && file.path().equals(path))
        .findFirst()
        .map(file -> new String(file.bytes(), StandardCharsets.UTF_8));
  }
}
