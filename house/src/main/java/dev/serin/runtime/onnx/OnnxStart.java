package dev.serin.runtime.onnx;

import dev.serin.artifact.Bundle;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;

/**
 * Tells whether a file begins like an ONNX model: fields of its outermost message, in any order,
 * with an IR version, up to the graph. Reads the fields' heads and skips their contents, so a graph
 * that is cut off is still recognised and then refused as damaged.
 */
final class OnnxStart {
  private static final Set<Long> LENGTHS = Set.of(2L, 3L, 4L, 6L, 8L, 14L, 20L, 25L);
  private static final int MOST_FIELDS = 100_000;

  private final InputStream in;

  private OnnxStart(InputStream in) {
    this.in = in;
  }

  static boolean at(Bundle.Entry entry) {
    try (InputStream in = new BufferedInputStream(entry.open(), 512)) {
      return new OnnxStart(in).model();
    } catch (IOException ended) {
      return false; // nothing readable that begins like a model
    }
  }

  private boolean model() throws IOException {
    boolean version = false;
    for (int i = 0; i < MOST_FIELDS; i++) {
      long tag = varint();
      if (tag == (7 << 3 | 2)) {
        return version;
      } else if (tag == 1 << 3) {
        long ir = varint();
        version = ir >= 1 && ir <= 100;
      } else if (tag == 5 << 3) {
        varint();
      } else if ((tag & 7) == 2 && LENGTHS.contains(tag >>> 3)) {
        in.skipNBytes(Math.max(0, varint()));
      } else {
        return false;
      }
    }
    return false;
  }

  private long varint() throws IOException {
    long value = 0;
    for (int shift = 0; shift < 63; shift += 7) {
      int part = in.read();
      if (part < 0) {
        throw new EOFException("the file ends");
      }
      value |= (long) (part & 0x7f) << shift;
      if (part < 0x80) {
        return value;
      }
    }
    return -1;
  }
}
