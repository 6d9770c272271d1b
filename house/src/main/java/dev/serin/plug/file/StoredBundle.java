package dev.serin.plug.file;

import dev.serin.artifact.Bundle;
import dev.serin.artifact.CheckedStream;
import dev.serin.artifact.Manifest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A stored artifact whose bytes were verified; they are verified again while they are read. */
record StoredBundle(Manifest manifest, Path files) implements Bundle {

  @Override
  public String name() {
    return manifest.name();
  }

  @Override
  public boolean folder() {
    return manifest.folder();
  }

  @Override
  public List<Entry> entries() {
    return manifest.files().stream().<Entry>map(StoredEntry::new).toList();
  }

  @Override
  public void close() {
    // keeps no file open
  }

  private final class StoredEntry implements Entry {
    private final Manifest.File file;

    StoredEntry(Manifest.File file) {
      this.file = file;
    }

    @Override
    public String path() {
      return file.path();
    }

    @Override
    public long size() {
      return file.size();
    }

    @Override
    public InputStream open() throws IOException {
      InputStream in = Files.newInputStream(files.resolve(file.path()));
      return new CheckedStream(in, manifest.digest().brief(), file);
    }
  }
}
