package dev.serin.stories;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** One page in a browser, by its DevTools protocol: what a person sees, presses and types. */
final class Tab implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Set<String> BAD = Set.of("error", "assert");

  private final AtomicInteger numbers = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
  private final List<String> errors = new CopyOnWriteArrayList<>();
  private final WebSocket socket;

  Tab(HttpClient client, URI address) {
    socket = client.newWebSocketBuilder().buildAsync(address, new Heard()).join();
    List.of("Page", "Runtime", "Log").forEach(domain -> ask(domain + ".enable", Jsons.object()));
  }

  /** Collects what the browser says, piece by piece. */
  private final class Heard implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence piece, boolean last) {
      text.append(piece);
      if (last) {
        heard(Jsons.read(text.toString()));
        text.setLength(0);
      }
      from.request(1);
      return CompletableFuture.completedStage(piece);
    }
  }

  private void heard(JsonNode message) {
    if (message.has("id")) {
      waiting.remove(message.path("id").asInt()).complete(message);
      return;
    }
    JsonNode told = message.path("params");
    switch (message.path("method").asText()) {
      case "Runtime.exceptionThrown" -> errors.add(told.path("exceptionDetails").toString());
      case "Runtime.consoleAPICalled" -> {
        if (BAD.contains(told.path("type").asText())) {
          errors.add(told.path("args").toString());
        }
      }
      case "Log.entryAdded" -> {
        if (told.at("/entry/level").asText().equals("error")) {
          errors.add(told.path("entry").toString());
        }
      }
      default -> {}
    }
  }

  private JsonNode ask(String method, ObjectNode parameters) {
    int number = numbers.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    waiting.put(number, answer);
    ObjectNode message = Jsons.object().put("id", number).put("method", method);
    message.set("params", parameters);
    socket.sendText(message.toString(), true).join();
    JsonNode told = answer.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    if (told.has("error")) {
      throw new AssertionError(method + ": " + told.path("error"));
    }
    return told.path("result");
  }

  /** What the browser's console and its own log call errors. */
  List<String> errors() {
    return List.copyOf(errors);
  }

  /** Makes the window so large; a small one is a phone's. */
  void size(int width, int height) {
    ask(
        "Emulation.setDeviceMetricsOverride",
        Jsons.object()
            .put("width", width)
            .put("height", height)
            .put("deviceScaleFactor", 1)
            .put("mobile", width < 500));
  }

  void dark(boolean dark) {
    ObjectNode feature =
        Jsons.object().put("name", "prefers-color-scheme").put("value", dark ? "dark" : "light");
    ObjectNode media = Jsons.object();
    media.putArray("features").add(feature);
    ask("Emulation.setEmulatedMedia", media);
  }

  void open(String address) {
    ask("Page.navigate", Jsons.object().put("url", address));
  }

  /** The value of an expression in the page. */
  JsonNode value(String expression) {
    JsonNode told =
        ask(
            "Runtime.evaluate",
            Jsons.object()
                .put("expression", expression)
                .put("returnByValue", true)
                .put("awaitPromise", true)
                .put("userGesture", true));
    if (told.has("exceptionDetails")) {
      throw new AssertionError(expression + ": " + told.path("exceptionDetails"));
    }
    return told.at("/result/value");
  }

  /** The text of the first element that a selector finds, empty when there is none. */
  String text(String selector) {
    return value("document.querySelector(" + quoted(selector) + ")?.textContent ?? ''").asText();
  }

  /** Waits until an expression in the page is true. */
  void await(String expression) {
    boolean became = Pause.until(PATIENCE, () -> value("Boolean(" + expression + ")").asBoolean());
    if (!became) {
      String page = value("document.body.innerText").asText();
      throw new AssertionError("never: " + expression + "\n" + errors + "\n" + page);
    }
  }

  /** Waits until the first element of a selector has this in its text. */
  void awaitText(String selector, String part) {
    await(
        "document.querySelector(%s)?.textContent.includes(%s)"
            .formatted(quoted(selector), quoted(part)));
  }

  void press(String selector) {
    value("document.querySelector(" + quoted(selector) + ").focus()");
    value("document.querySelector(" + quoted(selector) + ").click()");
  }

  /** Types into what has the focus. */
  void type(String text) {
    ask("Input.insertText", Jsons.object().put("text", text));
  }

  /** Presses a key that is no letter, such as Escape, Tab or Enter. */
  void key(String name, int code) {
    for (String kind : List.of("keyDown", "keyUp")) {
      ask(
          "Input.dispatchKeyEvent",
          Jsons.object()
              .put("type", kind)
              .put("key", name)
              .put("code", name)
              .put("text", name.equals("Enter") && kind.equals("keyDown") ? "\r" : "")
              .put("windowsVirtualKeyCode", code));
    }
  }

  /** What the page keeps after everything that it let go is gone. */
  Kept kept() {
    ask("HeapProfiler.collectGarbage", Jsons.object());
    JsonNode counts = ask("Memory.getDOMCounters", Jsons.object());
    JsonNode heap = ask("Runtime.getHeapUsage", Jsons.object());
    return new Kept(
        counts.path("nodes").asLong(),
        counts.path("jsEventListeners").asLong(),
        heap.path("usedSize").asLong());
  }

  /** Nodes of all documents, those who listen to them, and bytes of the scripts. */
  record Kept(long nodes, long listeners, long bytes) {}

  /** Keeps a picture of the whole page. */
  void picture(Path file) {
    ObjectNode wish = Jsons.object().put("format", "png").put("captureBeyondViewport", true);
    byte[] png =
        Base64.getDecoder()
            .decode(ask("Page.captureScreenshot", clipped(wish)).path("data").asText());
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, png);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private ObjectNode clipped(ObjectNode wish) {
    JsonNode size = ask("Page.getLayoutMetrics", Jsons.object()).path("cssContentSize");
    wish.set(
        "clip",
        Jsons.object()
            .put("x", 0)
            .put("y", 0)
            .put("width", size.path("width").asDouble())
            .put("height", size.path("height").asDouble())
            .put("scale", 1));
    return wish;
  }

  private static String quoted(String text) {
    return Jsons.list().add(text).get(0).toString();
  }

  @Override
  public void close() {
    ask("Page.close", Jsons.object());
    socket.abort();
  }
}
