package dev.serin.runtime.folder;

import dev.serin.artifact.Bundle;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** One file or sub-folder of a bundle, as a bundle of its own; the outer one stays the owner. */
record Part(String name, boolean folder, List<Entry> entries) implements Bundle {

  /** The one file at this path, or the folder: whatever the bundle holds there. */
  static Part at(Bundle outer, String path) {
    String wanted = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    return outer.entry(wanted).isPresent() ? file(outer, wanted) : folder(outer, wanted);
  }

  private static Part file(Bundle outer, String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    return new Part(name, false, List.of(new Named(name, outer.entry(path).orElseThrow())));
  }

  /** The folder at this path; the whole bundle for an empty one. */
  static Part folder(Bundle outer, String path) {
    String prefix = path.isEmpty() ? "" : path + "/";
    List<Entry> entries =
        outer.entries().stream()
            .filter(entry -> entry.path().startsWith(prefix))
            .<Entry>map(entry -> new Named(entry.path().substring(prefix.length()), entry))
            .toList();
    if (entries.isEmpty()) {
      throw Refusal.corrupt(path, "the folder holds no '" + path + "'");
    }
    return new Part(path.isEmpty() ? outer.name() : path, true, entries);
  }

  /** A path that a description gives, made plain; refused when it leaves the folder. */
  static String inside(String place, String written) {
    String path = written.startsWith("./") ? written.substring(2) : written;
    boolean leaves = path.startsWith("/") || path.contains("\\") || path.contains(":");
    if (leaves || List.of(path.split("/", -1)).contains("..")) {
      throw Refusal.of(
          "EXTERNAL_REFERENCE",
          place,
          "'" + written + "' is outside of the model's folder",
          "copy the model into the folder and name it by a relative path");
    }
    return path.equals(".") ? "" : path;
  }

  @Override
  public void close() {} // the outer bundle is closed by its owner

  private record Named(String path, Entry entry) implements Entry {
    @Override
    public long size() {
      return entry.size();
    }

    @Override
    public InputStream open() throws IOException {
      return entry.open();
    }
  }
}
