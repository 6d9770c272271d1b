package dev.serin.source;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Derives a model's name from a file name, and says which names are no models at all. */
final class Naming {
  private static final Pattern ALLOWED = Pattern.compile("[\\p{L}\\p{M}\\p{Nd}_.\\-() ]+");
  private static final Set<String> PACKED = Set.of("gz", "z", "zlib", "bz2", "xz", "lzma", "lz4");
  private static final Set<String> TEXTS = Set.of("txt", "json");
  private static final Set<String> MODELS =
      Set.of(
          "pkl",
          "pickle",
          "joblib",
          "h5",
          "hdf5",
          "keras",
          "onnx",
          "pt",
          "pth",
          "pt2",
          "ubj",
          "bst",
          "model",
          "params",
          "pb",
          "skops",
          "cbm",
          "pmml",
          "npz",
          "safetensors");
  private static final List<String> WRITING = List.of(".tmp", ".part", ".crdownload", "~");

  private Naming() {}

  /** The model's name: a file loses its known suffix, a folder none. */
  static String name(String file, boolean folder) {
    if (folder) {
      return file;
    }
    String packed = suffix(file);
    String inner = PACKED.contains(packed) ? without(file) : file;
    return model(inner) || TEXTS.contains(suffix(inner)) ? without(inner) : file;
  }

  /** Whether a file has the suffix of a model format, packed or not; texts can be anything. */
  static boolean model(String file) {
    String inner = PACKED.contains(suffix(file)) ? without(file) : file;
    return MODELS.contains(suffix(inner));
  }

  /** Whether a source takes this name. */
  static boolean allowed(String name) {
    return !name.isBlank() && ALLOWED.matcher(name).matches();
  }

  /** Whether the name says that somebody is still writing the file. */
  static boolean writing(String file) {
    String lower = file.toLowerCase(Locale.ROOT);
    return WRITING.stream().anyMatch(lower::endsWith);
  }

  /** Two names with the same fold differ by case alone. */
  static String fold(String name) {
    return name.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
  }

  private static String suffix(String file) {
    int dot = file.lastIndexOf('.');
    return dot > 0 ? file.substring(dot + 1).toLowerCase(Locale.ROOT) : "";
  }

  private static String without(String file) {
    return file.substring(0, file.lastIndexOf('.'));
  }
}
