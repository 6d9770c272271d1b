package dev.serin.stories;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;

/** One model of a server, whose versions have to prove themselves. Any thread. */
final class OnTrial {
  /**
   * A window of six seconds instead of three minutes, and all else as short. Latency is looked at
   * alone: other models of the same server are busy, and microseconds tell that too.
   */
  static final String QUICK =
      "\"window\":\"6s\",\"maxWindow\":\"12s\",\"bake\":{\"duration\":\"4s\"},"
          + "\"latency\":{\"action\":\"observe\"}";

  private static final Duration LONG = Duration.ofSeconds(90);
  private static final AtomicInteger STAMPS = new AtomicInteger();
  private final Serin serin;
  private final String model;

  private OnTrial(Serin serin, String model) {
    this.serin = serin;
    this.model = model;
  }

  /** A new model that answers steadily with its version 1. */
  static OnTrial of(Serin serin, String model) {
    OnTrial made = new OnTrial(serin, model);
    assertThat(made.upload("steady")).isEqualTo("1");
    made.champion("1");
    serin.post(made.path("/activate")).fine();
    return made;
  }

  /** A model that is there already, such as after a restart. */
  static OnTrial again(Serin serin, String model) {
    return new OnTrial(serin, model);
  }

  String path(String rest) {
    return "/serin/v1/models/" + Serin.segment(model) + rest;
  }

  String model() {
    return model;
  }

  /** Registers a file of {@code fixtures/canary-models}, never twice the same bytes. */
  String upload(String name) {
    Serin.Answer answer = serin.post(path("/versions?file=model.onnx"), stamped(name));
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    return answer.json().path("version").asText();
  }

  /** The file with another doc_string at its end; of a field that stands twice the last counts. */
  static byte[] stamped(String name) {
    byte[] stamp = ("stamp " + STAMPS.incrementAndGet()).getBytes(StandardCharsets.UTF_8);
    Path file = Commands.top().resolve("fixtures/canary-models").resolve(name + ".onnx");
    try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
      out.write(Files.readAllBytes(file));
      out.write(0x32); // field 6, a text
      out.write(stamp.length);
      out.write(stamp);
      return out.toByteArray();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  Serin.Answer champion(String version) {
    return serin.put(path("/aliases/champion"), "{\"version\":\"" + version + "\"}");
  }

  /** Begins a roll-out under a policy (the members of a JSON object) and gives its id. */
  String start(String version, String policy) {
    Serin.Answer answer = starting(version, policy, "");
    assertThat(answer.status()).as(answer.body()).isEqualTo(202);
    return answer.json().path("id").asText();
  }

  Serin.Answer starting(String version, String policy, String more) {
    return serin.post(
        path("/rollouts"),
        "{\"version\":\"" + version + "\",\"policy\":{" + policy + "}" + more + "}");
  }

  static String one(String id) {
    return "/serin/v1/rollouts/" + id;
  }

  JsonNode rollout(String id) {
    return serin.get(one(id)).fine();
  }

  String state(String id) {
    return rollout(id).path("state").asText();
  }

  /** Waits until the roll-out is in one of these states. */
  JsonNode until(String id, String... states) {
    Set<String> wanted = Set.of(states);
    boolean there = Pause.until(LONG, () -> wanted.contains(state(id)));
    JsonNode now = rollout(id);
    assertThat(there).as(() -> "wanted " + wanted + ", is " + now + "\n" + serin.output()).isTrue();
    return now;
  }

  /** Acts on a roll-out with a reason. */
  Serin.Answer act(String id, String what, String more, String... headers) {
    return serin.change(
        "POST", one(id) + "/" + what, "{\"reason\":\"the story\"" + more + "}", headers);
  }

  /** The facts of a roll-out, oldest first. */
  List<JsonNode> facts(String id) {
    JsonNode events = serin.get(one(id) + "/audit").fine().path("events");
    return StreamSupport.stream(events.spliterator(), false).toList();
  }

  List<String> types(String id) {
    return facts(id).stream().map(fact -> fact.path("type").asText()).toList();
  }

  /** Makes every automatic decision again from what was recorded with it. */
  void proved(String id) {
    JsonNode proof = serin.get(one(id) + "/audit?verify=true").fine();
    assertThat(proof.path("valid").asBoolean()).as(proof::toString).isTrue();
  }

  /** Which version is champion. */
  String champion() {
    return serin.get(path("")).fine().path("aliases").path("champion").asText();
  }

  /** Asks once, by V2. */
  Serin.Answer ask(double x0) {
    return serin.post("/v2/models/" + Serin.segment(model) + "/infer", Clients.body(x0));
  }
}
