package dev.serin.runtime.keras.layers.texts;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The 64-bit fingerprint of FarmHash, by its published description. */
final class FarmHash {
  private static final long K0 = 0xc3a5c85c97cb3127L;
  private static final long K1 = 0xb492b66fbe98f273L;
  private static final long K2 = 0x9ae16a3b2f90404fL;

  private static final long SEED_1 = 0x1529cba0ca458ffL; // 81 K2
  private static final long SEED_2 = 0x226bb95b4e64b6d4L; // 81 K1 + 113

  private final ByteBuffer bytes;

  private FarmHash(byte[] bytes) {
    this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The fingerprint, an unsigned number. */
  static long of(byte[] bytes) {
    FarmHash hash = new FarmHash(bytes);
    int length = bytes.length;
    if (length <= 16) {
      return hash.short16(length);
    }
    if (length <= 32) {
      return hash.to32(length);
    }
    return length <= 64 ? hash.to64(length) : hash.longer(length);
  }

  private long eight(int at) {
    return bytes.getLong(at);
  }

  private long four(int at) {
    return bytes.getInt(at) & 0xffffffffL;
  }

  private long one(int at) {
    return bytes.get(at) & 0xff;
  }

  private static long right(long value, int by) {
    return Long.rotateRight(value, by);
  }

  private static long shift(long value) {
    return value ^ value >>> 47;
  }

  private static long mix(long u, long v, long by) {
    long a = shift((u ^ v) * by);
    return shift((v ^ a) * by) * by;
  }

  private long short16(int length) {
    if (length >= 8) {
      long by = K2 + length * 2L;
      long a = eight(0) + K2;
      long b = eight(length - 8);
      return mix(right(b, 37) * by + a, (right(a, 25) + b) * by, by);
    }
    if (length >= 4) {
      return mix(length + (four(0) << 3), four(length - 4), K2 + length * 2L);
    }
    if (length > 0) {
      long y = one(0) + (one(length >> 1) << 8);
      long z = length + (one(length - 1) << 2);
      return shift(y * K2 ^ z * K0) * K2;
    }
    return K2;
  }

  private long to32(int length) {
    long by = K2 + length * 2L;
    long a = eight(0) * K1;
    long b = eight(8);
    long c = eight(length - 8) * by;
    long d = eight(length - 16) * K2;
    return mix(right(a + b, 43) + right(c, 30) + d, a + right(b + K2, 18) + c, by);
  }

  private long to64(int length) {
    long by = K2 + length * 2L;
    long a = eight(0) * K2;
    long b = eight(8);
    long c = eight(length - 8) * by;
    long d = eight(length - 16) * K2;
    long y = right(a + b, 43) + right(c, 30) + d;
    long z = mix(y, a + right(b + K2, 18) + c, by);
    long e = eight(16) * by;
    long f = eight(24);
    long g = (y + eight(length - 32)) * by;
    long h = (z + eight(length - 24)) * by;
    return mix(right(e + f, 43) + right(g, 30) + h, e + right(f + a, 18) + g, by);
  }

  /** Two numbers of 32 bytes from {@code at}. */
  private long[] weak(int at, long a, long b) {
    long first = a + eight(at);
    long last = eight(at + 24);
    long second = right(b + first + last, 21);
    long sum = first + eight(at + 8) + eight(at + 16);
    return new long[] {sum + last, second + right(sum, 44) + first};
  }

  private long longer(int length) {
    long x = SEED_1 + eight(0);
    long y = SEED_2;
    long z = shift(y * K2 + 113) * K2;
    long[] v = new long[2];
    long[] w = new long[2];
    int end = (length - 1) / 64 * 64;
    for (int at = 0; at < end; at += 64) {
      x = right(x + y + v[0] + eight(at + 8), 37) * K1 ^ w[1];
      y = right(y + v[1] + eight(at + 48), 42) * K1 + v[0] + eight(at + 40);
      z = right(z + w[0], 33) * K1;
      v = weak(at, v[1] * K1, x + w[0]);
      w = weak(at + 32, z + w[1], y + eight(at + 16));
      long swap = z;
      z = x;
      x = swap;
    }
    return last(length, new long[] {x, y, z}, v, w);
  }

  private long last(int length, long[] state, long[] v, long[] w) {
    long by = K1 + ((state[2] & 0xff) << 1);
    int at = length - 64;
    w[0] += (length - 1) & 63;
    v[0] += w[0];
    w[0] += v[0];
    long x = right(state[0] + state[1] + v[0] + eight(at + 8), 37) * by ^ w[1] * 9;
    long y = right(state[1] + v[1] + eight(at + 48), 42) * by + v[0] * 9 + eight(at + 40);
    long z = right(state[2] + w[0], 33) * by;
    long[] left = weak(at, v[1] * by, x + w[0]);
    long[] other = weak(at + 32, z + w[1], y + eight(at + 16));
    return mix(mix(left[0], other[0], by) + shift(y) * K0 + x, mix(left[1], other[1], by) + z, by);
  }
}
