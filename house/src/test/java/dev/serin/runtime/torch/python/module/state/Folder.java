package dev.serin.runtime.torch.python.module.state;

import dev.serin.artifact.Bundle;
import dev.serin.runtime.NetEngine;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A model in memory: a folder of files, or one file. */
record Folder(Map<String, byte[]> files, boolean folder) implements Bundle {
  static final Path FIXTURES = Path.of("..", "fixtures");

  /** An engine that is never asked: these tests end with the conversion. */
  static final NetEngine NO_ENGINE =
      new NetEngine() {
        @Override
        public Net open(byte[] onnx) {
          throw new UnsupportedOperationException("no engine here");
        }

        @Override
        public void close() {}
      };

  static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }

  static Folder file(String name, byte[] bytes) {
    return new Folder(Map.of(name, bytes), false);
  }

  /** The folder of a fixture. */
  static Folder of(String fixture) {
    Map<String, byte[]> files = new TreeMap<>();
    for (String name :
        List.of(
            "model.pt",
            "model.pth",
            "model.bin",
            "model.safetensors",
            "model_class.py",
            "serin.json")) {
      Path file = FIXTURES.resolve(fixture).resolve(name);
      if (Files.exists(file)) {
        files.put(name, bytes(file));
      }
    }
    return new Folder(files, true);
  }

  Folder with(String name, String text) {
    return with(name, text.getBytes(StandardCharsets.UTF_8));
  }

  Folder with(String name, byte[] bytes) {
    Map<String, byte[]> changed = new TreeMap<>(files);
    changed.put(name, bytes);
    return new Folder(changed, folder);
  }

  Folder without(String name) {
    Map<String, byte[]> changed = new TreeMap<>(files);
    changed.remove(name);
    return new Folder(changed, folder);
  }

  @Override
  public String name() {
    return "model";
  }

  @Override
  public List<Entry> entries() {
    return files.entrySet().stream()
        .<Entry>map(file -> new Held(file.getKey(), file.getValue()))
        .toList();
  }

  @Override
  public void close() {}

  /** A file in memory. */
  private record Held(String path, byte[] bytes) implements Entry {
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
