package dev.serin.plug.file;

import dev.serin.base.Digest;
import dev.serin.runtime.Conversions;
import dev.serin.runtime.Encoded;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Converted graphs in a folder, each in {@code <key>.<converter>.<SHA-256 of it>}, so that the
 * engine reads it as it lies there and a damaged one is known. A file is written beside its place,
 * synchronised and moved there in one step. Together they stay below a number of bytes: those that
 * were used longest ago go first. What other converters left, and what is damaged, is deleted.
 */
public final class DirectoryConversions implements Conversions {
  private static final Logger LOG = LoggerFactory.getLogger(DirectoryConversions.class);
  private static final int BUFFER = 1 << 16;
  private static final String UNFINISHED = ".tmp";

  private final Path root;
  private final String converter;
  private final long mostBytes;
  private final Clock clock;

  /**
   * Keeps graphs there.
   *
   * @param converter what made them, of letters, digits, dots and hyphens
   * @param mostBytes of all files together; 0 keeps nothing and deletes what was kept
   */
  public DirectoryConversions(Path root, String converter, long mostBytes, Clock clock) {
    if (!converter.matches("[A-Za-z0-9.-]+")) {
      throw new IllegalArgumentException("no name for a converter: " + converter);
    }
    this.root = root.toAbsolutePath().normalize();
    this.converter = converter;
    this.mostBytes = mostBytes;
    this.clock = clock;
    try {
      Files.createDirectories(this.root);
      clear();
      evict(0);
    } catch (IOException failure) {
      LOG.warn("[CONVERSIONS] {} is not used: {}", root, failure.toString());
    }
  }

  @Override
  public synchronized Optional<Path> find(Digest key) {
    for (Path file : named(key)) {
      try {
        if (digest(file).hex().equals(tail(file))) {
          Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
          return Optional.of(file);
        }
        LOG.warn("[CONVERSIONS] {} is damaged and converted anew", file);
      } catch (IOException failure) {
        LOG.warn("[CONVERSIONS] {} is converted anew: {}", file, failure.toString());
      }
    }
    drop(key);
    return Optional.empty();
  }

  private static Digest digest(Path file) throws IOException {
    MessageDigest hash = Digest.sha256();
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = Files.newInputStream(file)) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        hash.update(buffer, 0, count);
      }
    }
    return Digest.finish(hash);
  }

  private static String tail(Path file) {
    String name = file.getFileName().toString();
    return name.substring(name.lastIndexOf('.') + 1);
  }

  @Override
  public synchronized void keep(Digest key, Encoded onnx) {
    if (onnx.size() > mostBytes) {
      return;
    }
    drop(key);
    Path unfinished = root.resolve(key.hex() + UNFINISHED);
    try {
      Files.deleteIfExists(unfinished);
      evict(onnx.size());
      try (FileChannel out =
          FileChannel.open(unfinished, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        onnx.writeTo(out);
        out.force(true);
      }
      Files.setLastModifiedTime(unfinished, FileTime.from(clock.instant()));
      Path file = root.resolve(start(key) + digest(unfinished).hex());
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
      Durable.synchronise(root);
    } catch (IOException failure) {
      LOG.warn("[CONVERSIONS] {} is not kept: {}", key.brief(), failure.toString());
    }
  }

  @Override
  public synchronized void drop(Digest key) {
    try {
      for (Path file : named(key)) {
        Files.deleteIfExists(file);
      }
    } catch (IOException failure) {
      LOG.warn("[CONVERSIONS] {} stays: {}", key.brief(), failure.toString());
    }
  }

  private String start(Digest key) {
    return key.hex() + "." + converter + ".";
  }

  private List<Path> named(Digest key) {
    try {
      return files().stream()
          .filter(file -> file.getFileName().toString().startsWith(start(key)))
          .toList();
    } catch (IOException failure) {
      LOG.warn("[CONVERSIONS] {} is not used: {}", root, failure.toString());
      return List.of();
    }
  }

  /** Deletes what another converter made and what was left unfinished. */
  private void clear() throws IOException {
    for (Path file : files()) {
      String name = file.getFileName().toString();
      if (!name.matches("[0-9a-f]{64}\\Q." + converter + ".\\E[0-9a-f]{64}")) {
        Files.delete(file);
      }
    }
  }

  /** Deletes the files that were used longest ago until so many bytes have room. */
  private void evict(long room) throws IOException {
    List<Path> oldest = new ArrayList<>();
    long bytes = room;
    for (Path file : files()) {
      bytes += Files.size(file);
      oldest.add(file);
    }
    oldest.sort(Comparator.comparing(DirectoryConversions::used));
    for (Path file : oldest) {
      if (bytes <= mostBytes) {
        return;
      }
      bytes -= Files.size(file);
      Files.delete(file);
    }
  }

  private static FileTime used(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException gone) {
      return FileTime.fromMillis(0); // the first to go
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(root)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }
}
