package dev.serin.facade.tool;

import dev.serin.base.Json;
import dev.serin.base.Problem;
import dev.serin.codec.BareInput;
import dev.serin.codec.JsonWriter;
import dev.serin.serving.Call;
import dev.serin.serving.Gateway;
import dev.serin.serving.Prediction;
import dev.serin.tensor.Signature;
import dev.serin.tensor.Tensor;
import dev.serin.web.Answer;
import dev.serin.web.Ask;
import dev.serin.web.Rooms;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Predictions of the tool: {@code {"input": …}} in, the prediction in nested lists out. */
final class PredictRoute {
  private static final int BAD_REQUEST = 400;
  private static final int NOT_FOUND = 404;
  private final Rooms rooms;
  private final BareInput codec;
  private final boolean literalNonfinite;

  PredictRoute(Rooms rooms) {
    this.rooms = rooms;
    this.codec = rooms.bare();
    this.literalNonfinite = rooms.v2().literalNonfinite();
  }

  Answer predict(Ask ask) {
    Gateway.Wish wish = rooms.wish(ask, Optional.empty());
    try (Call call = rooms.gateway().call(ask.model(), wish, ask.deadline())) {
      return predicted(ask, call);
    } catch (Problem.Raised raised) {
      if (raised.problem() instanceof Problem.Unknown unknown) {
        return inactive(ask, unknown);
      }
      throw raised;
    }
  }

  private Answer predicted(Ask ask, Call call) {
    try {
      List<Tensor> inputs = codec.read(ask.body(), call.signature());
      Prediction prediction = call.predict(inputs, Set.of());
      return Answer.ok(body(prediction)).by(prediction);
    } catch (Problem.Raised raised) {
      if (raised.problem() instanceof Problem.Invalid invalid) {
        return failed(ask, call.signature(), invalid).by(call.version().number(), call.arm());
      }
      throw raised;
    }
  }

  private byte[] body(Prediction prediction) {
    JsonWriter out = new JsonWriter(literalNonfinite);
    out.raw("{\"status\":\"success\",\"destination\":\"none\",\"prediction\":");
    List<Tensor> outputs = prediction.outputs();
    if (outputs.size() == 1) {
      out.nested(outputs.getFirst());
    } else {
      String separator = "{";
      for (Tensor output : outputs) {
        out.raw(separator).text(output.name()).raw(":").nested(output);
        separator = ",";
      }
      out.raw("}");
    }
    out.raw(",\"model_version\":\"").whole(prediction.version());
    out.raw("\",\"model_used\":").text(prediction.arm());
    return out.raw(prediction.failover() ? ",\"failover\":true}" : "}").bytes();
  }

  private static Answer failed(Ask ask, Signature signature, Problem.Invalid problem) {
    return Answer.json(
        BAD_REQUEST,
        Json.Obj.of(
            "model", ask.parameter("m"),
            "status", "error",
            "error", problem.message(),
            "expected_input", ModelInfo.expected(signature),
            "code", problem.code(),
            "field", problem.field()));
  }

  private static Answer inactive(Ask ask, Problem.Unknown problem) {
    return Answer.json(
        NOT_FOUND,
        Json.Obj.of(
            "error", "Model '" + ask.parameter("m") + "' not active",
            "code", problem.code(),
            "reason", problem.message()));
  }
}
