package dev.serin.app;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Damages a pickle opcode by opcode, so that most of what comes out can still be read. */
final class Pickled {
  private static final String COUNTED = "\u008cUC\u008a"; // a length of one byte
  private static final String LONG_COUNTED = "XTB\u008b"; // a length of four

  private final Damage damage;
  private final SplittableRandom random;

  Pickled(Damage damage, SplittableRandom random) {
    this.damage = damage;
    this.random = random;
  }

  byte[] of(byte[] bytes) {
    List<byte[]> words = words(bytes);
    int at = random.nextInt(words.size());
    byte[] word = words.get(at);
    switch (random.nextInt(12)) {
      case 0 -> words.remove(at);
      case 1 -> words.add(at, word);
      case 2 -> words.set(at, like(words, word));
      case 3 -> words.add(at, words.get(random.nextInt(words.size())));
      default -> words.set(at, changed(words, word));
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    words.forEach(out::writeBytes);
    return out.toByteArray();
  }

  /** Another word of the same opcode. */
  private byte[] like(List<byte[]> words, byte[] word) {
    List<byte[]> same = words.stream().filter(other -> other[0] == word[0]).toList();
    return same.get(random.nextInt(same.size()));
  }

  private byte[] changed(List<byte[]> words, byte[] word) {
    int header = header(word[0]);
    if (word.length == 1) {
      byte[] truths = {(byte) 0x88, (byte) 0x89, 'N'};
      return new byte[] {truths[random.nextInt(truths.length)]};
    }
    if (header > 0) {
      if (word.length <= header || random.nextBoolean()) {
        return like(words, word);
      }
      byte[] copy = word.clone();
      copy[header + random.nextInt(word.length - header)] ^= (byte) (1 << random.nextInt(8));
      return copy;
    }
    long number = damage.number();
    byte[] copy = word.clone();
    for (int i = 1; i < copy.length; i++) {
      copy[i] = (byte) (word[0] == 'G' ? number >> 8 * (8 - i) : number >> 8 * (i - 1));
    }
    return copy;
  }

  /** Bytes before the text of an opcode that carries one, else 0. */
  private static int header(byte opcode) {
    char code = (char) (opcode & 0xff);
    return COUNTED.indexOf(code) >= 0 ? 2 : LONG_COUNTED.indexOf(code) >= 0 ? 5 : 0;
  }

  /** Every opcode with its argument; what is beyond understanding is the last word. */
  private static List<byte[]> words(byte[] bytes) {
    List<byte[]> words = new ArrayList<>();
    int at = 0;
    while (at < bytes.length) {
      int length = length(bytes, at);
      int end = length <= 0 || length > bytes.length - at ? bytes.length : at + length;
      words.add(Arrays.copyOfRange(bytes, at, end));
      at = end;
    }
    return words;
  }

  private static int length(byte[] bytes, int at) {
    char code = (char) (bytes[at] & 0xff);
    int header = header(bytes[at]);
    if (header > 0) {
      int count = 0;
      for (int i = Math.min(header, bytes.length - at) - 1; i > 0; i--) {
        count = count << 8 | bytes[at + i] & 0xff;
      }
      return header + count;
    }
    return switch (code) {
      case 'c', 'i' -> line(bytes, at) + line(bytes, at + line(bytes, at));
      case 'I', 'F', 'L', 'S', 'V', 'g', 'p' -> line(bytes, at);
      case 'G', '\u0095' -> 9; // a float, a frame
      case 'J', 'r', 'j', '\u0084' -> 5;
      case 'M', '\u0083' -> 3;
      case 'K', 'q', 'h', '\u0080', '\u0082' -> 2;
      default -> 1;
    };
  }

  private static int line(byte[] bytes, int at) {
    int end = at;
    while (end < bytes.length && bytes[end] != '\n') {
      end++;
    }
    return end - at + 1;
  }
}
