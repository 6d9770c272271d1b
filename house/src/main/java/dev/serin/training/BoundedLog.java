package dev.serin.training;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * What a job prints, on the disk, of bounded size: two files of half the size each, the older of
 * which is dropped when the newer is full. One writer, any readers.
 */
public record BoundedLog(Path file, long bytes) {
  private static final int PIECE = 8192;

  private Path older() {
    return file.resolveSibling(file.getFileName() + ".1");
  }

  /** Writes all that comes, until there is no more. */
  public void take(InputStream in) throws IOException {
    byte[] piece = new byte[PIECE];
    int count = in.read(piece);
    while (count >= 0) {
      long written = 0;
      try (OutputStream out =
          Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
        while (count >= 0 && written < bytes / 2) {
          out.write(piece, 0, count);
          written += count;
          count = in.read(piece);
        }
      }
      if (count >= 0) {
        Files.move(file, older(), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  /** All that is kept, from its first whole line on where something was dropped. */
  public String text() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    boolean dropped = Files.exists(older());
    for (Path part : new Path[] {older(), file}) {
      if (Files.exists(part)) {
        try (InputStream in = Files.newInputStream(part)) {
          all.writeBytes(in.readNBytes((int) Math.min(Integer.MAX_VALUE / 4, bytes + PIECE)));
        }
      }
    }
    String text = all.toString(StandardCharsets.UTF_8);
    return dropped ? text.substring(text.indexOf('\n') + 1) : text;
  }
}
