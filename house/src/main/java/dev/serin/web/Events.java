package dev.serin.web;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;

/**
 * Server-sent events (HTML standard, section 9.2) on their way to one client. It is open until the
 * client is gone or the server closes. For one thread.
 */
public final class Events {
  /** The media type by which clients ask for them. */
  public static final String TYPE = "text/event-stream";

  private final OutputStream out;
  private final BooleanSupplier closing;
  private boolean gone;

  Events(OutputStream out, BooleanSupplier closing) {
    this.out = out;
    this.closing = closing;
  }

  /** What writes the events of one client; when it returns, the stream ends. */
  @FunctionalInterface
  public interface Source {
    /** Writes while {@code events} is open, and looks at that at least each half second. */
    void write(Events events);
  }

  /** Whether somebody still wants more. */
  public boolean open() {
    return !gone && !closing.getAsBoolean() && !Thread.currentThread().isInterrupted();
  }

  /** Sends an event with the id by which a client that comes back says where it was. */
  public void send(long id, String name, String data) {
    write("id: " + id + "\n" + event(name, data));
  }

  /** Sends an event that is no place to come back to. */
  public void send(String name, String data) {
    write(event(name, data));
  }

  /** Sends nothing that a client sees; a client that is gone shows by it. */
  public void beat() {
    write(":\n\n");
  }

  private static String event(String name, String data) {
    return "event: " + name + "\ndata: " + data.replace("\n", "\ndata: ") + "\n\n";
  }

  private void write(String text) {
    if (gone) {
      return;
    }
    try {
      out.write(text.getBytes(StandardCharsets.UTF_8));
      out.flush();
    } catch (IOException _) {
      gone = true; // clients go as they like
    }
  }
}
