package dev.serin.web;

import dev.serin.base.Problem;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Unpacks a tar (POSIX ustar, with the long names of pax and GNU) below a folder. Only files and
 * folders are taken; links, devices and paths that leave the folder are refused.
 */
final class Tar {
  private static final int BLOCK = 512;
  private static final int MOST_ENTRIES = 10_000;
  private static final int LONGEST_NAME = 64 * 1024;

  private final InputStream in;
  private final Path root;
  private String nextName = "";

  Tar(InputStream in, Path root) {
    this.in = in;
    this.root = root;
  }

  /** The folder with everything in it; a folder that stands alone at the top counts as that. */
  Path unpack() throws IOException {
    Files.createDirectories(root);
    byte[] header = new byte[BLOCK];
    int entries = 0;
    while (in.readNBytes(header, 0, BLOCK) == BLOCK && header[0] != 0) {
      if (++entries > MOST_ENTRIES) {
        throw refused("LIMIT_EXCEEDED", "", "the tar has more than " + MOST_ENTRIES + " entries");
      }
      entry(header);
    }
    if (entries == 0) {
      throw refused("CORRUPT", "", "the body is no tar");
    }
    in.transferTo(OutputStream.nullOutputStream());
    try (Stream<Path> top = Files.list(root)) {
      List<Path> all = top.limit(2).toList();
      return all.size() == 1 && Files.isDirectory(all.getFirst()) ? all.getFirst() : root;
    }
  }

  private void entry(byte[] header) throws IOException {
    checkSum(header);
    long size = octal(header, 124, 12);
    char type = (char) header[156];
    switch (type) {
      case '0', '\0' -> file(name(header), size);
      case '5' -> folder(name(header), size);
      case 'L' -> nextName = cut(text(size), '\0');
      case 'x' -> nextName = path(text(size));
      case 'g' -> skip(size);
      default ->
          throw refused(
              "UNSAFE_TAR",
              name(header),
              "an entry is neither a file nor a folder (type " + type + ")");
    }
  }

  private static void checkSum(byte[] header) {
    long sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      sum += i >= 148 && i < 156 ? ' ' : header[i] & 0xFF;
    }
    if (sum != octal(header, 148, 8)) {
      throw refused("CORRUPT", "", "the check sum of a tar header is wrong");
    }
  }

  private String name(byte[] header) {
    if (!nextName.isEmpty()) {
      String name = nextName;
      nextName = "";
      return name;
    }
    String name = ascii(header, 0, 100);
    String prefix = ascii(header, 345, 155);
    boolean posix = ascii(header, 257, 6).equals("ustar");
    return posix && !prefix.isEmpty() ? prefix + "/" + name : name;
  }

  private void file(String name, long size) throws IOException {
    Path target = inside(name);
    Files.createDirectories(target.getParent());
    try (OutputStream out = Files.newOutputStream(target)) {
      byte[] buffer = new byte[64 * 1024];
      for (long left = size; left > 0; ) {
        int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
        if (read < 0) {
          throw refused("CORRUPT", name, "the tar ends inside of a file");
        }
        out.write(buffer, 0, read);
        left -= read;
      }
    }
    skipPadding(size);
  }

  private void folder(String name, long size) throws IOException {
    Files.createDirectories(inside(name));
    skip(size);
  }

  private Path inside(String name) {
    Path path = root.resolve(name.startsWith("./") ? name.substring(2) : name).normalize();
    if (name.startsWith("/") || name.contains("\\") || !path.startsWith(root)) {
      throw refused("UNSAFE_TAR", name, "a path leaves the folder");
    }
    return path;
  }

  private String text(long size) throws IOException {
    if (size > LONGEST_NAME) {
      throw refused("LIMIT_EXCEEDED", "", "a name in the tar is too long");
    }
    byte[] bytes = in.readNBytes((int) size);
    skipPadding(size);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** The path of a pax record list: {@code <length> path=<value>\n} among others. */
  private static String path(String records) {
    for (String line : records.split("\n")) {
      int at = line.indexOf(" path=");
      if (at >= 0) {
        return line.substring(at + " path=".length());
      }
    }
    return "";
  }

  private void skip(long size) throws IOException {
    skipFully(size);
    skipPadding(size);
  }

  private void skipPadding(long size) throws IOException {
    skipFully(-size & BLOCK - 1);
  }

  private void skipFully(long count) throws IOException {
    try {
      in.skipNBytes(count);
    } catch (EOFException _) {
      throw refused("CORRUPT", "", "the tar ends too early");
    }
  }

  private static long octal(byte[] header, int offset, int length) {
    String digits = ascii(header, offset, length).strip();
    try {
      return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
    } catch (NumberFormatException _) {
      throw refused("CORRUPT", "", "a number in a tar header is not octal");
    }
  }

  private static String ascii(byte[] header, int offset, int length) {
    return cut(new String(header, offset, length, StandardCharsets.UTF_8), '\0');
  }

  private static String cut(String text, char end) {
    int at = text.indexOf(end);
    return at < 0 ? text : text.substring(0, at);
  }

  private static Problem.Raised refused(String code, String place, String message) {
    return new Problem.Raised(
        new Problem.Refused(code, place, message, "send a plain tar of the model's folder"));
  }
}
