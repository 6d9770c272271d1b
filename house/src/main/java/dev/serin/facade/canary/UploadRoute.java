package dev.serin.facade.canary;

import dev.serin.base.Json;
import dev.serin.training.Datasets;
import dev.serin.web.Answer;
import dev.serin.web.Ask;
import dev.serin.web.Multipart;
import java.util.Optional;

/** Takes data to train with. */
final class UploadRoute {
  private static final int BAD_REQUEST = 400;
  private static final String FILE = "file";
  private final Datasets datasets;

  UploadRoute(Datasets datasets) {
    this.datasets = datasets;
  }

  Answer upload(Ask ask) {
    if (Multipart.of(ask)) {
      Multipart form = Multipart.of(ask, ask.upload());
      for (var part = form.next(); part.isPresent(); part = form.next()) {
        Optional<String> name = part.get().file().filter(it -> !it.isEmpty());
        if (part.get().name().equals(FILE) && name.isPresent()) {
          Datasets.Kept kept = datasets.keep(name.get(), part.get().content());
          return Answer.ok(
              Json.Obj.of(
                  "status",
                  "ok",
                  "path",
                  "/data/raw/" + kept.name(),
                  "sha256",
                  kept.digest().hex(),
                  "bytes",
                  kept.bytes()));
        }
      }
    }
    return Answer.json(BAD_REQUEST, Json.Obj.of("error", "No file uploaded"));
  }
}
