package dev.serin.artifact;

import dev.serin.base.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Lists the files below a root without ever leaving it; used once. */
final class Listing {
  private static final int MOST_FILES = 10_000;
  private static final int DEEPEST = 40;

  private final Path root;
  private final List<Bundle.Entry> found = new ArrayList<>();

  /** Lists below this real path. */
  Listing(Path root) {
    this.root = root;
  }

  /** The one entry of a single file. */
  List<Bundle.Entry> file(Path real, String name) throws IOException {
    add(real, name);
    return List.copyOf(found);
  }

  /** The entries of a folder in path order, noise left out. */
  List<Bundle.Entry> folder(Path real) throws IOException {
    walk(List.of(real), "");
    found.sort(Comparator.comparing(Bundle.Entry::path));
    return List.copyOf(found);
  }

  /** The real path of {@code path}, which lies below the root. */
  Path inside(Path path) throws IOException {
    if (Files.isSymbolicLink(path) && Files.notExists(path)) {
      throw outside(path, "a link that points to nothing");
    }
    Path real = path.toRealPath();
    if (!real.startsWith(root)) {
      throw outside(path, "a link that leaves " + root);
    }
    return real;
  }

  private void walk(List<Path> above, String prefix) throws IOException {
    if (above.size() > DEEPEST) {
      throw tooMuch(prefix, "folders are nested at most " + DEEPEST + " deep");
    }
    List<Path> children;
    try (Stream<Path> listed = Files.list(above.getLast())) {
      children = listed.limit(MOST_FILES + 1L).toList();
    }
    for (Path child : children) {
      String name = child.getFileName().toString();
      if (DiskBundle.noise(name)) {
        continue;
      }
      Path real = inside(child);
      if (!Files.isDirectory(real)) {
        add(real, prefix + name);
      } else if (above.contains(real)) {
        throw outside(child, "a link that points to a folder around it");
      } else {
        List<Path> deeper = new ArrayList<>(above);
        deeper.add(real);
        walk(deeper, prefix + name + "/");
      }
    }
  }

  private void add(Path real, String path) throws IOException {
    if (!Files.isRegularFile(real)) {
      throw outside(real, "no regular file");
    }
    if (found.size() == MOST_FILES) {
      throw tooMuch(path, "a model has at most " + MOST_FILES + " files");
    }
    found.add(new DiskEntry(path, Files.size(real), real));
  }

  private static Problem.Raised outside(Path path, String what) {
    return new Problem.Raised(
        new Problem.Refused(
            "EXTERNAL_REFERENCE",
            path.toString(),
            "it is " + what,
            "put a copy of the file into the model's folder"));
  }

  static Problem.Raised tooMuch(String place, String limit) {
    return new Problem.Raised(
        new Problem.Refused(
            "LIMIT_EXCEEDED", place, limit, "keep only the model's own files in its folder"));
  }

  /** One file by its real path, so that no link is followed when it is opened. */
  private record DiskEntry(String path, long size, Path real) implements Bundle.Entry {
    @Override
    public InputStream open() throws IOException {
      return Files.newInputStream(real, LinkOption.NOFOLLOW_LINKS);
    }
  }
}
