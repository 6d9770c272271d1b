package dev.serin.reader;

import dev.serin.base.Problem;
import java.io.InputStream;

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
    Machine machine = new Machine(source, budget, new Globals(allowed));
    Node root = run(machine, budget);
    if (machine.sightings().worst().isPresent()) {
      Sightings.Condemned condemned = machine.sightings().worst().get();
      throw condemned.refusal(path(root, condemned.verdict().global()));
    }
    if (opened.compressed()) {
      source.finish();
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
      new Machine(source, budget, new Globals(allowed), sightings).run();
    } catch (Problem.Raised raised) {
      ended = raised.getMessage();
    }
    return new Imports(sightings.named(), ended);
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
