package dev.serin.runtime.torch;

import dev.serin.artifact.Bundle;
import dev.serin.base.Json;
import dev.serin.base.Problem;
import dev.serin.reader.Zip;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The one model file of a bundle: a single file, or the only file of a folder beside {@code
 * serin.json}, {@code golden.json} and texts for people.
 */
public record TorchFile(Bundle.Entry entry) {
  private static final String SETTINGS = "serin.json";
  private static final Set<String> BESIDE = Set.of(SETTINGS, "golden.json", "README.md");
  private static final int TAIL = 1 << 20; // a directory of 10,000 entries fits
  private static final int JSON_DEPTH = 20;

  /** The model file, empty when there is none or more than one. */
  public static Optional<TorchFile> of(Bundle bundle) {
    List<Bundle.Entry> files =
        bundle.entries().stream().filter(entry -> !BESIDE.contains(entry.path())).toList();
    return files.size() == 1 ? Optional.of(new TorchFile(files.getFirst())) : Optional.empty();
  }

  /** Whether it is a zip archive whose directory names entries that end like each of these. */
  public boolean archiveOf(String... endings) {
    try (InputStream in = entry.open()) {
      if (!Zip.recognises(in.readNBytes(4))) {
        return false;
      }
      in.skipNBytes(Math.max(0, entry.size() - TAIL - 4));
      String tail = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
      return List.of(endings).stream().allMatch(tail::contains);
    } catch (IOException unreadable) {
      return false; // the registration names files that cannot be read
    }
  }

  /** The whole file. */
  public byte[] bytes() {
    if (entry.size() > Integer.MAX_VALUE - 8) {
      throw Refusal.limit(entry.path(), "the size of the file", entry.size(), Integer.MAX_VALUE);
    }
    return bytes(entry);
  }

  private static byte[] bytes(Bundle.Entry entry) {
    try {
      return entry.bytes();
    } catch (IOException unreadable) {
      throw new Problem.Raised(
          Refusal.corrupt(entry.path(), "it cannot be read").problem(), unreadable);
    }
  }

  /** The settings of torch in the folder's {@code serin.json}, empty when there are none. */
  public static Json.Obj settings(Bundle bundle) {
    Optional<Bundle.Entry> file = bundle.entry(SETTINGS);
    if (file.isEmpty() || !bundle.folder()) {
      return Json.Obj.of();
    }
    if (Json.parse(bytes(file.get()), JSON_DEPTH) instanceof Json.Obj root) {
      return root.object("torch").orElseGet(Json.Obj::of);
    }
    throw Refusal.corrupt(SETTINGS, "it is no JSON object");
  }
}
