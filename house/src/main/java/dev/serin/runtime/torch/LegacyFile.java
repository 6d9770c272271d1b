package dev.serin.runtime.torch;

import dev.serin.reader.Allowed;
import dev.serin.reader.Budget;
import dev.serin.reader.Node;
import dev.serin.reader.Place;
import dev.serin.reader.Refusals;
import dev.serin.reader.Unpickler;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The files of torch before 1.6, and of {@code torch.save(_use_new_zipfile_serialization=False)}:
 * five pickles (a magic number, the version of the protocol, facts about the machine, the value,
 * the keys of the storages), then each storage as its number of elements and its bytes.
 */
public final class LegacyFile {
  private static final byte[] MAGIC = {
    (byte) 0x8a,
    10,
    0x6c,
    (byte) 0xfc,
    (byte) 0x9c,
    0x46,
    (byte) 0xf9,
    0x20,
    0x6a,
    (byte) 0xa8,
    0x50,
    0x19
  };
  private static final long VERSION = 1001;
  private static final int HEADER = 8;

  private LegacyFile() {}

  /** Whether a file that starts like this is one. */
  public static boolean recognises(byte[] head) {
    return head.length >= MAGIC.length + 2
        && (head[0] & 0xff) == 0x80
        && ByteBuffer.wrap(head, 2, MAGIC.length).equals(ByteBuffer.wrap(MAGIC));
  }

  /**
   * Reads the value; the storages are slices of {@code file}, which must not change.
   *
   * @throws dev.serin.base.Problem.Raised as {@link TorchPickle#read}
   */
  public static TorchPickle read(ByteBuffer file, Budget budget, Allowed allowed) {
    ByteBuffer bytes = fromValue(file, budget);
    Map<String, Long> declared = new HashMap<>();
    Allowed names = TorchPickle.allowing(allowed);
    Node root = Unpickler.next(bytes, budget, names, node -> referred(node, declared));
    Node keys = Unpickler.next(bytes, budget, (_, _) -> false, _ -> Optional.empty());
    Map<String, ByteBuffer> storages = storages(bytes, keys, declared);
    TorchPickle.Source source =
        new TorchPickle.Source(key -> required(storages, key), ByteOrder.LITTLE_ENDIAN);
    return TorchPickle.of(root, source, budget);
  }

  /** The file from the pickle of its value on. */
  static ByteBuffer fromValue(ByteBuffer file, Budget budget) {
    ByteBuffer bytes = file.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    int start = 2 + MAGIC.length + 1; // the magic number is a pickle of its own
    if (bytes.remaining() < start) {
      throw Refusals.corrupt(Place.offset(bytes.limit()), "the file ends after its magic number");
    }
    bytes.position(bytes.position() + start);
    Node version = Unpickler.next(bytes, budget, (_, _) -> false, _ -> Optional.empty());
    if (!version.equals(new Node.Int(VERSION))) {
      throw Refusals.legacy(Place.offset(0), "the version of the file's protocol is not 1001");
    }
    Unpickler.next(bytes, budget, (_, _) -> false, _ -> Optional.empty());
    return bytes;
  }

  /** A storage, or a class of torch with its source text, which nobody reads. */
  private static Optional<Node> referred(Node reference, Map<String, Long> declared) {
    if (reference instanceof Node.TupleNode tuple
        && tuple.items().size() == 4
        && tuple.items().getFirst().equals(new Node.Text("module"))
        && tuple.items().get(1) instanceof Node.Global type) {
      return Optional.of(type);
    }
    return TorchPickle.sized(reference)
        .map(
            sized -> {
              declared.merge(sized.getKey(), sized.getValue(), Math::max);
              return reference;
            });
  }

  private static Map<String, ByteBuffer> storages(
      ByteBuffer bytes, Node keys, Map<String, Long> declared) {
    if (!(keys instanceof Node.ListNode list)) {
      throw Refusals.corrupt(
          Place.offset(bytes.position()), "the keys of the storages are no list");
    }
    Map<String, ByteBuffer> storages = new HashMap<>();
    for (Node item : list.items()) {
      String key = item instanceof Node.Text text ? text.value() : "";
      long size = declared.getOrDefault(key, -1L);
      Place place = () -> "storage " + key;
      if (size < 0 || bytes.remaining() < HEADER || bytes.remaining() - HEADER < size) {
        throw Refusals.corrupt(place, "the file does not hold what it declares");
      }
      bytes.position(bytes.position() + HEADER);
      storages.put(key, bytes.slice(bytes.position(), (int) size).order(ByteOrder.LITTLE_ENDIAN));
      bytes.position(bytes.position() + (int) size);
    }
    return Map.copyOf(storages);
  }

  private static ByteBuffer required(Map<String, ByteBuffer> storages, String key) {
    return Optional.ofNullable(storages.get(key))
        .orElseThrow(() -> Refusals.corrupt(() -> "storage " + key, "the file does not hold it"));
  }
}
