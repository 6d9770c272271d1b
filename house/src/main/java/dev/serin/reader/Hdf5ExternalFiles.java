package dev.serin.reader;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the name of the file outside of an HDF5 file in which a dataset lies, only to show it to
 * people: the library refuses such a dataset without saying which file it names. Reads version 1
 * object headers (HDF5 specification, IV.A.1.a and IV.A.2.h).
 */
record Hdf5ExternalFiles(byte[] bytes) {
  private static final Pattern ADDRESS = Pattern.compile("object header at address: (\\d{1,9})");
  private static final int EXTERNAL_FILES = 7;

  /** The name in the form {@code : name}, or nothing when it is not found. */
  String named(Throwable refusal) {
    for (Throwable cause = refusal; cause != null; cause = cause.getCause()) {
      Matcher address = ADDRESS.matcher(String.valueOf(cause.getMessage()));
      if (address.find()) {
        return name(Integer.parseInt(address.group(1)));
      }
    }
    return "";
  }

  private String name(int header) {
    ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (!within(header, 16) || bytes[header] != 1) {
      return "";
    }
    int at = header + 16;
    int end = at + Math.clamp(file.getInt(header + 8), 0, bytes.length - at);
    while (at + 8 <= end) {
      int size = Short.toUnsignedInt(file.getShort(at + 2));
      if (file.getShort(at) == EXTERNAL_FILES && within(at + 8, 24)) {
        return inHeap(file, file.getLong(at + 16), file.getLong(at + 24));
      }
      at += 8 + size;
    }
    return "";
  }

  private String inHeap(ByteBuffer file, long heap, long offset) {
    if (!within(heap, 32)) {
      return "";
    }
    long start = file.getLong((int) heap + 24) + offset;
    if (!within(start, 1)) {
      return "";
    }
    int end = (int) start;
    while (end < bytes.length && bytes[end] != 0) {
      end++;
    }
    return ": " + new String(bytes, (int) start, end - (int) start, StandardCharsets.UTF_8);
  }

  private boolean within(long at, int length) {
    return at >= 0 && at <= bytes.length - length;
  }
}
