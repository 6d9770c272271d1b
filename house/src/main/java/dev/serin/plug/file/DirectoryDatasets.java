package dev.serin.plug.file;

import dev.serin.base.Digest;
import dev.serin.base.Problem;
import dev.serin.training.Datasets;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Keeps uploads in a folder: the bytes under {@code content/} by digest, once each, and under
 * {@code names/} the digest that each name stands for. No name of a client becomes a path that
 * leaves the folder, and no content is ever overwritten.
 */
public final class DirectoryDatasets implements Datasets {
  private static final int LONGEST_NAME = 200;
  private static final int BUFFER = 1 << 16;

  private final Path content;
  private final Path names;
  private final Path scratch;
  private final long most;

  /** Keeps at most so many bytes in all below this folder. */
  public DirectoryDatasets(Path root, long most) {
    this.content = root.resolve("content");
    this.names = root.resolve("names");
    this.scratch = root.resolve("scratch");
    this.most = most;
  }

  @Override
  public Kept keep(String name, InputStream bytes) {
    check(name);
    try {
      for (Path folder : List.of(content, names, scratch)) {
        Files.createDirectories(folder);
      }
      Path work = Files.createTempFile(scratch, "upload", "");
      try {
        Kept kept = copied(name, bytes, work);
        place(kept, work);
        return kept;
      } finally {
        Files.deleteIfExists(work);
      }
    } catch (IOException failure) {
      throw new Problem.Raised(
          new Problem.Full(
              "STORAGE_UNWRITABLE", "the upload cannot be kept: " + failure.getMessage()),
          failure);
    }
  }

  private static void check(String name) {
    boolean plain =
        name.chars().noneMatch(c -> c == '/' || c == '\\' || c == ':' || Character.isISOControl(c));
    if (!plain || name.isBlank() || name.startsWith(".") || name.length() > LONGEST_NAME) {
      throw new Problem.Raised(
          new Problem.Invalid("FILE_NAME", "file", "the name of the file is no plain file name"));
    }
  }

  private Kept copied(String name, InputStream bytes, Path work) throws IOException {
    long room = most - kept();
    MessageDigest hash = Digest.sha256();
    byte[] buffer = new byte[BUFFER];
    long size = 0;
    try (FileChannel out = FileChannel.open(work, StandardOpenOption.WRITE)) {
      for (int count = bytes.read(buffer); count >= 0; count = bytes.read(buffer)) {
        size += count;
        if (size > room) {
          throw new Problem.Raised(
              new Problem.Full(
                  "DATASETS_FULL", "at most " + most + " bytes of uploads are kept: remove some"));
        }
        hash.update(buffer, 0, count);
        Durable.writeAll(out, ByteBuffer.wrap(buffer, 0, count));
      }
      out.force(true);
    }
    return new Kept(name, Digest.finish(hash), size);
  }

  private long kept() throws IOException {
    try (Stream<Path> all = Files.list(content)) {
      return all.mapToLong(DirectoryDatasets::size).sum();
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private void place(Kept kept, Path work) throws IOException {
    Path target = content.resolve(kept.digest().hex());
    if (Files.notExists(target)) {
      Files.move(work, target, StandardCopyOption.ATOMIC_MOVE);
      Durable.synchronise(content);
    }
    Path named = Files.createTempFile(scratch, "name", "");
    byte[] digest = kept.digest().hex().getBytes(StandardCharsets.UTF_8);
    try (FileChannel out = FileChannel.open(named, StandardOpenOption.WRITE)) {
      Durable.writeAll(out, ByteBuffer.wrap(digest));
      out.force(true);
    }
    Files.move(
        named,
        names.resolve(kept.name()),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    Durable.synchronise(names);
  }

  @Override
  public Optional<Path> newest() {
    if (!Files.isDirectory(names)) {
      return Optional.empty();
    }
    try (Stream<Path> all = Files.list(names)) {
      Optional<Path> name = all.max(Comparator.comparing(DirectoryDatasets::modified));
      return name.isEmpty()
          ? Optional.empty()
          : Optional.of(content.resolve(new Digest(Files.readString(name.get())).hex()));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static FileTime modified(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
