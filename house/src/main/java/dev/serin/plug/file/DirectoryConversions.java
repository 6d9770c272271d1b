package dev.serin.plug.file;

import dev.serin.base.Digest;
import dev.serin.runtime.Conversions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Converted graphs in a folder, each in {@code <key>.<converter>}: the SHA-256 of its
 * name and content, then the content. A file is written beside its place, synchronised and moved
 * there in one step. Together they stay below a number of bytes: those that were used longest ago
 * go first. What other converters left, and what is damaged, is deleted.
 */
public final class DirectoryConversions implements Conversions {
  private static final Logger LOG = LoggerFactory.getLogger(DirectoryConversions.class);
  private static final int CHECK = 32;
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
  public synchronized Optional<byte[]> find(Digest key) {
    Path file = file(key);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      Optional<byte[]> onnx = read(file);
      if (onnx.isPresent()) {
        Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
        return onnx;
      }
      LOG.warn("[CONVERSIONS] {} is damaged and converted anew", file);
    } catch (IOException failure) {
      LOG.warn("[CONVERSIONS] {} is converted anew: {}", file, failure.toString());
    }
    drop(key);
    return Optional.empty();
  }

  private static Optional<byte[]> read(Path file) throws IOException {
    try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = in.size() - CHECK;
      if (size <= 0 || size > Integer.MAX_VALUE - 8) {
        return Optional.empty();
      }
      byte[] check = filled(in, CHECK);
      byte[] onnx = filled(in, (int) size);
      return Arrays.equals(check, check(file, onnx)) ? Optional.of(onnx) : Optional.empty();
    }
  }

  private static byte[] filled(FileChannel in, int size) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(size);
    while (bytes.hasRemaining()) {
      if (in.read(bytes) < 0) {
        throw new IOException("the file became shorter");
      }
    }
    return bytes.array();
  }

  @Override
  public synchronized void keep(Digest key, byte[] onnx) {
    long size = (long) CHECK + onnx.length;
    if (size > mostBytes) {
      return;
    }
    Path file = file(key);
    Path unfinished = root.resolve(file.getFileName() + UNFINISHED);
    try {
      Files.deleteIfExists(unfinished);
      Files.deleteIfExists(file);
      evict(size);
      Durable.write(unfinished, ByteBuffer.wrap(check(file, onnx)), ByteBuffer.wrap(onnx));
      Files.setLastModifiedTime(unfinished, FileTime.from(clock.instant()));
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
      Durable.synchronise(root);
    } catch (IOException failure) {
      LOG.warn("[CONVERSIONS] {} is not kept: {}", key.brief(), failure.toString());
    }
  }

  @Override
  public synchronized void drop(Digest key) {
    try {
      Files.deleteIfExists(file(key));
    } catch (IOException failure) {
      LOG.warn("[CONVERSIONS] {} stays: {}", key.brief(), failure.toString());
    }
  }

  private Path file(Digest key) {
    return root.resolve(key.hex() + "." + converter);
  }

  private static byte[] check(Path file, byte[] onnx) {
    MessageDigest hash = Digest.sha256();
    hash.update(file.getFileName().toString().getBytes(StandardCharsets.UTF_8));
    return hash.digest(onnx);
  }

  /** Deletes what another converter made and what was left unfinished. */
  private void clear() throws IOException {
    for (Path file : files()) {
      String name = file.getFileName().toString();
      if (!name.endsWith("." + converter) || name.length() != 65 + converter.length()) {
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
