package dev.serin.app;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Damages models: bits, ranges, numbers of all widths and splices of another model, also inside of
 * archives, compressed streams, messages and texts, whose frames and checksums stay right.
 */
final class Damage {
  private static final long[] NUMBERS = {
    0,
    1,
    -1,
    2,
    127,
    128,
    255,
    256,
    65_535,
    65_536,
    1 << 20,
    Integer.MAX_VALUE,
    1L << 31,
    0xffff_ffffL,
    1L << 32,
    1L << 40,
    1L << 62,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    Integer.MIN_VALUE,
    Double.doubleToRawLongBits(Double.NaN),
    Double.doubleToRawLongBits(Double.POSITIVE_INFINITY),
    Double.doubleToRawLongBits(1e308),
    Double.doubleToRawLongBits(-0.5)
  };
  private static final List<String> WORDS =
      List.of(
          "0",
          "1",
          "-1",
          "2",
          "255",
          "2147483647",
          "2147483648",
          "4294967296",
          "1099511627776",
          "9223372036854775807",
          "-9223372036854775808",
          "18446744073709551616",
          "1e9",
          "1e308",
          "1e999",
          "NaN",
          "Infinity",
          "-Infinity",
          "0.5",
          "null",
          "true",
          "[]",
          "{}",
          "\"\"",
          "\"x\"",
          "[[1]]",
          "{\"a\":1}",
          "../../x",
          "[".repeat(200),
          "(".repeat(20_000));
  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?([eE][-+]?\\d+)?");
  private static final Pattern WORD = Pattern.compile("\"[^\"\\n]{0,60}\"|[A-Za-z_]+");

  private final SplittableRandom random;

  Damage(SplittableRandom random) {
    this.random = random;
  }

  /** The model with one of its files damaged, or missing. */
  Held of(Held model, Held other) {
    List<String> paths = model.files().keySet().stream().sorted().toList();
    String path = paths.get(random.nextInt(paths.size()));
    if (paths.size() > 1 && random.nextInt(40) == 0) {
      return model.without(path);
    }
    List<byte[]> others = other.files().values().stream().toList();
    byte[] donor = other.files().getOrDefault(path, others.get(random.nextInt(others.size())));
    byte[] bytes = model.files().get(path);
    for (int times = random.nextInt(1, 4); times > 0; times--) {
      bytes = of(bytes, donor);
    }
    return model.with(path, bytes);
  }

  /** The bytes, damaged once. */
  byte[] of(byte[] bytes, byte[] donor) {
    if (bytes.length == 0) {
      return donor.clone();
    }
    return random.nextInt(4) == 0
        ? raw(bytes, donor)
        : switch (Framed.kind(bytes)) {
          case ARCHIVE -> Framed.archive(bytes, this, random);
          case GZIP, ZLIB -> Framed.deflated(bytes, donor, this);
          case MESSAGE -> new Messages(this, random).of(bytes, donor);
          case PICKLE -> new Pickled(this, random).of(bytes);
          case TEXT -> text(bytes, donor);
          case BYTES -> raw(bytes, donor);
        };
  }

  private byte[] raw(byte[] bytes, byte[] donor) {
    int at = place(bytes.length);
    int length = Math.min(bytes.length - at, random.nextInt(1, random.nextBoolean() ? 9 : 512));
    return switch (random.nextInt(9)) {
      case 0, 1 -> flipped(bytes);
      case 2 -> Arrays.copyOf(bytes, random.nextInt(bytes.length));
      case 3, 4 -> numbered(bytes, at);
      case 5 -> filled(bytes, at, length);
      case 6 -> joined(bytes, at, Arrays.copyOfRange(bytes, at, at + length), at);
      case 7 -> joined(bytes, at, new byte[0], at + length);
      default -> {
        int from = place(Math.max(1, donor.length));
        byte[] part = Arrays.copyOfRange(donor, from, Math.min(donor.length, from + length));
        yield joined(bytes, at, part, random.nextBoolean() ? at : at + length);
      }
    };
  }

  /** Often near the start or the end, where headers and directories stand. */
  private int place(int length) {
    int near = Math.min(length, 1_024);
    return switch (random.nextInt(4)) {
      case 0 -> random.nextInt(near);
      case 1 -> length - 1 - random.nextInt(near);
      default -> random.nextInt(length);
    };
  }

  private byte[] flipped(byte[] bytes) {
    byte[] copy = bytes.clone();
    for (int flips = random.nextInt(1, 9); flips > 0; flips--) {
      copy[place(copy.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return copy;
  }

  /** A length or an index, in either order of bytes, that promises much or nothing. */
  private byte[] numbered(byte[] bytes, int at) {
    byte[] copy = bytes.clone();
    long number = number();
    int width = Math.min(1 << random.nextInt(4), copy.length - at);
    boolean little = random.nextBoolean();
    for (int i = 0; i < width; i++) {
      copy[at + (little ? i : width - 1 - i)] = (byte) (number >> 8 * i);
    }
    return copy;
  }

  /** A number that counts badly. */
  long number() {
    return NUMBERS[random.nextInt(NUMBERS.length)];
  }

  private byte[] filled(byte[] bytes, int at, int length) {
    byte[] copy = bytes.clone();
    Arrays.fill(copy, at, at + length, (byte) (random.nextBoolean() ? 0xff : 0));
    return copy;
  }

  /** The bytes before {@code end}, then the part, then the bytes from {@code start} on. */
  private static byte[] joined(byte[] bytes, int end, byte[] part, int start) {
    byte[] all = Arrays.copyOf(bytes, end + part.length + bytes.length - start);
    System.arraycopy(part, 0, all, end, part.length);
    System.arraycopy(bytes, start, all, end + part.length, bytes.length - start);
    return all;
  }

  private byte[] text(byte[] bytes, byte[] donor) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    String given = new String(donor, StandardCharsets.ISO_8859_1);
    String changed =
        switch (random.nextInt(5)) {
          case 0, 1 -> replaced(text, NUMBER, WORDS.get(random.nextInt(WORDS.size())));
          case 2 -> replaced(text, WORD, found(WORD, random.nextBoolean() ? text : given));
          case 3 -> replaced(text, WORD, WORDS.get(random.nextInt(WORDS.size())));
          default -> lines(text, given);
        };
    return changed.getBytes(StandardCharsets.ISO_8859_1);
  }

  private String found(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find(random.nextInt(text.length() + 1)) ? matcher.group() : "x";
  }

  private String replaced(String text, Pattern pattern, String by) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find(random.nextInt(text.length() + 1))
        ? text.substring(0, matcher.start()) + by + text.substring(matcher.end())
        : text + by;
  }

  private String lines(String text, String donor) {
    List<String> lines = new ArrayList<>(text.lines().toList());
    List<String> given = donor.lines().toList();
    if (lines.isEmpty() || given.isEmpty()) {
      return donor;
    }
    int at = random.nextInt(lines.size());
    switch (random.nextInt(4)) {
      case 0 -> lines.remove(at);
      case 1 -> lines.add(at, lines.get(random.nextInt(lines.size())));
      case 2 -> lines.set(at, given.get(random.nextInt(given.size())));
      default -> lines.set(at, "  ".repeat(random.nextInt(4)) + lines.get(at).strip());
    }
    return String.join("\n", lines) + "\n";
  }
}
