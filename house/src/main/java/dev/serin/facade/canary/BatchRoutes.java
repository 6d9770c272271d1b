package dev.serin.facade.canary;

import dev.serin.base.Deadline;
import dev.serin.base.Json;
import dev.serin.base.ModelName;
import dev.serin.base.Problem;
import dev.serin.web.Answer;
import dev.serin.web.Ask;
import dev.serin.web.Multipart;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Many pairs at once: a zip of images in, a zip of overlays out, all by one version. */
final class BatchRoutes {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd_HHmmss").withZone(ZoneOffset.UTC);
  private static final Pattern NAME = Pattern.compile("batch_\\d{8}_\\d{6}(_\\d{1,3})?\\.zip");
  private static final int BAD_REQUEST = 400;
  private static final int OK = 200;
  private static final long MOST_BYTES = 256L << 20;

  private final CanaryRooms rooms;
  private final Choice choice;
  private final Detector detector;
  private final Path folder;

  BatchRoutes(CanaryRooms rooms, Detector detector) {
    this.rooms = rooms;
    this.choice = new Choice(rooms);
    this.detector = detector;
    this.folder = rooms.settings().predictions();
  }

  Answer predict(Ask ask) {
    ModelName model =
        choice
            .model(ask, detector::fits)
            .orElseThrow(
                () ->
                    new Problem.Raised(
                        new Problem.Unknown(
                            "MODEL_NOT_ACTIVE", "no model for pairs of images is active")));
    try {
      Files.createDirectories(folder);
      Path zip = Files.createTempFile(folder, ".upload", "");
      try {
        return received(ask, zip) ? answered(ask, model, zip) : missing();
      } finally {
        Files.deleteIfExists(zip);
      }
    } catch (IOException failure) {
      throw new Problem.Raised(
          new Problem.Full("STORAGE_UNWRITABLE", "the batch cannot be put down: " + failure),
          failure);
    }
  }

  private static Answer missing() {
    return CanaryDialect.field("zipfile", "Field required", "FILE_MISSING");
  }

  private static boolean received(Ask ask, Path zip) throws IOException {
    if (Multipart.of(ask)) {
      Multipart form = Multipart.of(ask, ask.upload());
      for (var part = form.next(); part.isPresent(); part = form.next()) {
        if (part.get().name().equals("zipfile")) {
          try (InputStream in = part.get().content()) {
            Files.copy(in, zip, StandardCopyOption.REPLACE_EXISTING);
          }
          return true;
        }
      }
    }
    return false;
  }

  private Answer answered(Ask ask, ModelName model, Path zip) throws IOException {
    try (ImageZip images = ImageZip.open(zip)) {
      List<Pairing.Pair> pairs = Pairing.of(images.names());
      if (pairs.isEmpty()) {
        return Answer.json(BAD_REQUEST, Json.Obj.of("error", "No post/pre image pairs matched."));
      }
      Path work = Files.createTempFile(folder, ".batch", "");
      try {
        Work done = new Work(ask, model, images);
        done.write(pairs, work);
        String name = place(work);
        return done.answer(name);
      } finally {
        Files.deleteIfExists(work);
      }
    }
  }

  private String place(Path work) throws IOException {
    String stamp = "batch_" + STAMP.format(rooms.clock().instant());
    for (int i = 1; ; i++) {
      String name = stamp + (i == 1 ? "" : "_" + i) + ".zip";
      try {
        Files.createLink(folder.resolve(name), work); // unlike a move it never replaces another
        return name;
      } catch (FileAlreadyExistsException taken) {
        if (i == 999) {
          throw taken;
        }
      }
    }
  }

  /** One batch on its way. */
  private final class Work {
    private final Ask ask;
    private final ModelName model;
    private final ImageZip images;
    private final List<Json> failed = new ArrayList<>();
    private Optional<Detector.Found> last = Optional.empty();
    private int done;
    private long bytes;

    Work(Ask ask, ModelName model, ImageZip images) {
      this.ask = ask;
      this.model = model;
      this.images = images;
    }

    void write(List<Pairing.Pair> pairs, Path file) throws IOException {
      try (ZipOutputStream out =
          new ZipOutputStream(Files.newOutputStream(file, StandardOpenOption.WRITE))) {
        out.setLevel(0); // PNG is compressed already
        for (Pairing.Pair pair : pairs) {
          one(pair, out);
        }
      }
    }

    private void one(Pairing.Pair pair, ZipOutputStream out) throws IOException {
      try {
        byte[] overlay = found(pair).overlay();
        bytes += overlay.length;
        if (bytes > MOST_BYTES) {
          throw new Problem.Raised(
              new Problem.TooLarge(
                  "BATCH_TOO_LARGE", "the overlays have more than " + MOST_BYTES + " bytes"));
        }
        out.putNextEntry(new ZipEntry(pair.after().replaceAll("\\.\\w+$", "") + "_overlay.png"));
        out.write(overlay);
        out.closeEntry();
        done++;
      } catch (Problem.Raised raised) {
        if (!(raised.problem() instanceof Problem.Invalid invalid)) {
          throw raised;
        }
        failed.add(Json.Obj.of("name", pair.after(), "error", invalid.message()));
      }
    }

    private Detector.Found found(Pairing.Pair pair) {
      Optional<String> same = last.map(it -> String.valueOf(it.by().version()));
      var wish =
          Detector.Wish.of(rooms.rooms().gateway(), model, ask, same)
              .until(Deadline.in(rooms.settings().deadline()));
      var files = new Detector.Images(images.read(pair.before()), images.read(pair.after()));
      Detector.Found found = detector.found(wish, files);
      last = Optional.of(found);
      return found;
    }

    Answer answer(String name) {
      Answer answer =
          Answer.ok(
              Json.Obj.of(
                  "status",
                  "success",
                  "num_pairs",
                  done,
                  "download_url",
                  "/files/" + name,
                  "failed",
                  failed));
      return last.map(it -> answer.by(it.by())).orElse(answer);
    }
  }

  Answer file(Ask ask) {
    String name = ask.parameter("name");
    Path file = folder.resolve(NAME.matcher(name).matches() ? name : "none");
    if (!Files.isRegularFile(file)) {
      throw new Problem.Raised(new Problem.Unknown("FILE_UNKNOWN", "there is no such file"));
    }
    try {
      return new Answer(OK, "application/zip", Files.readAllBytes(file), Map.of());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
