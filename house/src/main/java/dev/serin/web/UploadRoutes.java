package dev.serin.web;

import dev.serin.artifact.DiskBundle;
import dev.serin.base.Json;
import dev.serin.base.ModelName;
import dev.serin.base.Problem;
import dev.serin.registry.ModelVersion;
import dev.serin.registry.Registration;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * New versions by upload: the body is a model file, or a tar of a model folder. It is put down in
 * the spool, registered from there, and removed again.
 */
final class UploadRoutes {
  private static final Set<String> TAR = Set.of("application/x-tar", "application/tar");
  private static final int CREATED = 201;
  private final Registration registration;
  private final Path spool;

  UploadRoutes(Rooms rooms) {
    this.registration = rooms.registration();
    this.spool = rooms.spool();
  }

  List<Route> routes() {
    return List.of(Route.post("/serin/v1/models/{m}/versions", OwnDialect.OWN, this::upload));
  }

  private Answer upload(Ask ask) {
    ModelName model = new ModelName(ask.parameter("m"));
    try {
      Path folder = Files.createTempDirectory(Files.createDirectories(spool), "upload-");
      try {
        return registered(ask, model, received(ask, folder));
      } finally {
        remove(folder);
      }
    } catch (IOException | UncheckedIOException failed) {
      throw new Problem.Raised(
          new Problem.Full("SPOOL_UNWRITABLE", "the upload could not be put down"), failed);
    }
  }

  private static Path received(Ask ask, Path folder) throws IOException {
    String name = ask.query("file").orElse("model");
    if (name.isBlank() || name.contains("/") || name.contains("\\") || name.startsWith(".")) {
      throw new Problem.Raised(
          new Problem.Invalid("FILE_NAME", "file", "'" + name + "' is no plain file name"));
    }
    Path target = folder.resolve(name);
    try (InputStream in = ask.upload()) {
      if (TAR.contains(ask.type())) {
        return new Tar(in, target).unpack();
      }
      if (Files.copy(in, target) == 0) {
        throw new Problem.Raised(
            new Problem.Invalid("BODY_EMPTY", "body", "the body is the model file, or a tar"));
      }
      return target;
    }
  }

  private Answer registered(Ask ask, ModelName model, Path file) {
    try (DiskBundle bundle = DiskBundle.of(file)) {
      Registration.Registered registered =
          registration.register(
              ask.actor(), model, bundle, bundle.golden(), "upload:" + bundle.name());
      ModelVersion version = registered.version();
      Json.Obj body =
          Json.Obj.of(
              "model", model.text(),
              "version", String.valueOf(version.number()),
              "digest", version.artifact().hex(),
              "format", version.format(),
              "created", registered.created(),
              "signature", Descriptions.signature(version.signature()));
      return registered.created() ? Answer.json(CREATED, body) : Answer.ok(body);
    }
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
