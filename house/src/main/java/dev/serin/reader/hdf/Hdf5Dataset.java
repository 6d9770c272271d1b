package dev.serin.reader.hdf;

import dev.serin.reader.Budget;
import dev.serin.reader.Place;
import dev.serin.reader.Refusals;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * An array of numbers or texts. Its sizes were checked against the file when it was opened; the
 * values are read when asked for. {@code floats} and the others give them in C order.
 */
public final class Hdf5Dataset {
  private static final long FREE = 64L << 20;
  private static final long SMALL_CHUNK = 1 << 20;
  private static final long RATIO = 1_000;

  private final Bytes file;
  private final Budget budget;
  private final String path;
  private final List<Hdf5Attribute> attributes;
  private final Type type;
  private final Space space;
  private final Layout layout;
  private final Filters filters;

  private Hdf5Dataset(
      Bytes file, Budget budget, String path, Header header, List<Hdf5Attribute> attributes) {
    this.file = file;
    this.budget = budget;
    this.path = path;
    this.attributes = attributes;
    this.type = Type.read(part(header, Header.TYPE, "type"));
    this.space = Space.read(part(header, Header.SPACE, "shape"));
    this.layout = Layout.read(part(header, Header.LAYOUT, "layout"));
    this.filters = header.only(Header.FILTERS).map(Filters::read).orElse(Filters.NONE);
  }

  static Hdf5Dataset read(
      Bytes file, Budget budget, String path, Header header, List<Hdf5Attribute> attributes) {
    if (header.has(Header.EXTERNAL_FILES)) {
      throw Refusals.external(
          () -> path, "the data of " + path + " lies in another file" + names(file, header));
    }
    Hdf5Dataset dataset = new Hdf5Dataset(file, budget, path, header, attributes);
    dataset.check();
    return dataset;
  }

  /** The names of the other files, from the local heap that the message points to. */
  private static String names(Bytes file, Header header) {
    Bytes message = header.all(Header.EXTERNAL_FILES).getFirst().skip(4);
    message.skip(2);
    int used = message.u16();
    Bytes heap = file.from(message.i64()).expect("HEAP").skip(20);
    long names = heap.i64();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < Math.min(used, 3); i++) {
      text.append(i == 0 ? ": " : ", ").append(file.from(names).skip(message.i64()).zeroEnded());
      message.skip(16);
    }
    return text.toString();
  }

  private Bytes part(Header header, int kind, String name) {
    return header
        .only(kind)
        .orElseThrow(() -> Refusals.corrupt(this::path, "the dataset " + path + " has no " + name));
  }

  /** What is declared must not be much more than what the file can hold. */
  private void check() {
    long elements = space.elements();
    long bytes = elements > Integer.MAX_VALUE ? elements : elements * type.size();
    long limit = Math.min(Integer.MAX_VALUE - 16L, Math.max(FREE, file.fileSize() * RATIO));
    if (bytes > limit) {
      throw Refusals.limit(this::path, "the size of the dataset " + path, bytes, limit);
    }
    switch (layout) {
      case Layout.Chunked chunked -> checkChunk(chunked.chunk(), bytes);
      case Layout.Single single -> checkChunk(single.chunk(), bytes);
      case Layout.Compact _, Layout.Contiguous _ -> {}
    }
  }

  private void checkChunk(int[] chunk, long bytes) {
    if (chunk.length != space.shape().length) {
      throw Refusals.corrupt(this::path, "the chunks of " + path + " have other axes than it has");
    }
    long limit = Math.max(SMALL_CHUNK, 2 * bytes);
    long size = new Space(chunk, false).elements();
    size = size > limit ? size : size * type.size();
    if (size > limit) {
      throw Refusals.limit(this::path, "the size of a chunk of " + path, size, limit);
    }
  }

  /** The way from the root: {@code /model_weights/dense/kernel:0}. */
  public String path() {
    return path;
  }

  /** The lengths of the axes. */
  public int[] shape() {
    return space.shape().clone();
  }

  /** The attributes, by name. */
  public List<Hdf5Attribute> attributes() {
    return attributes;
  }

  /** Whether elements are floating-point numbers. */
  public boolean floating() {
    return type.kind() == Type.Kind.REAL;
  }

  /** The bytes of one element; 4 for float32. */
  public int elementBytes() {
    return type.size();
  }

  /** All numbers; doubles are rounded to the nearest float. */
  public float[] floats() {
    return values().floats();
  }

  /**
   * All numbers as float32 in little-endian order, to be read only; a part of the file itself where
   * they stand there so.
   */
  public ByteBuffer littleEndianFloats() {
    boolean ready = floating() && type.size() == 4 && !type.bigEndian() && space.elements() > 0;
    if (ready && layout instanceof Layout.Contiguous(long address, long size)) {
      return contiguous(address, size, (int) (space.elements() * 4)).slice(space.elements() * 4);
    }
    float[] floats = floats();
    ByteBuffer bytes = ByteBuffer.allocate(4 * floats.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(floats);
    return bytes;
  }

  /** All numbers. */
  public double[] doubles() {
    return values().doubles();
  }

  /** All whole numbers. */
  public long[] longs() {
    return values().longs();
  }

  /** All texts. */
  public String[] texts() {
    return values().texts();
  }

  private Values values() {
    Place place = this::path;
    int size = (int) (space.elements() * type.size());
    byte[] data = size == 0 ? new byte[0] : bytes(size);
    return new Values(type, (int) space.elements(), data, file, place);
  }

  private byte[] bytes(int size) {
    return switch (layout) {
      case Layout.Compact compact -> {
        if (compact.data().left() < size) {
          throw Refusals.corrupt(this::path, "the data of " + path + " is too short");
        }
        Bytes data = compact.data();
        yield data.part(data.offset(), size).array(size);
      }
      case Layout.Contiguous(long address, long stored) ->
          contiguous(address, stored, size).array(size);
      case Layout.Chunked chunked -> {
        written(chunked.tree());
        Chunks chunks = chunks(size, chunked.chunk());
        yield chunks.readTree(chunked.tree());
      }
      case Layout.Single single -> {
        written(single.address());
        Chunks chunks = chunks(size, single.chunk());
        yield chunks.readOne(single.address(), single.size(), single.skipped());
      }
    };
  }

  private Bytes contiguous(long address, long stored, int size) {
    written(address);
    if (stored < size) {
      throw Refusals.corrupt(this::path, "the data of " + path + " is too short");
    }
    return file.part(address, size);
  }

  private Chunks chunks(int size, int[] chunk) {
    budget.mayHold(size, this::path);
    return new Chunks(file, budget, this::path, filters, space.shape(), chunk, type.size(), size);
  }

  private void written(long address) {
    if (address == Bytes.NOWHERE) {
      throw Refusals.corrupt(this::path, "the data of " + path + " was never written");
    }
  }
}
