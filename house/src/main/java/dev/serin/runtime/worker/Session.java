package dev.serin.runtime.worker;

import dev.serin.base.Json;
import dev.serin.base.Problem;
import dev.serin.tensor.Tensor;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * One worker that has loaded its model. The first thing that it hears is what to shut off, and
 * nothing of the model is sent before it has proved that. One thread at a time.
 */
final class Session implements AutoCloseable {
  private final Channel channel;
  private final String python;
  private final boolean rooted;
  private final Description description;
  private long calls;

  private Session(Channel channel, Start start) throws IOException {
    this.channel = channel;
    this.python = start.python();
    this.rooted = isolated(start);
    description = loaded(start);
  }

  /** What a start needs beside the channel: the first frame, the model, how long it may take. */
  record Start(
      Json.Obj shutOff, Contents contents, String python, Duration within, LongSupplier nanos) {}

  /**
   * Shuts the worker off and loads the model; the channel is closed when that fails.
   *
   * @throws Problem.Raised {@code Refused} WORKER_ISOLATION, WORKER_PACKAGE_MISSING, WORKER_LOAD,
   *     WORKER_MEMORY, SIGNATURE_MISSING
   */
  static Session open(Channel channel, Start start) {
    boolean good = false;
    try {
      Session session = new Session(channel, start);
      good = true;
      return session;
    } catch (IOException ended) {
      throw new Problem.Raised(
          Refusal.of(
                  "WORKER_LOAD",
                  start.contents().name(),
                  "the worker did not start: " + ended.getMessage(),
                  "see the log of the server; runtime.worker.memory and"
                      + " runtime.worker.start-timeout bound a start")
              .problem(),
          ended);
    } finally {
      if (!good) {
        channel.close();
      }
    }
  }

  private boolean isolated(Start start) throws IOException {
    channel.send(Frame.of(start.shutOff()));
    Json.Obj reply = awaited(start.within()).header();
    fail(reply, start);
    Json.Obj facts =
        reply.object("isolation").orElseThrow(() -> Refusal.isolation("it does not say how"));
    for (String fact : List.of("network", "files", "processes", "user")) {
      if (!holds(facts, fact)) {
        throw Refusal.isolation("not shut off: " + fact);
      }
    }
    return holds(facts, "rooted");
  }

  private static boolean holds(Json.Obj facts, String fact) {
    return facts.member(fact).filter(new Json.Bool(true)::equals).isPresent();
  }

  private Description loaded(Start start) throws IOException {
    Contents contents = start.contents();
    long end = start.nanos().getAsLong() + start.within().toNanos();
    for (Contents.File file : contents.files()) {
      Json.Obj header =
          Json.Obj.of(
              "op", "file", "id", ++calls, "folder", contents.folder(), "path", file.path());
      channel.send(new Frame(header, file.bytes()));
      fail(answer(left(start, end)).header(), start);
    }
    channel.send(Frame.of(load(contents)));
    Json.Obj reply = answer(left(start, end)).header();
    fail(reply, start);
    return Description.of(reply);
  }

  private static Duration left(Start start, long end) {
    return Duration.ofNanos(end - start.nanos().getAsLong());
  }

  private Json.Obj load(Contents contents) {
    Declared declared = Declared.of(contents);
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("op", "load");
    members.put("id", ++calls);
    members.put("folder", contents.folder());
    members.put("inputs", Declared.json(declared.inputs()));
    members.put("outputs", Declared.json(declared.outputs()));
    contents
        .mlflow()
        .ifPresent(
            model -> {
              members.put("mlflow", model);
              model
                  .object("flavors")
                  .flatMap(flavors -> flavors.object("python_function"))
                  .flatMap(flavor -> flavor.text("code"))
                  .ifPresent(code -> members.put("code", code));
            });
    return (Json.Obj) Json.of(members);
  }

  private void fail(Json.Obj reply, Start start) {
    Optional<Json.Obj> error = reply.object("error");
    if (error.isPresent()) {
      throw Refusal.of(error.get(), start.contents().name(), python);
    }
  }

  private Frame awaited(Duration wait) throws IOException {
    return channel
        .receive(wait)
        .orElseThrow(() -> new IOException("nothing came in " + wait.toMillis() + " ms"));
  }

  /** The answer to the newest call. */
  private Frame answer(Duration wait) throws IOException {
    Frame frame = awaited(wait);
    boolean mine =
        frame.header().number("id").map(Json.Num::digits).filter((calls + "")::equals).isPresent();
    if (!mine) {
      throw new IOException("an answer to another call");
    }
    return frame;
  }

  Description description() {
    return description;
  }

  /** Whether the worker is another user than this process. */
  boolean rooted() {
    return rooted;
  }

  /** Sends a call; its answer is awaited next. */
  void ask(List<Tensor> inputs, List<String> outputs) {
    RawTensors raw = RawTensors.of(inputs);
    Json.Obj header =
        Json.Obj.of("op", "predict", "id", ++calls, "inputs", raw.specs(), "outputs", outputs);
    channel.send(new Frame(header, raw.bytes()));
  }

  /**
   * The answer of the call that was asked, empty when none came in time.
   *
   * @throws Problem.Raised {@code Invalid} MODEL_REFUSES, {@code Unavailable} MODEL_FAILED
   * @throws IOException when the worker ended, or answered what is no answer
   */
  Optional<List<Tensor>> answered(Duration wait) throws IOException {
    Optional<Frame> frame = channel.receive(wait);
    if (frame.isEmpty()) {
      return Optional.empty();
    }
    Json.Obj header = frame.get().header();
    if (!header.number("id").map(Json.Num::digits).filter((calls + "")::equals).isPresent()) {
      throw new IOException("an answer to another call");
    }
    Optional<Json.Obj> error = header.object("error");
    if (error.isPresent()) {
      throw raised(error.get());
    }
    return Optional.of(RawTensors.tensors(frame.get()));
  }

  private static Problem.Raised raised(Json.Obj error) {
    String what = error.text("what").orElse("the model does not say why");
    boolean values = error.text("code").filter("VALUES"::equals).isPresent();
    return new Problem.Raised(
        values
            ? new Problem.Invalid("MODEL_REFUSES", "inputs", "the model's own code says: " + what)
            : new Problem.Unavailable(
                "MODEL_FAILED", "the model's own code failed: " + what, Duration.ofSeconds(1)));
  }

  @Override
  public void close() {
    channel.close();
  }
}
