package dev.serin.plug.file;

import dev.serin.artifact.ArtifactStore;
import dev.serin.artifact.Bundle;
import dev.serin.artifact.CheckedStream;
import dev.serin.artifact.Manifest;
import dev.serin.base.Digest;
import dev.serin.base.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Artifacts in a folder: {@code <2 hex>/<digest>/manifest.json} and {@code files/<path>}.
 *
 * <p>A put copies into {@code tmp/}, hashing as it goes, synchronises every file and folder with
 * the disk, writes the manifest last, and moves the whole folder to its place in one step. So a
 * folder at its place is complete, whatever stops the process; what is left in {@code tmp/} is
 * deleted at the next start. A stored artifact that was damaged is replaced by the next put.
 */
public final class DirectoryArtifacts implements ArtifactStore {
  private static final int BUFFER = 1 << 16;
  private static final String MANIFEST = "manifest.json";
  private static final String FILES = "files";

  private final Path root;
  private final Path scratch;
  private final Object placing = new Object();

  /** Keeps artifacts there; deletes what an earlier process left half written. */
  public DirectoryArtifacts(Path root) {
    this.root = root.toAbsolutePath().normalize();
    this.scratch = this.root.resolve("tmp");
    try {
      delete(scratch);
      Files.createDirectories(scratch);
      Durable.synchronise(this.root);
    } catch (IOException failure) {
      throw unwritable(failure);
    }
  }

  @Override
  public Manifest put(Bundle bundle) {
    Manifest.checkPaths(bundle.entries().stream().map(Bundle.Entry::path).toList());
    try {
      Path work = Files.createTempDirectory(scratch, "put");
      try {
        Manifest manifest = copy(bundle, work);
        return place(manifest, work);
      } finally {
        delete(work);
      }
    } catch (IOException failure) {
      throw unwritable(failure);
    }
  }

  @Override
  public Bundle open(Digest digest) {
    Manifest manifest =
        manifest(digest)
            .orElseThrow(
                () ->
                    new Problem.Raised(
                        new Problem.Unknown("ARTIFACT_UNKNOWN", "no artifact is " + digest)));
    Path files = folder(digest).resolve(FILES);
    for (Manifest.File file : manifest.files()) {
      if (!sound(files, file)) {
        throw CheckedStream.corrupt(digest.brief(), file.path());
      }
    }
    return new StoredBundle(manifest, files);
  }

  @Override
  public Optional<Manifest> manifest(Digest digest) {
    Path file = folder(digest).resolve(MANIFEST);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      Manifest manifest = ManifestText.manifest(Files.readAllBytes(file));
      if (manifest.digest().equals(digest)) {
        return Optional.of(manifest);
      }
    } catch (IOException | Problem.Raised | IllegalArgumentException damaged) {
      throw new Problem.Raised(CheckedStream.corrupt(digest.brief(), MANIFEST).problem(), damaged);
    }
    throw CheckedStream.corrupt(digest.brief(), MANIFEST);
  }

  @Override
  public void close() {
    // keeps no file open
  }

  private Manifest copy(Bundle bundle, Path work) throws IOException {
    Path files = Files.createDirectory(work.resolve(FILES));
    List<Manifest.File> copied = new ArrayList<>();
    for (Bundle.Entry entry : bundle.entries()) {
      Path target = files.resolve(entry.path());
      Files.createDirectories(target.getParent());
      copied.add(copy(entry, target));
    }
    Manifest manifest = Manifest.of(bundle.name(), bundle.folder(), copied);
    Durable.write(work.resolve(MANIFEST), ByteBuffer.wrap(ManifestText.bytes(manifest)));
    try (Stream<Path> folders = Files.walk(work).filter(Files::isDirectory)) {
      for (Path folder : folders.toList()) {
        Durable.synchronise(folder);
      }
    }
    return manifest;
  }

  private static Manifest.File copy(Bundle.Entry entry, Path target) throws IOException {
    MessageDigest hash = Digest.sha256();
    byte[] buffer = new byte[BUFFER];
    long size = 0;
    try (InputStream in = opened(entry);
        FileChannel out =
            FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (int count = read(entry, in, buffer); count >= 0; count = read(entry, in, buffer)) {
        hash.update(buffer, 0, count);
        Durable.writeAll(out, ByteBuffer.wrap(buffer, 0, count));
        size += count;
      }
      out.force(true);
    } catch (FileAlreadyExistsException twice) {
      throw new Problem.Raised(
          new Problem.Refused(
              "PATH_INVALID",
              entry.path(),
              "two files would lie at this path here",
              "give each file a name that differs by more than case"),
          twice);
    }
    return new Manifest.File(entry.path(), size, Digest.finish(hash));
  }

  private Manifest place(Manifest manifest, Path work) throws IOException {
    Path target = folder(manifest.digest());
    synchronized (placing) {
      if (Files.exists(target)) {
        if (whole(manifest.digest())) {
          return manifest(manifest.digest()).orElseThrow();
        }
        Path damaged = Files.createTempDirectory(scratch, "damaged");
        Files.move(target, damaged.resolve("artifact"), StandardCopyOption.ATOMIC_MOVE);
        delete(damaged);
      }
      Files.createDirectories(target.getParent());
      Files.move(work, target, StandardCopyOption.ATOMIC_MOVE);
      Durable.synchronise(target.getParent());
      Durable.synchronise(root);
    }
    return manifest;
  }

  private boolean whole(Digest digest) {
    try {
      open(digest).close();
      return true;
    } catch (Problem.Raised damaged) {
      return false;
    }
  }

  private static boolean sound(Path files, Manifest.File file) {
    Path path = files.resolve(file.path());
    MessageDigest hash = Digest.sha256();
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = Files.newInputStream(path)) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        hash.update(buffer, 0, count);
      }
    } catch (IOException damaged) {
      return false;
    }
    return Digest.finish(hash).equals(file.digest());
  }

  private Path folder(Digest digest) {
    return root.resolve(digest.hex().substring(0, 2)).resolve(digest.hex());
  }

  private static InputStream opened(Bundle.Entry entry) {
    try {
      return entry.open();
    } catch (IOException failure) {
      throw unreadable(entry, failure);
    }
  }

  private static int read(Bundle.Entry entry, InputStream in, byte[] buffer) {
    try {
      return in.read(buffer);
    } catch (IOException failure) {
      throw unreadable(entry, failure);
    }
  }

  private static void delete(Path tree) throws IOException {
    if (Files.notExists(tree)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(tree)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private Problem.Raised unwritable(IOException failure) {
    return new Problem.Raised(
        new Problem.Full(
            "STORAGE_UNWRITABLE",
            "the artifacts in " + root + " cannot be written: " + failure.getMessage()),
        failure);
  }

  private static Problem.Raised unreadable(Bundle.Entry entry, IOException failure) {
    return new Problem.Raised(
        new Problem.Refused(
            "UNREADABLE",
            entry.path(),
            "it cannot be read: " + failure,
            "offer the file again when it can be read"),
        failure);
  }
}
