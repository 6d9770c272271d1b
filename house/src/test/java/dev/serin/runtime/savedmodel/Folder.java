package dev.serin.runtime.savedmodel;

import dev.serin.artifact.Bundle;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The files of a model in memory, so that tests can change them. */
record Folder(SortedMap<String, byte[]> files) implements Bundle {

  static Folder of(String... paths) {
    SortedMap<String, byte[]> files = new TreeMap<>();
    for (String path : paths) {
      files.put(path, new byte[0]);
    }
    return new Folder(files);
  }

  /** The model of a case below {@code fixtures}. */
  static Folder fixture(String family, String name) {
    Path model = Path.of("..", "fixtures", family, name, "model");
    SortedMap<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(model)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(model.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
      }
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
    return new Folder(files);
  }

  /** The same with other bytes in one file. */
  Folder with(String path, byte[] bytes) {
    SortedMap<String, byte[]> changed = new TreeMap<>(files);
    changed.put(path, bytes);
    return new Folder(changed);
  }

  @Override
  public String name() {
    return "model";
  }

  @Override
  public boolean folder() {
    return true;
  }

  @Override
  public List<Entry> entries() {
    return files.entrySet().stream()
        .<Entry>map(each -> new File(each.getKey(), each.getValue()))
        .toList();
  }

  @Override
  public void close() {}

  private record File(String path, byte[] bytes) implements Entry {
    @Override
    public long size() {
      return bytes.length;
    }

    @Override
    public InputStream open() {
      return new ByteArrayInputStream(bytes);
    }
  }
}
