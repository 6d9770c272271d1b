package dev.serin.facade.canary;

import static dev.serin.facade.canary.CanaryDialect.CANARY;

import dev.serin.training.Order;
import dev.serin.web.Route;
import java.util.List;

/** All routes of this interface. */
public final class CanaryRoutes {
  private CanaryRoutes() {}

  /** The routes; {@code usual} is the training where a form says nothing. */
  public static List<Route> of(CanaryRooms rooms, Order usual) {
    Detector detector = new Detector(rooms.rooms().gateway(), rooms.settings());
    StatusRoute status = new StatusRoute(rooms);
    InferStatus infer = new InferStatus(rooms.settings().inferUrl(), status);
    PairRoute pair = new PairRoute(rooms, detector);
    UploadRoute upload = new UploadRoute(rooms.datasets());
    JobRoutes jobs = new JobRoutes(rooms.jobs(), usual, rooms.settings().imageSide());
    BatchRoutes batch = new BatchRoutes(rooms, detector);
    return List.of(
        Route.get("/model-status", CANARY, status::status),
        Route.get("/infer-status", CANARY, infer::status),
        Route.post("/predict", CANARY, pair::predict),
        Route.post("/batch_predict", CANARY, batch::predict),
        Route.get("/files/{name}", CANARY, batch::file),
        Route.post("/upload-dataset", CANARY, upload::upload),
        Route.post("/trigger-train", CANARY, jobs::trigger),
        Route.get("/job-status/{name}", CANARY, jobs::status),
        Route.get("/job-logs/{name}", CANARY, jobs::logs),
        Route.delete("/job-status/{name}", CANARY, jobs::cancel));
  }
}
