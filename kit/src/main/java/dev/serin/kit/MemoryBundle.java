package dev.serin.kit;

import dev.serin.artifact.Bundle;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** A bundle of bytes in memory. */
public record MemoryBundle(String name, boolean folder, List<Entry> entries) implements Bundle {
  public MemoryBundle {
    entries = List.copyOf(entries);
  }

  /** A single file of this text. */
  public static MemoryBundle file(String name, String text) {
    return new MemoryBundle(name, false, List.of(entry(name, text)));
  }

  /** A folder of these texts by path. */
  public static MemoryBundle folder(String name, Map<String, String> texts) {
    SortedMap<String, String> sorted = new TreeMap<>(texts);
    return new MemoryBundle(
        name, true, sorted.entrySet().stream().map(e -> entry(e.getKey(), e.getValue())).toList());
  }

  private static Entry entry(String path, String text) {
    return new Bytes(path, text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    // holds bytes only
  }

  /** One file. */
  public record Bytes(String path, byte[] bytes) implements Entry {
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
