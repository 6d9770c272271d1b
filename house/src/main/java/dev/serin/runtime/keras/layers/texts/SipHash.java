package dev.serin.runtime.keras.layers.texts;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** SipHash-2-4 under a key of two numbers, by its published description. */
final class SipHash {
  private long a;
  private long b;
  private long c;
  private long d;

  private SipHash(long first, long second) {
    this.a = first ^ 0x736f6d6570736575L;
    this.b = second ^ 0x646f72616e646f6dL;
    this.c = first ^ 0x6c7967656e657261L;
    this.d = second ^ 0x7465646279746573L;
  }

  /** The hash, an unsigned number. */
  static long of(long first, long second, byte[] bytes) {
    SipHash hash = new SipHash(first, second);
    ByteBuffer words = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    while (words.remaining() >= 8) {
      hash.add(words.getLong());
    }
    long rest = (long) bytes.length << 56;
    for (int shift = 0; words.hasRemaining(); shift += 8) {
      rest |= (words.get() & 0xffL) << shift;
    }
    hash.add(rest);
    hash.c ^= 0xff;
    hash.rounds(4);
    return hash.a ^ hash.b ^ hash.c ^ hash.d;
  }

  private void add(long word) {
    d ^= word;
    rounds(2);
    a ^= word;
  }

  private void rounds(int count) {
    for (int i = 0; i < count; i++) {
      a += b;
      c += d;
      b = Long.rotateLeft(b, 13) ^ a;
      d = Long.rotateLeft(d, 16) ^ c;
      a = Long.rotateLeft(a, 32);
      c += b;
      a += d;
      b = Long.rotateLeft(b, 17) ^ c;
      d = Long.rotateLeft(d, 21) ^ a;
      c = Long.rotateLeft(c, 32);
    }
  }
}
