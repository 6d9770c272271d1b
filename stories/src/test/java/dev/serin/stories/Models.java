package dev.serin.stories;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.GZIPOutputStream;

/** Regressors of five numbers that were fitted to the same data and differ in their answers. */
final class Models {
  private static final String FAMILY = "sklearn-1.9.1";

  private Models() {}

  /** One of them: the bytes of its file, and what it answers to {@link #request}. */
  record Regressor(byte[] bytes, double[] answers) {}

  static Regressor regressor(String name) {
    Path folder = Commands.top().resolve("fixtures").resolve(FAMILY).resolve(name);
    try {
      return new Regressor(
          Files.readAllBytes(folder.resolve("model.pkl")),
          Npy.read(folder.resolve("y_predict.npy")).doubles());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** The rows that all of them were asked. */
  static String request() {
    return Case.of(FAMILY, "ridge").answered().getFirst().body();
  }

  /** Whether an answer of V2 holds these numbers. */
  static boolean same(Serin.Answer answer, double[] expected) {
    var data = answer.json().path("outputs").path(0).path("data");
    if (data.size() != expected.length) {
      return false;
    }
    for (int i = 0; i < expected.length; i++) {
      double theirs = expected[i];
      if (Math.abs(data.get(i).asDouble() - theirs) > 1e-12 * Math.max(1, Math.abs(theirs))) {
        return false;
      }
    }
    return true;
  }

  /** The same model in a container that carries {@code stamp}, so that its digest is new. */
  static byte[] stamped(byte[] model, int stamp) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(model);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    byte[] bytes = out.toByteArray();
    for (int i = 0; i < 4; i++) {
      bytes[4 + i] = (byte) (stamp >>> 8 * i); // the header's time stamp
    }
    return bytes;
  }

  /** Replaces a file at once, as a careful writer does. */
  static void put(Path file, byte[] bytes) {
    try {
      Path fresh = Files.write(file.resolveSibling("." + file.getFileName()), bytes);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
