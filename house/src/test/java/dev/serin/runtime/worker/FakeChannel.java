package dev.serin.runtime.worker;

import dev.serin.base.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Function;

/** A worker without a process: shut off as asked, a model of one number, calls as the test says. */
final class FakeChannel implements Channel {
  private final Function<Frame, Reply> calls;
  private final Queue<Reply> replies = new ArrayDeque<>();
  final List<Frame> sent = new ArrayList<>();
  boolean closed;
  Json.Obj facts =
      Json.Obj.of("network", true, "files", true, "processes", true, "user", true, "rooted", true);

  /** What a receiver gets. */
  sealed interface Reply {
    record Answer(Frame frame) implements Reply {}

    record Silence() implements Reply {}

    record Death(String how) implements Reply {}
  }

  FakeChannel(Function<Frame, Reply> calls) {
    this.calls = calls;
  }

  @Override
  public void send(Frame frame) {
    sent.add(frame);
    String op = frame.header().text("op").orElse("start");
    replies.add(
        switch (op) {
          case "start" -> answer(Json.Obj.of("isolation", facts));
          case "file" -> answer(Json.Obj.of("id", id(frame)));
          case "load" -> answer(description(frame));
          default -> calls.apply(frame);
        });
  }

  private static Json.Obj description(Frame frame) {
    List<Json.Obj> number =
        List.of(Json.Obj.of("name", "x", "datatype", "FP64", "shape", List.of(-1)));
    List<Json.Obj> answer =
        List.of(Json.Obj.of("name", "predict", "datatype", "FP64", "shape", List.of(-1)));
    return Json.Obj.of("id", id(frame), "type", "a.B", "inputs", number, "outputs", answer);
  }

  static Json id(Frame frame) {
    return frame.header().member("id").orElseThrow();
  }

  static Reply answer(Json.Obj header) {
    return new Reply.Answer(Frame.of(header));
  }

  /** The same numbers, as the answer. */
  static Reply echo(Frame call) {
    Json.Obj input = (Json.Obj) call.header().list("inputs").getFirst();
    Json.Obj output =
        Json.Obj.of(
            "name", "predict", "datatype", "FP64", "shape", input.member("shape").orElseThrow());
    return new Reply.Answer(
        new Frame(Json.Obj.of("id", id(call), "outputs", List.of(output)), call.payload()));
  }

  @Override
  public Optional<Frame> receive(Duration wait) throws IOException {
    return switch (replies.remove()) {
      case Reply.Answer(Frame frame) -> Optional.of(frame);
      case Reply.Silence _ -> Optional.empty();
      case Reply.Death(String how) -> throw new IOException(how);
    };
  }

  @Override
  public void close() {
    closed = true;
  }
}
