package dev.serin.app;

import dev.serin.artifact.Bundle;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A model in memory, a folder of files or one file, so that reading it touches no disk. */
record Held(String name, boolean folder, Map<String, byte[]> files) implements Bundle {
  private static final List<String> PREFIXES =
      List.of("x", "y_", "hard", "meta.json", "refused.json", "golden.json");

  static Held file(String name, byte[] bytes) {
    return new Held(name, false, Map.of(name, bytes));
  }

  static Held file(String name, String text) {
    return file(name, text.getBytes(StandardCharsets.UTF_8));
  }

  static Held folder(String name, Map<String, byte[]> files) {
    return new Held(name, true, files);
  }

  /** A file, or all files of a folder but the rows and answers of a fixture. */
  static Held of(Path path) {
    if (!Files.isDirectory(path)) {
      return file(path.getFileName().toString(), bytes(path));
    }
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(path)) {
      for (Path file : all.filter(Files::isRegularFile).filter(Held::model).toList()) {
        files.put(path.relativize(file).toString(), bytes(file));
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return folder(path.getFileName().toString(), files);
  }

  private static boolean model(Path file) {
    return PREFIXES.stream().noneMatch(file.getFileName().toString()::startsWith);
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** The same with other bytes at a path. */
  Held with(String path, byte[] bytes) {
    Map<String, byte[]> changed = new TreeMap<>(files);
    changed.put(path, bytes);
    return new Held(name, folder, changed);
  }

  /** The same without the file at a path. */
  Held without(String path) {
    Map<String, byte[]> changed = new TreeMap<>(files);
    changed.remove(path);
    return new Held(name, folder, changed);
  }

  /** Writes it below {@code parent} and says where. */
  Path kept(Path parent) {
    Path top = folder ? parent.resolve(name) : parent;
    try {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        Path path = top.resolve(file.getKey());
        Files.createDirectories(path.getParent());
        Files.write(path, file.getValue());
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    return parent;
  }

  @Override
  public List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    new TreeMap<>(files).forEach((path, bytes) -> entries.add(new InMemory(path, bytes)));
    return entries;
  }

  @Override
  public void close() {
    // keeps nothing open
  }

  private record InMemory(String path, byte[] bytes) implements Entry {
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
