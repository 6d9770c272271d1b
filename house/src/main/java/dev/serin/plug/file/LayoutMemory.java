package dev.serin.plug.file;

import dev.serin.base.Digest;
import dev.serin.base.Json;
import dev.serin.base.Problem;
import dev.serin.source.layout.Memory;
import dev.serin.source.layout.Part;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The known contents of the layout's folders, in one small file that is replaced as a whole. A file
 * that cannot be read counts as none: then everything is looked at anew.
 */
public final class LayoutMemory implements Memory {
  private static final int DEPTH = 4;
  private final Path file;
  private static final String REFUSED = "-refused";
  private final Map<String, List<Digest>> known = new TreeMap<>();

  /** Keeps this file. */
  public LayoutMemory(Path file) {
    this.file = file;
    try {
      if (Files.isRegularFile(file)
          && Json.parse(Files.readString(file), DEPTH) instanceof Json.Obj object) {
        for (String key : object.members().keySet()) {
          known.put(
              key,
              object.list(key).stream()
                  .map(item -> new Digest(((Json.Str) item).value()))
                  .toList());
        }
      }
    } catch (IOException | Problem.Raised | ClassCastException | IllegalArgumentException damaged) {
      known.clear();
    }
  }

  @Override
  public synchronized List<Digest> known(Part part) {
    return known.getOrDefault(part.folder(), List.of());
  }

  @Override
  public synchronized boolean refused(Part part, Digest content) {
    return known.getOrDefault(part.folder() + REFUSED, List.of()).contains(content);
  }

  @Override
  public synchronized void know(Part part, List<Digest> contents) {
    keep(part, contents, List.of());
  }

  @Override
  public synchronized void refuse(Part part, Digest content) {
    keep(part, List.of(content), List.of(content));
  }

  private void keep(Part part, List<Digest> contents, List<Digest> refused) {
    Map<String, List<Digest>> before = Map.copyOf(known);
    known.put(part.folder(), List.copyOf(contents));
    known.put(part.folder() + REFUSED, List.copyOf(refused));
    if (known.equals(before)) {
      return;
    }
    Map<String, List<String>> text = new TreeMap<>();
    known.forEach((key, all) -> text.put(key, all.stream().map(Digest::hex).toList()));
    try {
      Path next = file.resolveSibling(file.getFileName() + ".next");
      Files.deleteIfExists(next);
      Durable.write(next, ByteBuffer.wrap(Json.of(text).text().getBytes(StandardCharsets.UTF_8)));
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      Durable.synchronise(file.toAbsolutePath().getParent());
    } catch (IOException failure) {
      throw new Problem.Raised(
          new Problem.Full("STORAGE_UNWRITABLE", file + ": " + failure.getMessage()), failure);
    }
  }
}
