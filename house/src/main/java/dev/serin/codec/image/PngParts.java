package dev.serin.codec.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;

/** The chunks of a PNG file (ISO/IEC 15948): checks the sums and keeps those that hold pixels. */
final class PngParts {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
  private static final Set<String> KEPT = Set.of("IHDR", "PLTE", "IDAT", "IEND");
  private static final int HEADER = 13;
  private static final int FRAME = 12;

  /** The bit depths of each colour type. */
  private static final Map<Integer, Set<Integer>> DEPTHS =
      Map.of(
          0, Set.of(1, 2, 4, 8, 16),
          2, Set.of(8, 16),
          3, Set.of(1, 2, 4, 8),
          4, Set.of(8, 16),
          6, Set.of(8, 16));

  private final ByteBuffer file;
  private final String name;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

  PngParts(byte[] file, String name) {
    this.file = ByteBuffer.wrap(file);
    this.name = name;
  }

  static boolean begins(byte[] file) {
    return file.length >= SIGNATURE.length
        && ByteBuffer.wrap(file, 0, SIGNATURE.length).equals(ByteBuffer.wrap(SIGNATURE));
  }

  Encoded encoded(ImageLimits limits) {
    file.position(SIGNATURE.length);
    kept.writeBytes(SIGNATURE);
    ByteBuffer header = chunk("IHDR");
    int width = header.getInt();
    int height = header.getInt();
    checkKind(header);
    Encoded.check(width & 0xFFFFFFFFL, height & 0xFFFFFFFFL, name, limits);
    boolean pixels = false;
    String type = "";
    while (!type.equals("IEND")) {
      type = chunk();
      pixels |= type.equals("IDAT");
    }
    if (!pixels) {
      throw Encoded.invalid(name, "it has no pixels");
    }
    return new Encoded("png", width, height, kept.toByteArray());
  }

  private void checkKind(ByteBuffer header) {
    int depth = header.get();
    int colour = header.get();
    boolean known = DEPTHS.getOrDefault(colour, Set.of()).contains(depth);
    if (!known || header.get() != 0 || header.get() != 0 || (header.get() & ~1) != 0) {
      throw Encoded.invalid(name, "its header names what PNG does not have");
    }
  }

  private ByteBuffer chunk(String wanted) {
    int at = file.position();
    if (!chunk().equals(wanted) || file.getInt(at) != HEADER) {
      throw Encoded.invalid(name, "it does not begin with its header");
    }
    return file.slice(at + 8, HEADER);
  }

  /** Reads one chunk, keeps it when it holds pixels, and gives its type. */
  private String chunk() {
    if (file.remaining() < FRAME) {
      throw Encoded.invalid(name, "it is cut off");
    }
    int at = file.position();
    int length = file.getInt(at);
    if (length < 0 || length > file.remaining() - FRAME) {
      throw Encoded.invalid(name, "it is cut off");
    }
    String type = new String(file.array(), at + 4, 4, StandardCharsets.ISO_8859_1);
    if (KEPT.contains(type)) {
      CRC32 sum = new CRC32();
      sum.update(file.array(), at + 4, length + 4);
      if ((int) sum.getValue() != file.getInt(at + 8 + length)) {
        throw Encoded.invalid(name, "the check sum of a chunk is wrong");
      }
      kept.write(file.array(), at, length + FRAME);
    }
    file.position(at + length + FRAME);
    return type;
  }
}
