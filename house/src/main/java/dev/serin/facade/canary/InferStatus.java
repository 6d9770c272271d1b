package dev.serin.facade.canary;

import dev.serin.base.Json;
import dev.serin.base.Problem;
import dev.serin.web.Answer;
import dev.serin.web.Ask;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** The status of the inference service: this server's own, or that of the one that is set. */
final class InferStatus {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int DEPTH = 32;
  private static final int LONGEST = 1 << 20;
  private static final int BAD_GATEWAY = 502;
  private final Optional<URI> elsewhere;
  private final StatusRoute own;

  InferStatus(Optional<URI> elsewhere, StatusRoute own) {
    this.elsewhere = elsewhere;
    this.own = own;
  }

  Answer status(Ask ask) {
    return elsewhere.isEmpty() ? own.status(ask) : asked(elsewhere.get());
  }

  private static Answer asked(URI base) {
    URI address = URI.create(base.toString().replaceAll("/+$", "") + "/model-status");
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
      HttpResponse<InputStream> response =
          client.send(
              HttpRequest.newBuilder(address).timeout(PATIENCE).build(),
              HttpResponse.BodyHandlers.ofInputStream());
      try (var body = response.body()) {
        return Answer.json(response.statusCode(), Json.parse(body.readNBytes(LONGEST), DEPTH));
      }
    } catch (IOException | Problem.Raised silent) {
      String text = "the inference service at " + base + " does not answer";
      return CanaryDialect.error(BAD_GATEWAY, text, "INFER_UNREACHABLE");
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", stopped);
    }
  }
}
