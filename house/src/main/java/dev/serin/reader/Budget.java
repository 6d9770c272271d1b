package dev.serin.reader;

/**
 * What one load may cost: inflated bytes (and, after the first 64 MiB, their ratio to the bytes
 * read), opcodes, nesting depth, and heap held by what was read. It counts up and is used for one
 * load, by one thread. Whatever goes beyond is refused with LIMIT_EXCEEDED, naming which, the value
 * and the limit.
 */
public final class Budget {
  private static final long RATIO_FREE = 64L << 20;
  private static final int REFUSE_AFTER_PERCENT = 50;

  private final long inflatedLimit;
  private final int ratio;
  private final long opcodeLimit;
  private final int depth;
  private final long heapLimit;
  private long opcodes;
  private long heap;

  /** A budget whose heap share is half of the largest heap of this process. */
  public Budget(long inflatedBytes, int inflateRatio, long opcodes, int depth) {
    this(inflatedBytes, inflateRatio, opcodes, depth, halfOfHeap());
  }

  /** A budget of these numbers; {@code heapBytes} is what the tree that is read may hold. */
  public Budget(long inflatedBytes, int inflateRatio, long opcodes, int depth, long heapBytes) {
    this.inflatedLimit = inflatedBytes;
    this.ratio = inflateRatio;
    this.opcodeLimit = opcodes;
    this.depth = depth;
    this.heapLimit = heapBytes;
  }

  /** The defaults of the contract: 4 GiB, ratio 100, 50 million opcodes, depth 1,000. */
  public static Budget usual() {
    return new Budget(4L << 30, 100, 50_000_000, 1_000);
  }

  private static long halfOfHeap() {
    return Runtime.getRuntime().maxMemory() / 100 * REFUSE_AFTER_PERCENT;
  }

  /** How deep nodes may be nested. */
  public int depth() {
    return depth;
  }

  /** Bytes of heap that were counted so far, roughly. */
  public long heapBytes() {
    return heap;
  }

  /** Opcodes that were counted so far. */
  public long opcodes() {
    return opcodes;
  }

  void opcode(long offset) {
    opcodes++;
    if (opcodes > opcodeLimit) {
      throw Refusals.limit(Place.offset(offset), "the number of opcodes", opcodes, opcodeLimit);
    }
  }

  /** Counts {@code out} bytes in all, inflated from {@code in}. */
  public void inflated(long out, long in) {
    if (out > inflatedLimit) {
      throw Refusals.limit(() -> "decompression", "the inflated size", out, inflatedLimit);
    }
    if (out > RATIO_FREE && out / Math.max(1, in) >= ratio) {
      throw Refusals.limit(
          () -> "decompression", "the ratio of inflated bytes to bytes read", out / in, ratio);
    }
  }

  void nested(long value, long offset) {
    if (value > depth) {
      throw Refusals.limit(Place.offset(offset), "the nesting depth", value, depth);
    }
  }

  /** Counts bytes of heap that what was read holds from now on. */
  public void hold(long bytes, Place place) {
    heap += bytes;
    if (heap > heapLimit) {
      throw Refusals.limit(place, "the heap for what was read", heap, heapLimit);
    }
  }

  /** Refuses what would go beyond, before it is held. */
  public void mayHold(long bytes, Place place) {
    if (bytes > heapLimit - heap) {
      throw Refusals.limit(place, "the heap for what is declared", bytes, heapLimit);
    }
  }
}
