package dev.serin.web;

import dev.serin.base.Json;
import dev.serin.base.Problem;
import dev.serin.codec.Columns;
import dev.serin.codec.InferenceAnswer;
import dev.serin.codec.InferenceRequest;
import dev.serin.codec.InferenceV2;
import dev.serin.serving.Call;
import dev.serin.serving.Gateway;
import dev.serin.serving.Prediction;
import dev.serin.tensor.Signature;
import java.util.List;
import java.util.Optional;

/** Predictions by V2: tensors in JSON, or CSV for models whose columns have names. */
final class InferRoutes {
  private static final String JSON_LENGTH = "Inference-Header-Content-Length";
  private final Rooms rooms;
  private final InferenceV2 codec;

  InferRoutes(Rooms rooms) {
    this.rooms = rooms;
    this.codec = rooms.v2();
  }

  List<Route> routes() {
    return List.of(
        Route.post("/v2/models/{m}/infer", V2Dialect.V2, this::infer),
        Route.post("/v2/models/{m}/versions/{v}/infer", V2Dialect.V2, this::infer));
  }

  private Answer infer(Ask ask) {
    Optional<String> version = ask.has("v") ? Optional.of(ask.parameter("v")) : Optional.empty();
    Gateway.Wish wish = rooms.wish(ask, version);
    try (Call call = rooms.gateway().call(ask.model(), wish, ask.deadline())) {
      InferenceRequest request = read(ask, call.signature());
      Prediction prediction = call.predict(request.inputs(), request.outputs());
      String id = request.id().isEmpty() ? ask.id() : request.id();
      InferenceAnswer answer =
          new InferenceAnswer(
              prediction.model().text(),
              prediction.version(),
              id,
              parameters(prediction),
              prediction.outputs());
      return Answer.ok(codec.write(answer)).by(prediction);
    }
  }

  /** Which arm answered, while there are two. */
  private Json.Obj parameters(Prediction prediction) {
    return rooms.twoArms(prediction.model())
        ? Json.Obj.of("model_used", prediction.arm(), "failover", prediction.failover())
        : Json.Obj.of();
  }

  private InferenceRequest read(Ask ask, Signature signature) {
    byte[] body = ask.body();
    Optional<String> json = ask.header(JSON_LENGTH);
    if (json.isPresent() && !json.get().strip().equals(String.valueOf(body.length))) {
      throw new Problem.Raised(
          new Problem.Invalid(
              "BINARY_UNSUPPORTED",
              JSON_LENGTH,
              "binary tensors are not taken here: send all tensors as 'data' in the JSON"));
    }
    return ask.type().equals("text/csv")
        ? InferenceRequest.of(Columns.of(signature).csv(body))
        : codec.read(body, signature);
  }
}
