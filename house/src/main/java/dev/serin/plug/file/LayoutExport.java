package dev.serin.plug.file;

import dev.serin.artifact.ArtifactStore;
import dev.serin.artifact.Bundle;
import dev.serin.base.Digest;
import dev.serin.base.Problem;
import dev.serin.source.layout.Content;
import dev.serin.source.layout.LayoutFolder;
import dev.serin.source.layout.Memory;
import dev.serin.source.layout.Part;
import dev.serin.source.layout.Wanted;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Keeps the folders of the layout equal to what the registry says. A version is written into a
 * folder of its own, weights before version file, and made durable; then one rename of a symbolic
 * link puts it in place, so that whoever opens {@code current} gets both files of one version. What
 * is about to be written is remembered before, so that a crash at any point is mended by doing it
 * again. Contents that nobody took in yet are never touched. For one thread.
 */
public final class LayoutExport {
  private static final String VERSIONS = ".versions";
  private static final int KEPT = 5;
  private static final int MOST_FOLDERS = 1_000_000;
  private static final int BUFFER = 1 << 16;

  private final LayoutFolder folder;
  private final ArtifactStore store;
  private final Memory memory;

  /** Writes artifacts of this store. */
  public LayoutExport(LayoutFolder folder, ArtifactStore store, Memory memory) {
    this.folder = folder;
    this.store = store;
    this.memory = memory;
  }

  /**
   * Makes a part hold what is wanted, nothing where nothing is; whether anything was changed.
   *
   * @throws Problem.Raised {@code Full} STORAGE_UNWRITABLE
   */
  public boolean converge(Part part, Optional<Wanted> wanted) {
    try {
      Optional<Digest> there = folder.content(part).map(Content::digest);
      boolean foreign = there.filter(it -> !memory.known(part).contains(it)).isPresent();
      boolean left = there.filter(it -> memory.refused(part, it)).isPresent();
      boolean gone = left || !Files.exists(folder.of(part), LinkOption.NOFOLLOW_LINKS);
      if (foreign || wanted.isEmpty() && gone || there.equals(wanted.map(Wanted::digest))) {
        return false;
      }
      if (wanted.isPresent()) {
        put(part, wanted.get(), there);
      } else {
        remove(part);
      }
      forget();
      return true;
    } catch (IOException failure) {
      throw new Problem.Raised(
          new Problem.Full(
              "STORAGE_UNWRITABLE",
              "the folder " + folder.of(part) + " cannot be written: " + failure.getMessage()),
          failure);
    }
  }

  private void put(Part part, Wanted wanted, Optional<Digest> there) throws IOException {
    Path versions = Files.createDirectories(folder.root().resolve(VERSIONS));
    Path target = fresh(versions, wanted);
    write(wanted, target);
    Durable.synchronise(versions);
    memory.know(part, Stream.concat(there.stream(), Stream.of(wanted.digest())).toList());
    setAside(part, versions);
    Path link = versions.resolve(".link-" + part.folder());
    Files.deleteIfExists(link);
    Files.createSymbolicLink(link, Path.of(VERSIONS, target.getFileName().toString()));
    Files.move(
        link, folder.of(part), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    Durable.synchronise(folder.root());
    memory.know(part, List.of(wanted.digest()));
  }

  /** A new folder each time: who writes through the link changes the one that is in place. */
  private static Path fresh(Path versions, Wanted wanted) throws IOException {
    String name = "%06d-%s".formatted(wanted.version().number(), wanted.digest().brief());
    for (int i = 1; ; i++) {
      try {
        return Files.createDirectory(versions.resolve(name + "-" + i));
      } catch (FileAlreadyExistsException taken) {
        if (i == MOST_FOLDERS) {
          throw taken;
        }
      }
    }
  }

  private void remove(Part part) throws IOException {
    if (Files.isSymbolicLink(folder.of(part))) {
      Files.delete(folder.of(part));
    } else {
      setAside(part, Files.createDirectories(folder.root().resolve(VERSIONS)));
    }
    Durable.synchronise(folder.root());
    // what the older layout has beside it shows again, and is known as well
    memory.know(part, folder.content(part).map(Content::digest).stream().toList());
  }

  /** A folder that somebody else made is kept for a while; a link is exchanged as it is. */
  private void setAside(Part part, Path versions) throws IOException {
    Path place = folder.of(part);
    if (Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
      Path aside = Files.createTempDirectory(versions, "replaced-" + part.folder() + "-");
      Files.move(place, aside, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private void write(Wanted wanted, Path work) throws IOException {
    try (Bundle stored = store.open(wanted.version().artifact())) {
      int dot = stored.name().lastIndexOf('.');
      String suffix = stored.folder() || dot < 0 ? "" : stored.name().substring(dot);
      Path model = work.resolve("best" + suffix);
      for (Bundle.Entry entry : stored.entries()) {
        Path target = stored.folder() ? model.resolve(entry.path()) : model;
        Files.createDirectories(target.getParent());
        copy(entry, target);
      }
    }
    byte[] json = wanted.json().getBytes(StandardCharsets.UTF_8);
    Durable.write(work.resolve("version.json"), ByteBuffer.wrap(json));
    try (Stream<Path> folders = Files.walk(work).filter(Files::isDirectory)) {
      for (Path each : folders.toList()) {
        Durable.synchronise(each);
      }
    }
  }

  private static void copy(Bundle.Entry entry, Path target) throws IOException {
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = entry.open();
        FileChannel out =
            FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        Durable.writeAll(out, ByteBuffer.wrap(buffer, 0, count));
      }
      out.force(true);
    }
  }

  /** Keeps the newest folders and those in place. */
  private void forget() throws IOException {
    Path versions = folder.root().resolve(VERSIONS);
    Set<Path> placed =
        Stream.of(Part.values())
            .map(folder::of)
            .filter(Files::isDirectory)
            .map(LayoutExport::real)
            .collect(Collectors.toSet());
    List<Path> old;
    try (Stream<Path> all = Files.list(versions)) {
      old =
          all.filter(path -> !Files.isSymbolicLink(path) && !placed.contains(real(path)))
              .sorted(Comparator.comparing(LayoutExport::modified).reversed())
              .skip(KEPT)
              .toList();
    }
    for (Path each : old) {
      try (Stream<Path> tree = Files.walk(each)) {
        for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException gone) {
      return path;
    }
  }

  private static FileTime modified(Path path) {
    try {
      return Files.getLastModifiedTime(path);
    } catch (IOException gone) {
      return FileTime.fromMillis(0);
    }
  }
}
