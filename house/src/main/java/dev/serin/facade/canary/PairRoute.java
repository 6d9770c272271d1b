package dev.serin.facade.canary;

import dev.serin.base.Json;
import dev.serin.base.ModelName;
import dev.serin.base.Problem;
import dev.serin.serving.Gateway;
import dev.serin.web.Answer;
import dev.serin.web.Ask;
import dev.serin.web.Multipart;
import java.io.ByteArrayInputStream;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** What was damaged between two images: the boxes, and the second image with the boxes on it. */
final class PairRoute {
  private static final List<String> FILES = List.of("pre_disaster", "post_disaster");
  private final Gateway gateway;
  private final Choice choice;
  private final Detector detector;

  PairRoute(CanaryRooms rooms, Detector detector) {
    this.gateway = rooms.rooms().gateway();
    this.choice = new Choice(rooms);
    this.detector = detector;
  }

  Answer predict(Ask ask) {
    ModelName model = choice.model(ask, detector::fits).orElseThrow(PairRoute::nothing);
    try (Detector.Seat _ = detector.seat(ask.declared(), ask.deadline())) {
      return predicted(ask, model, files(ask, ask.body()));
    }
  }

  private Answer predicted(Ask ask, ModelName model, Map<String, byte[]> files) {
    Optional<String> missing = FILES.stream().filter(name -> !files.containsKey(name)).findFirst();
    if (missing.isPresent()) {
      return CanaryDialect.field(missing.get(), "Field required", "FILE_MISSING");
    }
    var images = new Detector.Images(files.get(FILES.get(0)), files.get(FILES.get(1)));
    var wish = Detector.Wish.of(gateway, model, ask, Optional.empty());
    return answer(ask, detector.found(wish, images));
  }

  private static Problem.Raised nothing() {
    return new Problem.Raised(
        new Problem.Unknown("MODEL_NOT_ACTIVE", "no model for pairs of images is active"));
  }

  private static Map<String, byte[]> files(Ask ask, byte[] body) {
    Map<String, byte[]> files = new HashMap<>();
    if (Multipart.of(ask)) {
      Multipart form = Multipart.of(ask, new ByteArrayInputStream(body));
      for (var part = form.next(); part.isPresent(); part = form.next()) {
        if (FILES.contains(part.get().name())) {
          files.put(part.get().name(), part.get().bytes(body.length));
        }
      }
    }
    return files;
  }

  private static Answer answer(Ask ask, Detector.Found found) {
    List<Json.Obj> boxes =
        found.boxes().stream()
            .map(box -> Json.Obj.of("cls", box.cls(), "conf", box.conf(), "xyxy", box.corners()))
            .toList();
    SequencedMap<String, Object> members = new LinkedHashMap<>();
    members.put("detections", boxes);
    members.put("overlay_png_base64", Base64.getEncoder().encodeToString(found.overlay()));
    members.put("model_used", found.by().arm());
    members.put("model_version", String.valueOf(found.by().version()));
    members.put("request_id", ask.id());
    if (found.by().failover()) {
      members.put("failover", true);
    }
    return Answer.ok(Json.of(members)).by(found.by());
  }
}
