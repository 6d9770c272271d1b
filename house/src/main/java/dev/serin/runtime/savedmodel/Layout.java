package dev.serin.runtime.savedmodel;

import dev.serin.artifact.Bundle;
import dev.serin.base.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a SavedModel stands inside of a bundle: at its top, or in folders named by whole numbers,
 * of which the largest counts. Only entries of the bundle are opened, by their exact names.
 */
final class Layout {
  static final String FILE = "saved_model.pb";
  private static final Pattern PLACE = Pattern.compile("(?:([0-9]{1,18})/)?saved_model\\.pb");

  private final Bundle bundle;
  private final String folder;
  private final Map<Integer, ByteBuffer> shards = new HashMap<>();

  private Layout(Bundle bundle, String folder) {
    this.bundle = bundle;
    this.folder = folder;
  }

  /** The newest SavedModel of the bundle; empty when there is none. */
  static Optional<Layout> of(Bundle bundle) {
    if (!bundle.folder()) {
      return Optional.empty();
    }
    String newest = "";
    long version = -2;
    for (Bundle.Entry entry : bundle.entries()) {
      Matcher place = PLACE.matcher(entry.path());
      if (place.matches()) {
        long number = place.group(1) == null ? Long.MAX_VALUE : Long.parseLong(place.group(1));
        if (number > version) {
          version = number;
          newest = entry.path();
        }
      }
    }
    return version == -2
        ? Optional.empty()
        : Optional.of(new Layout(bundle, newest.substring(0, newest.length() - FILE.length())));
  }

  /** The numbered folder with its slash, or nothing. */
  String folder() {
    return folder;
  }

  /** The graph's file. */
  byte[] model() {
    return bytes(entry(FILE).orElseThrow());
  }

  /** The index of the variables; empty when the model has none. */
  Optional<byte[]> index() {
    return entry("variables/variables.index").map(Layout::bytes);
  }

  /** The settings beside the model: of the numbered folder, or of the whole folder. */
  Optional<byte[]> settings() {
    return entry(Settings.FILE).or(() -> bundle.entry(Settings.FILE)).map(Layout::bytes);
  }

  /** One of the data files of the variables, read once. */
  ByteBuffer shard(int number, int count) {
    return shards.computeIfAbsent(number, _ -> data(number, count)).duplicate();
  }

  private ByteBuffer data(int number, int count) {
    String name = String.format("variables/variables.data-%05d-of-%05d", number, count);
    Bundle.Entry file =
        entry(name).orElseThrow(() -> Refusal.corrupt(folder + name, "the file is missing"));
    return ByteBuffer.wrap(bytes(file));
  }

  private Optional<Bundle.Entry> entry(String name) {
    return bundle.entry(folder + name);
  }

  private static byte[] bytes(Bundle.Entry entry) {
    if (entry.size() > Integer.MAX_VALUE - 8) {
      throw Refusal.limit(entry.path(), "the size of the file", entry.size(), Integer.MAX_VALUE);
    }
    try {
      return entry.bytes();
    } catch (IOException unreadable) {
      throw new Problem.Raised(
          Refusal.corrupt(entry.path(), "it cannot be read").problem(), unreadable);
    }
  }

  /** All numbered folders that hold a model, for people. */
  static List<String> versions(Bundle bundle) {
    return bundle.entries().stream()
        .map(Bundle.Entry::path)
        .filter(path -> path.endsWith("/" + FILE) && PLACE.matcher(path).matches())
        .map(path -> path.substring(0, path.indexOf('/')))
        .toList();
  }
}
