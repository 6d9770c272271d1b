package dev.serin.runtime.onnx;

import dev.serin.artifact.Bundle;
import dev.serin.base.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;

/**
 * The files beside an ONNX file that may hold its weights: those of the bundle, in or below the
 * folder of the {@code .onnx}, and nothing else.
 */
record DataFiles(Bundle bundle, String folder) {

  /** The files that belong to the {@code .onnx} at this path of the bundle. */
  static DataFiles beside(Bundle bundle, String path) {
    return new DataFiles(bundle, path.substring(0, path.lastIndexOf('/') + 1));
  }

  /** Checks that the bytes are there. */
  void check(String place, Map<String, String> reference, long bytes) {
    part(place, reference, bytes);
  }

  /** The bytes that the reference names. */
  byte[] read(String place, Map<String, String> reference, long bytes) {
    Part part = part(place, reference, bytes);
    try (InputStream in = part.entry().open()) {
      in.skipNBytes(part.offset());
      byte[] data = in.readNBytes((int) part.length());
      if (data.length == part.length()) {
        return data;
      }
    } catch (IOException unreadable) {
      throw new Problem.Raised(
          Refusal.corrupt(place, "its data file cannot be read").problem(), unreadable);
    }
    throw Refusal.corrupt(place, "its data file ends too early");
  }

  private record Part(Bundle.Entry entry, long offset, long length) {}

  private Part part(String place, Map<String, String> reference, long bytes) {
    String location = reference.getOrDefault("location", "");
    Bundle.Entry entry =
        entry(location)
            .orElseThrow(
                () -> Refusal.external(place, location, "no such file in the model's folder"));
    long offset = number(place, reference, "offset", 0);
    long length = number(place, reference, "length", bytes);
    if (length != bytes || offset > entry.size() || length > entry.size() - offset) {
      throw Refusal.external(
          place,
          location,
          bytes
              + " bytes are needed, "
              + length
              + " are named at "
              + offset
              + " of "
              + entry.size());
    }
    if (length > Integer.MAX_VALUE - 8) {
      throw Refusal.limit(place, "the bytes of one tensor", length, Integer.MAX_VALUE - 8);
    }
    return new Part(entry, offset, length);
  }

  private Optional<Bundle.Entry> entry(String location) {
    boolean plain = bundle.folder() && !location.isEmpty() && !location.contains("..");
    return plain ? bundle.entry(folder + location) : Optional.empty();
  }

  private static long number(
      String place, Map<String, String> reference, String key, long otherwise) {
    String text = reference.getOrDefault(key, Long.toString(otherwise));
    if (!text.matches("[0-9]{1,18}")) {
      throw Refusal.corrupt(place, "the " + key + " of its data is '" + text + "'");
    }
    return Long.parseLong(text);
  }
}
