package dev.serin.serving;

import dev.serin.base.ModelName;
import dev.serin.base.Problem;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Lets in as many calls as can be answered: bounded by number overall and for each model, and by
 * the bytes that they declare. Who is not let in hears so at once, before a body is read.
 */
public final class Admission {
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final long UNDECLARED = 64 << 10;

  private final ServingSettings settings;
  private final AtomicLong calls = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private final Map<ModelName, AtomicLong> callsOf = new ConcurrentHashMap<>();
  private final AtomicBoolean closing = new AtomicBoolean();

  /** Admits within these bounds. */
  public Admission(ServingSettings settings) {
    this.settings = settings;
  }

  /**
   * A permit to be closed when the call has ended; a body larger than all bytes together is let in
   * alone. {@code model} is a known one. A negative {@code declared} size counts as 64 KiB.
   *
   * @throws Problem.Raised {@code Busy} OVERLOADED, {@code Unavailable} when shutting down
   */
  Permit admit(ModelName model, long declared) {
    if (closing.get()) {
      throw new Problem.Raised(
          new Problem.Unavailable("SHUTTING_DOWN", "the server is shutting down", RETRY));
    }
    AtomicLong own = callsOf.computeIfAbsent(model, _ -> new AtomicLong());
    long size = declared < 0 ? UNDECLARED : declared;
    Permit permit = new Permit(own, size);
    boolean fits = calls.incrementAndGet() <= settings.calls();
    fits &= own.incrementAndGet() <= settings.callsPerModel();
    long together = bytes.addAndGet(size);
    fits &= together <= settings.waitingBytes() || together == size;
    if (!fits) {
      permit.close();
      throw new Problem.Raised(
          new Problem.Busy("OVERLOADED", "too many calls of '" + model + "' are waiting", RETRY));
    }
    return permit;
  }

  /** Calls that are inside. */
  public long calls() {
    return calls.get();
  }

  /** Calls of a model that are inside. */
  long calls(ModelName model) {
    AtomicLong own = callsOf.get(model);
    return own == null ? 0 : own.get();
  }

  /** Lets nobody in any more. */
  void close() {
    closing.set(true);
  }

  /** One admitted call. */
  final class Permit implements AutoCloseable {
    private final AtomicLong own;
    private final long size;
    private final AtomicBoolean ended = new AtomicBoolean();

    private Permit(AtomicLong own, long size) {
      this.own = own;
      this.size = size;
    }

    @Override
    public void close() {
      if (ended.compareAndSet(false, true)) {
        bytes.addAndGet(-size);
        own.decrementAndGet();
        calls.decrementAndGet();
      }
    }
  }
}
