package dev.serin.runtime;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The bytes of an ONNX graph on their way to the engine. They are large: who writes them last takes
 * them out, and they are free even while others still hold this object.
 */
public final class Encoded {
  private static final byte[] NONE = {};

  /** A file copies what it is given into memory of its own, which stays with the thread. */
  private static final int PIECE = 1 << 16;

  private final AtomicReference<byte[]> bytes;
  private final long size;

  private Encoded(byte[] bytes) {
    this.bytes = new AtomicReference<>(bytes);
    this.size = bytes.length;
  }

  /** The whole message, which must not change any more. */
  public static Encoded of(byte[] bytes) {
    return new Encoded(bytes);
  }

  /** How many bytes there are, or were. */
  public long size() {
    return size;
  }

  /** All bytes. */
  public byte[] toBytes() {
    return bytes.get();
  }

  /** Reads the bytes from their start. */
  public InputStream stream() {
    return new ByteArrayInputStream(bytes.get());
  }

  /** Writes all bytes. */
  public void writeTo(WritableByteChannel out) throws IOException {
    write(ByteBuffer.wrap(bytes.get()), out);
  }

  /** Writes all bytes and forgets them. */
  public void drainTo(WritableByteChannel out) throws IOException {
    write(ByteBuffer.wrap(bytes.getAndSet(NONE)), out);
  }

  private static void write(ByteBuffer all, WritableByteChannel out) throws IOException {
    int end = all.limit();
    while (all.position() < end) {
      all.limit(Math.min(end, all.position() + PIECE));
      out.write(all);
    }
  }
}
