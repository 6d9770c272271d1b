package dev.serin.registry;

import dev.serin.artifact.Bundle;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.List;

/** The bytes of a golden rows file as a bundle to store. */
record GoldenFile(byte[] bytes) implements Bundle, Bundle.Entry {

  @Override
  public String name() {
    return "golden.json";
  }

  @Override
  public boolean folder() {
    return false;
  }

  @Override
  public List<Entry> entries() {
    return List.of(this);
  }

  @Override
  public void close() {
    // holds bytes only
  }

  @Override
  public String path() {
    return name();
  }

  @Override
  public long size() {
    return bytes.length;
  }

  @Override
  public InputStream open() {
    return new ByteArrayInputStream(bytes);
  }
}
