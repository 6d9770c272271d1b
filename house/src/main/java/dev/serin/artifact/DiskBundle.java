package dev.serin.artifact;

import dev.serin.base.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A model file or folder on the disk. Noise is left out of a folder; a symbolic link is followed
 * only while its target stays inside the root, anything else raises {@code Refused}
 * EXTERNAL_REFERENCE. The disk may change while it is open: what counts is the copy in a store.
 */
public final class DiskBundle implements Bundle {
  private static final String GOLDEN = "golden.json";
  private static final int GOLDEN_LIMIT = 64 << 20;

  private final Path path;
  private final Path root;
  private final boolean folder;
  private final List<Entry> entries;

  private DiskBundle(Path path, Path root, boolean folder, List<Entry> entries) {
    this.path = path;
    this.root = root;
    this.folder = folder;
    this.entries = entries;
  }

  /**
   * Lists a file or folder that somebody named; links inside a folder stay inside that folder.
   *
   * @throws Problem.Raised {@code Unknown} FILE_UNKNOWN, {@code Refused} EXTERNAL_REFERENCE,
   *     UNREADABLE or LIMIT_EXCEEDED
   */
  public static DiskBundle of(Path fileOrFolder) {
    Path path = fileOrFolder.toAbsolutePath().normalize();
    try {
      Path real = path.toRealPath();
      return Files.isDirectory(real)
          ? new DiskBundle(path, real, true, new Listing(real).folder(real))
          : new DiskBundle(
              path, real.getParent(), false, new Listing(real.getParent()).file(real, name(path)));
    } catch (IOException unreadable) {
      throw unreadable(path, unreadable);
    }
  }

  /** Lists a file or folder found below a root; no link leaves the root. Raises as {@link #of}. */
  public static DiskBundle of(Path fileOrFolder, Path root) {
    Path path = fileOrFolder.toAbsolutePath().normalize();
    try {
      Path top = root.toRealPath();
      Listing listing = new Listing(top);
      Path real = listing.inside(path);
      return Files.isDirectory(real)
          ? new DiskBundle(path, top, true, listing.folder(real))
          : new DiskBundle(path, top, false, listing.file(real, name(path)));
    } catch (IOException unreadable) {
      throw unreadable(path, unreadable);
    }
  }

  /** Whether a file or folder of this name never belongs to a model's content. */
  public static boolean noise(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.startsWith(".")
        || lower.endsWith(".md")
        || lower.endsWith(".csv")
        || lower.equals(GOLDEN)
        || lower.endsWith("." + GOLDEN);
  }

  /**
   * The bytes of its golden rows: {@code golden.json} in a folder, {@code <file>.golden.json}
   * beside a file.
   */
  public Optional<byte[]> golden() {
    Path rows = folder ? path.resolve(GOLDEN) : path.resolveSibling(name() + "." + GOLDEN);
    if (!Files.isRegularFile(rows)) {
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(new Listing(root).inside(rows))) {
      byte[] bytes = in.readNBytes(GOLDEN_LIMIT + 1);
      if (bytes.length > GOLDEN_LIMIT) {
        throw Listing.tooMuch(rows.toString(), "golden rows have at most 64 MiB");
      }
      return Optional.of(bytes);
    } catch (IOException unreadable) {
      throw unreadable(rows, unreadable);
    }
  }

  @Override
  public String name() {
    return name(path);
  }

  @Override
  public boolean folder() {
    return folder;
  }

  @Override
  public List<Entry> entries() {
    return entries;
  }

  @Override
  public void close() {
    // keeps no file open
  }

  private static String name(Path path) {
    return path.getFileName() == null ? path.toString() : path.getFileName().toString();
  }

  private static Problem.Raised unreadable(Path path, IOException cause) {
    if (Files.notExists(path, LinkOption.NOFOLLOW_LINKS)) {
      return new Problem.Raised(
          new Problem.Unknown("FILE_UNKNOWN", "there is no file or folder " + path), cause);
    }
    return new Problem.Raised(
        new Problem.Refused(
            "UNREADABLE",
            path.toString(),
            "it cannot be read: " + cause,
            "make it readable for the user that runs Serin"),
        cause);
  }
}
