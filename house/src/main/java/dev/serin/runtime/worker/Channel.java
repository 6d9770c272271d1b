package dev.serin.runtime.worker;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Frames to and from one worker process. One thread at a time. */
interface Channel extends AutoCloseable {

  /** Hands a frame over without waiting for the worker to take it. */
  void send(Frame frame);

  /**
   * The next frame; empty when none came in time.
   *
   * @throws IOException when the worker ended or wrote what is no frame; the message says how
   */
  Optional<Frame> receive(Duration wait) throws IOException;

  /** Ends the worker with everything that it started. */
  @Override
  void close();
}
