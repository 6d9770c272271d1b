package dev.serin.runtime.sklearn.text;

import java.nio.charset.StandardCharsets;

/** MurmurHash3 for 32 bits (Austin Appleby, public domain) with seed 0, of a text's UTF-8 bytes. */
final class Murmur {
  private static final int FIRST = 0xcc9e2d51;
  private static final int SECOND = 0x1b873593;

  private Murmur() {}

  static int hash(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int whole = bytes.length & ~3;
    int hash = 0;
    for (int i = 0; i < whole; i += 4) {
      hash ^= mixed(word(bytes, i, 4));
      hash = Integer.rotateLeft(hash, 13) * 5 + 0xe6546b64;
    }
    hash ^= mixed(word(bytes, whole, bytes.length - whole));
    hash ^= bytes.length;
    hash = (hash ^ hash >>> 16) * 0x85ebca6b;
    hash = (hash ^ hash >>> 13) * 0xc2b2ae35;
    return hash ^ hash >>> 16;
  }

  private static int word(byte[] bytes, int from, int length) {
    int word = 0;
    for (int i = 0; i < length; i++) {
      word |= (bytes[from + i] & 0xff) << 8 * i;
    }
    return word;
  }

  private static int mixed(int word) {
    return Integer.rotateLeft(word * FIRST, 15) * SECOND;
  }
}
