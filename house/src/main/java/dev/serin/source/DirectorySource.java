package dev.serin.source;

import dev.serin.artifact.Bundle;
import dev.serin.artifact.DiskBundle;
import dev.serin.base.Problem;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder whose files and folders are models, one each. A full scan is the truth; the file
 * system's events only say when to scan sooner, since none of them tells of every change.
 */
public final class DirectorySource implements Source {
  private static final Logger LOG = LoggerFactory.getLogger(DirectorySource.class);
  private static final String GOLDEN = ".golden.json";

  private final Path root;
  private final Hints hints = new Hints();

  /** Watches this folder, which need not exist yet. */
  public DirectorySource(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  @Override
  public String name() {
    return "directory:" + root;
  }

  @Override
  public Scan scan() {
    if (!Files.isDirectory(root)) {
      return new Scan.Unreachable(root + " is no folder, or is missing");
    }
    try {
      Object before = key();
      List<Sighting> sightings = new ArrayList<>();
      for (Path path : listed()) {
        sighting(path).ifPresent(sightings::add);
      }
      if (!before.equals(key())) {
        return new Scan.Unreachable(root + " was exchanged while it was read");
      }
      hints.follow(root);
      return new Scan.Found(sightings);
    } catch (IOException | DirectoryIteratorException failure) {
      return new Scan.Unreachable(root + " cannot be read: " + failure);
    }
  }

  private Object key() throws IOException {
    Object key = Files.readAttributes(root, BasicFileAttributes.class).fileKey();
    return key == null ? root : key;
  }

  private List<Path> listed() throws IOException {
    List<Path> paths = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(root)) {
      stream.forEach(paths::add);
    }
    paths.sort(Comparator.comparing(path -> path.getFileName().toString()));
    return paths;
  }

  @Override
  public Optional<Sighting> look(String path) {
    try {
      return sighting(root.resolve(path));
    } catch (IOException failure) {
      LOG.warn("[WATCHER] {} cannot be read: {}", path, failure.toString());
      return Optional.empty();
    }
  }

  /** Empty for noise, for what is gone, and for a folder that is no model. */
  private Optional<Sighting> sighting(Path path) throws IOException {
    String file = path.getFileName().toString();
    if (DiskBundle.noise(file) || Naming.writing(file)) {
      return Optional.empty();
    }
    try {
      Tree tree = Tree.of(path, root.toRealPath());
      if (tree.folder()) {
        tree.folders().forEach(hints::follow);
      }
      if (tree.folder() && tree.problem().isEmpty() && !tree.model()) {
        return Optional.empty();
      }
      String name = Naming.name(file, tree.folder());
      Path golden =
          tree.folder() ? path.resolve("golden.json") : path.resolveSibling(file + GOLDEN);
      Optional<Problem.Refused> problem = tree.problem().or(() -> wrong(file, name));
      return Optional.of(
          new Sighting(file, name, tree.fingerprint(), Tree.ofFile(golden), problem));
    } catch (NoSuchFileException gone) {
      return Optional.empty(); // between listing and looking, or a link to nowhere
    }
  }

  private static Optional<Problem.Refused> wrong(String file, String name) {
    return Naming.allowed(name)
        ? Optional.empty()
        : Optional.of(
            new Problem.Refused(
                "NAME_INVALID",
                file,
                "a name from a folder has letters, digits, '_', '.', '-', '(', ')' and spaces",
                "rename the file"));
  }

  @Override
  public Bundle open(String path) {
    return DiskBundle.of(root.resolve(path), root);
  }

  @Override
  public Optional<byte[]> golden(String path) {
    return DiskBundle.of(root.resolve(path), root).golden();
  }

  @Override
  public void await(Duration longest) {
    hints.await(longest);
  }

  @Override
  public void close() {
    hints.close();
  }
}
