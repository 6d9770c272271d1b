package dev.serin.web;

import dev.serin.base.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/** A client of a server on this machine: real requests, and raw bytes where they must be wrong. */
public final class Client implements AutoCloseable {
  private static final int PATIENCE = 20_000;
  private final HttpClient http = HttpClient.newHttpClient();
  private final int port;

  /** Talks to this port. */
  public Client(int port) {
    this.port = port;
  }

  /** An answer with its body as text. */
  public record Reply(int status, String body, java.net.http.HttpHeaders headers) {
    /** The body as a tree. */
    public Json json() {
      return Json.parse(body, 100);
    }

    /** A member of the body that is a text. */
    public String text(String name) {
      return ((Json.Obj) json()).text(name).orElse("");
    }

    /** A header, empty when there is none. */
    public String header(String name) {
      return headers.firstValue(name).orElse("");
    }
  }

  public Reply get(String path) {
    return send(request(path).GET().build());
  }

  public Reply post(String path, String body, String... headers) {
    return send("POST", path, body.getBytes(StandardCharsets.UTF_8), headers);
  }

  /** Sends any method with a body. */
  public Reply send(String method, String path, byte[] body, String... headers) {
    HttpRequest.Builder request =
        request(path).method(method, HttpRequest.BodyPublishers.ofByteArray(body));
    return send(headers.length == 0 ? request.build() : request.headers(headers).build());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
  }

  /** Sends a request of any form. */
  public Reply send(HttpRequest request) {
    try {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      return new Reply(response.statusCode(), response.body(), response.headers());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  /** Sends raw text and reads all that comes back until the server closes. */
  public String raw(String text) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(PATIENCE);
      OutputStream out = socket.getOutputStream();
      out.write(text.getBytes(StandardCharsets.UTF_8));
      out.flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
