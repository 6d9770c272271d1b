package dev.serin.runtime.keras;

import dev.serin.reader.hdf.Hdf5Attribute;
import dev.serin.reader.hdf.Hdf5Group;

/**
 * Which Keras wrote a file; its major version decides what some names mean. {@code backend} is the
 * library below Keras, an empty text when the file does not say.
 */
public record Dialect(String version, String backend) {

  /** Reads the version; Keras 1 and files without a version are refused. */
  static Dialect of(Hdf5Group root) {
    return of(text(root, "keras_version"), text(root, "backend"));
  }

  /** The dialect of a version that the file names; as {@link #of(Hdf5Group)}. */
  static Dialect of(String version, String backend) {
    if (version.isEmpty() || version.startsWith("0.") || version.startsWith("1.")) {
      throw Refusal.of(
          "LEGACY_FORMAT",
          "keras_version",
          version.isEmpty() ? "the file names no version" : "it was written by Keras " + version,
          "load and save the model with Keras 2");
    }
    if (!version.startsWith("2.") && !version.startsWith("3.")) {
      throw Refusal.value("keras_version", "Keras " + version + " is not known");
    }
    return new Dialect(version, backend);
  }

  private static String text(Hdf5Group group, String attribute) {
    return group.attribute(attribute).map(Hdf5Attribute::text).orElse("");
  }

  /** Whether names mean what they mean since Keras 3. */
  public boolean three() {
    return version.startsWith("3.");
  }
}
