package dev.serin.serving;

import dev.serin.registry.ModelVersion;
import dev.serin.runtime.Predictor;
import dev.serin.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A loaded version and the count of those who use it.
 *
 * <p>One word holds both: the number of leases, and a bit that says that unloading has begun. A
 * lease is taken by compare-and-set while the bit is unset, so none begins afterwards; the count
 * only falls from then on, and the one step that leaves the bare bit behind closes the predictor.
 * There is exactly one such step: the unloading itself where nobody holds a lease, otherwise the
 * release of the last one.
 */
public final class Loaded {
  private static final long CLOSING = 1L << 62;

  private final ModelVersion version;
  private final Predictor predictor;
  private final long memoryBytes;
  private final Pace pace = new Pace();
  private final Recent recent = new Recent();
  private final List<List<Tensor>> samples;
  private final AtomicLong users = new AtomicLong();
  private final CompletableFuture<Void> unloaded = new CompletableFuture<>();

  /** Owns the predictor from now on. */
  public Loaded(ModelVersion version, Predictor predictor) {
    this(version, predictor, List.of());
  }

  /** The same, with inputs that came with the version and that it answers. */
  Loaded(ModelVersion version, Predictor predictor, List<List<Tensor>> samples) {
    this.version = version;
    this.predictor = predictor;
    this.samples = List.copyOf(samples);
    this.memoryBytes = predictor.memoryBytes();
  }

  /** Which version it is. */
  public ModelVersion version() {
    return version;
  }

  /** Bytes that it holds, as far as known. */
  public long memoryBytes() {
    return memoryBytes;
  }

  /** A lease, or empty when unloading has begun. Never blocks. */
  Optional<Lease> lease() {
    long now;
    do {
      now = users.get();
      if ((now & CLOSING) != 0) {
        return Optional.empty();
      }
    } while (!users.compareAndSet(now, now + 1));
    return Optional.of(new Lease(this));
  }

  /** Grants no lease any more; the future is done when the last user left and it is freed. */
  CompletableFuture<Void> unload() {
    if (users.getAndUpdate(now -> now | CLOSING) == 0) {
      free();
    }
    return unloaded;
  }

  /** How many leases are out. */
  long users() {
    return users.get() & ~CLOSING;
  }

  Predictor predictor() {
    return predictor;
  }

  Pace pace() {
    return pace;
  }

  Recent recent() {
    return recent;
  }

  List<List<Tensor>> samples() {
    return samples;
  }

  Lease share() {
    users.incrementAndGet(); // the sharer's own lease keeps the count above zero
    return new Lease(this);
  }

  void release() {
    if (users.decrementAndGet() == CLOSING) {
      free();
    }
  }

  private void free() {
    try {
      predictor.close();
    } finally {
      unloaded.complete(null);
    }
  }
}
