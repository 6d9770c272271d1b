package dev.serin.reader;

import dev.serin.base.Problem;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Reads a pickle or joblib file, plain or compressed, of protocol 0 to 5, into an inert tree.
 * Nothing is imported, called or executed; what the file names must be on the caller's list or be
 * one of the few NumPy and Python names that are known here.
 */
public final class Unpickler {
  private static final long MOST_NODES = 100_000_000;

  private Unpickler() {}

  /**
   * Reads the first value of {@code in}; the caller closes it.
   *
   * @throws Problem.Raised with {@code Refused}: UNSUPPORTED_CLASS or CUSTOM_CODE for a name that
   *     is not allowed (its place is the way through the model where that is known, else opcode and
   *     offset), LIMIT_EXCEEDED, EXTERNAL_REFERENCE, LEGACY_FORMAT, UNSUPPORTED_VALUE, CORRUPT
   */
  public static Node read(InputStream in, Budget budget, Allowed allowed) {
    Compression.Opened opened = Compression.open(in, budget);
    ByteSource source = new ByteSource(opened.bytes(), budget);
    Node root = read(source, budget, new Globals(allowed, PersistentIds.NONE));
    if (opened.compressed()) {
      source.finish();
    }
    return root;
  }

  /**
   * Reads one plain pickle from the position of {@code bytes} and moves the position behind it, for
   * files that hold several pickles or refer to bytes that stand elsewhere.
   *
   * @throws Problem.Raised as the reading of a whole file
   */
  public static Node next(ByteBuffer bytes, Budget budget, Allowed allowed, PersistentIds outside) {
    ByteSource source = new ByteSource(new Remaining(bytes.duplicate()), budget);
    Node root = read(source, budget, new Globals(allowed, outside));
    bytes.position(bytes.position() + Math.toIntExact(source.offset()));
    return root;
  }

  private static Node read(ByteSource source, Budget budget, Globals globals) {
    Machine machine = new Machine(source, budget, globals);
    Node root = run(machine, budget);
    if (machine.sightings().worst().isPresent()) {
      Sightings.Condemned condemned = machine.sightings().worst().get();
      throw condemned.refusal(path(root, condemned.verdict().global()));
    }
    return root;
  }

  /**
   * Lists what the first value of {@code in} names, whatever that is, as far as it can be read;
   * refuses nothing. For reports: a model is read by {@link #read}.
   */
  public static Imports survey(InputStream in, Budget budget, Allowed allowed) {
    Sightings sightings = new Sightings(true);
    String ended = "";
    try {
      ByteSource source = new ByteSource(Compression.open(in, budget).bytes(), budget);
      Globals globals = new Globals(allowed, _ -> Optional.of(Node.NONE));
      new Machine(source, budget, globals, sightings).run();
    } catch (Problem.Raised raised) {
      ended = raised.getMessage();
    }
    return new Imports(sightings.named(), ended);
  }

  /** The bytes of a buffer as a stream. */
  private static final class Remaining extends InputStream {
    private final ByteBuffer bytes;

    Remaining(ByteBuffer bytes) {
      this.bytes = bytes;
    }

    @Override
    public int read() {
      return bytes.hasRemaining() ? bytes.get() & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int from, int most) {
      int count = Math.min(most, bytes.remaining());
      bytes.get(into, from, count);
      return count == 0 && most > 0 ? -1 : count;
    }
  }

  private static Node run(Machine machine, Budget budget) {
    try {
      Node root = machine.run();
      Graph.checkDepth(root, budget);
      return root;
    } catch (Problem.Raised raised) {
      // A name that is not allowed says more than what went wrong after it.
      throw machine.sightings().worst().map(condemned -> condemned.refusal("")).orElse(raised);
    }
  }

  /** The way to the first use of this global, empty when it is not in the tree. */
  private static String path(Node root, Node.Global global) {
    Walk walk = new Walk(root, MOST_NODES);
    while (walk.next()) {
      boolean made = walk.node() instanceof Node.Instance object && object.type().equals(global);
      if (made || walk.node().equals(global)) {
        return walk.path();
      }
    }
    return "";
  }
}
