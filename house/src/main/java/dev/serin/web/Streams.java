package dev.serin.web;

import dev.serin.base.Problem;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/** The streams of events that are open now: only so many, and all end when the server closes. */
final class Streams {
  private static final Duration RETRY = Duration.ofSeconds(5);
  private final int most;
  private final Semaphore places;
  private volatile boolean closing;

  Streams(int most) {
    this.most = most;
    this.places = new Semaphore(most);
  }

  /** The same answer, holding a place until it is written. */
  Answer admitted(Answer answer, Events.Source source) {
    if (!places.tryAcquire()) {
      throw new Problem.Raised(
          new Problem.Busy(
              "STREAMS_FULL", most + " streams of events are open already, no more are", RETRY));
    }
    return answer.streaming(
        events -> {
          try {
            source.write(events);
          } finally {
            places.release();
          }
        });
  }

  /** Where a stream writes. */
  Events events(OutputStream out) {
    return new Events(out, this::closing);
  }

  boolean closing() {
    return closing;
  }

  /** Ends all of them, each at its next look. */
  void close() {
    closing = true;
  }
}
