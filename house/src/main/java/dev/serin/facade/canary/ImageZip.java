package dev.serin.facade.canary;

import dev.serin.base.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The images in a zip, by the last part of their names. Nothing is unpacked to the disk; entries
 * are bounded in number and size, and their sizes are not believed.
 */
final class ImageZip implements AutoCloseable {
  private static final Pattern IMAGE = Pattern.compile("(?i)[^\\p{Cntrl}]+\\.(png|jpe?g)");
  private static final int MOST_ENTRIES = 2_000;
  private static final int MOST_BYTES = 64 << 20;

  private final ZipFile zip;
  private final Map<String, ZipEntry> entries = new TreeMap<>();

  private ImageZip(ZipFile zip) {
    this.zip = zip;
  }

  /** Raises {@code Invalid} ZIP_INVALID for what is no zip, or holds too much. */
  static ImageZip open(Path path) {
    ZipFile zip;
    try {
      zip = new ZipFile(path.toFile());
    } catch (IOException | IllegalArgumentException damaged) {
      throw invalid("it is no zip that can be read");
    }
    ImageZip images = new ImageZip(zip);
    try {
      images.list();
      return images;
    } catch (RuntimeException refused) {
      images.close();
      throw refused;
    }
  }

  private void list() {
    for (ZipEntry entry : Collections.list(zip.entries())) {
      String name = entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
      boolean noise = name.startsWith(".") || entry.getName().startsWith("__MACOSX/");
      if (!entry.isDirectory() && !noise && IMAGE.matcher(name).matches()) {
        if (entries.put(name, entry) != null) {
          throw invalid("two images are named " + name);
        }
        if (entries.size() > MOST_ENTRIES) {
          throw invalid("it has more than " + MOST_ENTRIES + " images");
        }
      }
    }
  }

  Set<String> names() {
    return Collections.unmodifiableSet(entries.keySet());
  }

  byte[] read(String name) {
    try (InputStream in = zip.getInputStream(entries.get(name))) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw invalid("'" + name + "' has more than " + MOST_BYTES + " bytes");
      }
      return bytes;
    } catch (IOException damaged) {
      throw invalid("'" + name + "' is damaged");
    }
  }

  private static Problem.Raised invalid(String why) {
    return new Problem.Raised(
        new Problem.Invalid("ZIP_INVALID", "zipfile", "the zip cannot be taken: " + why));
  }

  @Override
  public void close() {
    try {
      zip.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
