package dev.serin.source.layout;

import dev.serin.artifact.DiskBundle;
import dev.serin.artifact.Manifest;
import dev.serin.base.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder with {@code current/} and {@code canary/}, or with the older layout: {@code
 * best-vN.pt} files beside one {@code version.json} for both. Hashes a model only when it looks
 * different from outside. For one thread.
 */
public final class LayoutFolder {
  private static final String VERSION = "version.json";
  private static final String BEST = "best";
  private static final int LONGEST = 1 << 20;

  private final Path root;
  private final Map<Part, Content> last = new EnumMap<>(Part.class);

  /** Looks below this folder, which need not exist. */
  public LayoutFolder(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  /** The folder. */
  public Path root() {
    return root;
  }

  /** The folder of a part. */
  public Path of(Part part) {
    return root.resolve(part.folder());
  }

  /**
   * What lies there now, empty where there is no model.
   *
   * @throws Problem.Raised {@code Refused} LAYOUT_AMBIGUOUS or UNREADABLE
   */
  public Optional<Content> content(Part part) {
    try {
      Path folder = of(part);
      if (Files.isDirectory(folder)) {
        Path real = folder.toRealPath(); // so that both files are of one version
        return read(part, model(real), real.resolve(VERSION));
      }
      return older(part);
    } catch (NoSuchFileException gone) {
      return Optional.empty(); // exchanged while it was looked at
    } catch (IOException failure) {
      throw refused("UNREADABLE", part, "it cannot be read: " + failure.getMessage());
    }
  }

  private Optional<Path> model(Path folder) throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
      for (Path path : all) {
        String name = path.getFileName().toString();
        boolean best = name.equals(BEST) || name.startsWith(BEST + ".");
        boolean other = name.endsWith(".tmp") || name.endsWith(".json") || DiskBundle.noise(name);
        if (best && !other) {
          found.add(path);
        }
      }
    }
    if (found.size() > 1) {
      throw new Problem.Raised(
          new Problem.Refused(
              "LAYOUT_AMBIGUOUS",
              folder.toString(),
              "there are several models: " + found.stream().map(Path::getFileName).toList(),
              "keep one file best.* there"));
    }
    return found.stream().findFirst();
  }

  private Optional<Content> older(Part part) throws IOException {
    Path json = root.resolve(VERSION);
    if (!Files.isRegularFile(json)) {
      return Optional.empty();
    }
    Optional<VersionFile> file = VersionFile.parse(text(json), part, Instant.EPOCH);
    if (file.isEmpty()) {
      return Optional.empty();
    }
    String named = file.get().more().text("file").orElse("");
    String plain = named.substring(named.lastIndexOf('/') + 1);
    String prefix = plain.isEmpty() ? BEST + "-v" + file.get().version() + "." : plain;
    try (Stream<Path> all = Files.list(root)) {
      Optional<Path> model =
          all.filter(path -> path.getFileName().toString().startsWith(prefix)).findFirst();
      return read(part, model, json);
    }
  }

  private Optional<Content> read(Part part, Optional<Path> model, Path json) throws IOException {
    if (model.isEmpty()) {
      return Optional.empty();
    }
    Optional<Path> version = Optional.of(json).filter(Files::isRegularFile);
    List<Path> files = new ArrayList<>(version.stream().toList());
    try (Stream<Path> all = Files.walk(model.get())) {
      all.filter(Files::isRegularFile).forEach(files::add);
    }
    files.sort(Comparator.naturalOrder());
    StringBuilder look = new StringBuilder();
    Instant newest = Instant.EPOCH;
    for (Path file : files) {
      BasicFileAttributes seen = Files.readAttributes(file, BasicFileAttributes.class);
      Instant changed = seen.lastModifiedTime().toInstant();
      newest = newest.isAfter(changed) ? newest : changed;
      look.append(file).append(' ').append(seen.size()).append(' ').append(changed);
      look.append(' ').append(seen.fileKey()).append('\n');
    }
    Content before = last.get(part);
    if (before == null || !before.look().contentEquals(look)) {
      Optional<String> text = version.isEmpty() ? Optional.empty() : Optional.of(text(json));
      before = hashed(model.get(), text, newest, look.toString());
      last.put(part, before);
    }
    return Optional.of(before);
  }

  private Content hashed(Path model, Optional<String> json, Instant newest, String look) {
    try (DiskBundle bundle = DiskBundle.of(model, root)) {
      var digest = Content.digest(Manifest.of(bundle).digest(), json);
      return new Content(model, json, digest, newest, look);
    }
  }

  private static String text(Path json) throws IOException {
    try (InputStream in = Files.newInputStream(json)) {
      return new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8);
    }
  }

  private Problem.Raised refused(String code, Part part, String why) {
    return new Problem.Raised(
        new Problem.Refused(code, of(part).toString(), why, "make it readable for Serin"));
  }
}
