package dev.serin.runtime.sklearn;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/** The first bytes by which a pickle, plain or compressed, is known. */
final class Signs {
  private static final int PEEK = 64;
  private static final int PROTO = 0x80;

  /** A pickle of protocol 0 or 1: a class by name, or a container. */
  private static final Pattern TEXT =
      Pattern.compile(
          "(c[A-Za-z_][\\w.]*\\n[A-Za-z_][\\w.]*\\n|\\([dlitpc(]|[\\])}]q).*", Pattern.DOTALL);

  /** bzip2, xz, lzma and LZ4 frames, which the reader inflates. */
  private static final List<byte[]> PACKED =
      List.of(
          new byte[] {'B', 'Z', 'h'},
          new byte[] {(byte) 0xfd, '7', 'z', 'X', 'Z', 0},
          new byte[] {0x5d, 0, 0},
          new byte[] {4, 0x22, 0x4d, 0x18});

  private Signs() {}

  static boolean ofPickle(InputStream raw) throws IOException {
    BufferedInputStream in = new BufferedInputStream(raw, PEEK * 8);
    in.mark(PEEK);
    byte[] first = in.readNBytes(PEEK);
    in.reset();
    if (first.length < 2) {
      return false;
    }
    if (first[0] == 0x1f && first[1] == (byte) 0x8b) {
      return inflated(in, true);
    }
    if (first[0] == 0x78 && ((first[0] << 8) + (first[1] & 0xff)) % 31 == 0) {
      return inflated(in, false);
    }
    return plain(first) || PACKED.stream().anyMatch(magic -> starts(first, magic));
  }

  @SuppressWarnings("resource") // the caller owns the stream below
  private static boolean inflated(InputStream in, boolean gzip) throws IOException {
    try {
      InputStream inflated = gzip ? new GZIPInputStream(in) : new InflaterInputStream(in);
      return plain(inflated.readNBytes(PEEK));
    } catch (ZipException | EOFException damaged) {
      return false; // not a stream of this kind after all, or cut off
    }
  }

  private static boolean plain(byte[] first) {
    if (first.length >= 2 && (first[0] & 0xff) == PROTO) {
      return first[1] >= 2 && first[1] <= 5;
    }
    return TEXT.matcher(new String(first, StandardCharsets.ISO_8859_1)).matches();
  }

  private static boolean starts(byte[] first, byte[] magic) {
    for (int i = 0; i < magic.length; i++) {
      if (i >= first.length || first[i] != magic[i]) {
        return false;
      }
    }
    return true;
  }
}
