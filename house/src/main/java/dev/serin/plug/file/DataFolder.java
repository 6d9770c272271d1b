package dev.serin.plug.file;

import dev.serin.base.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The folder of everything durable, held by one process: its {@code serin.lock} is locked and names
 * the process until it is closed or the process ends.
 */
public final class DataFolder implements AutoCloseable {
  private final Path root;
  private final FileChannel channel;

  private DataFolder(Path root, FileChannel channel) {
    this.root = root;
    this.channel = channel;
  }

  /**
   * Takes the folder, makes it when it is missing.
   *
   * @throws Problem.Raised {@code Conflict} DATA_IN_USE naming the process that has it, {@code
   *     Invalid} DATA_NOT_A_FOLDER, {@code Full} STORAGE_UNWRITABLE
   */
  public static DataFolder open(Path folder) {
    Path root = folder.toAbsolutePath().normalize();
    if (Files.exists(root) && !Files.isDirectory(root)) {
      throw notAFolder(root);
    }
    try {
      Files.createDirectories(root);
      return take(root);
    } catch (IOException failure) {
      throw new Problem.Raised(
          new Problem.Full(
              "STORAGE_UNWRITABLE",
              "the data folder " + root + " cannot be written: " + failure.getMessage()),
          failure);
    }
  }

  /** Takes a folder that is there already; raises as {@link #open}. */
  public static DataFolder existing(Path folder) {
    Path root = folder.toAbsolutePath().normalize();
    if (!Files.isDirectory(root)) {
      throw notAFolder(root);
    }
    return open(root);
  }

  private static DataFolder take(Path root) throws IOException {
    Path file = root.resolve("serin.lock");
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      if (locked(channel)) {
        String pid = ProcessHandle.current().pid() + "\n";
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.UTF_8)), 0);
        channel.force(true);
        return new DataFolder(root, channel);
      }
      String holder = Files.readString(file).strip();
      throw new Problem.Raised(
          new Problem.Conflict(
              "DATA_IN_USE",
              "the data folder "
                  + root
                  + " is in use by the process "
                  + holder
                  + ": stop it, or choose another folder with --data"));
    } catch (IOException | RuntimeException failure) {
      channel.close();
      throw failure;
    }
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null && lock.isValid();
    } catch (OverlappingFileLockException ourselves) {
      return false;
    }
  }

  /** The folder. */
  public Path root() {
    return root;
  }

  /** The file of the ledger. */
  public Path ledger() {
    return root.resolve("serin.db");
  }

  /** The file of what replicas share beside the ledger. */
  public Path desk() {
    return root.resolve("desk.db");
  }

  /** The file of answers of which somebody may say later whether they were right. */
  public Path answered() {
    return root.resolve("answered.db");
  }

  /** The folder of the artifacts. */
  public Path artifacts() {
    return root.resolve("artifacts");
  }

  /** The folder of the converted graphs. */
  public Path conversions() {
    return root.resolve("conversions");
  }

  /** Lets the folder go. */
  @Override
  public void close() {
    try (channel) {
      channel.truncate(0);
    } catch (IOException failure) {
      throw new Problem.Raised(
          new Problem.Full("STORAGE_UNWRITABLE", root + ": " + failure.getMessage()), failure);
    }
  }

  private static Problem.Raised notAFolder(Path root) {
    return new Problem.Raised(
        new Problem.Invalid("DATA_NOT_A_FOLDER", "data", root + " is not a folder"));
  }
}
