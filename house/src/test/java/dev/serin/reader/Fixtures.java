package dev.serin.reader;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files of {@code fixtures/}, found from the module's folder. */
public final class Fixtures {
  /** Every name of the libraries that made the fixtures, and nothing else. */
  static final Allowed LIBRARIES =
      (module, name) ->
          Stream.of("sklearn", "scipy", "numpy", "_loss", "copyreg")
              .anyMatch(top -> module.equals(top) || module.startsWith(top + "."));

  private Fixtures() {}

  public static Path root() {
    Path here = Path.of("").toAbsolutePath();
    Path beside = here.resolve("fixtures");
    return Files.isDirectory(beside) ? beside : here.resolveSibling("fixtures");
  }

  /** All files below {@code folder} whose name starts so, in order. */
  public static List<Path> named(String folder, String start) {
    try (Stream<Path> all = Files.walk(root().resolve(folder))) {
      return all.filter(file -> file.getFileName().toString().startsWith(start)).sorted().toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  public static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  static Node read(byte[] bytes) {
    return Unpickler.read(new ByteArrayInputStream(bytes), Budget.usual(), LIBRARIES);
  }
}
