package dev.serin.reader;

import dev.serin.base.Problem;
import io.jhdf.HdfFile;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Link;
import io.jhdf.api.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Reads an HDF5 file in memory, only after the whole tree of it was walked: no link leads to
 * another file or back into itself, no data lies outside, nothing is larger than the budget. The
 * library behind it follows links and believes sizes; this class lets it do neither. Used by one
 * thread.
 *
 * <p>Paths have no leading slash; the root is the empty text.
 */
public final class Hdf5Guard implements AutoCloseable {
  private static final byte[] MAGIC = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};
  private static final int DEEPEST = 100;
  private static final int LONGEST_ATTRIBUTE = 256 << 20;

  private final HdfFile file;
  private final byte[] bytes;
  private final long datasetBytes;
  private final int mostNodes;
  private final Map<String, Node> nodes = new LinkedHashMap<>();
  private long read;

  private Hdf5Guard(HdfFile file, byte[] bytes, long datasetBytes, int mostNodes) {
    this.file = file;
    this.bytes = bytes;
    this.datasetBytes = Math.min(datasetBytes, Runtime.getRuntime().maxMemory() / 2);
    this.mostNodes = mostNodes;
  }

  /** Whether a file begins with these bytes, of which eight are needed, when it is HDF5. */
  public static boolean begins(byte[] head) {
    return head.length >= MAGIC.length
        && Arrays.equals(head, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  /**
   * Opens a file and walks it.
   *
   * @param datasetBytes how many bytes all datasets that are read may have together
   * @param mostNodes how many groups and datasets there may be
   * @throws Problem.Raised {@code Refused}: CORRUPT, LIMIT_EXCEEDED or EXTERNAL_REFERENCE
   */
  public static Hdf5Guard open(byte[] bytes, long datasetBytes, int mostNodes) {
    HdfFile file = guarded("file", () -> HdfFile.fromBytes(bytes));
    Hdf5Guard guard = new Hdf5Guard(file, bytes, datasetBytes, mostNodes);
    guard.nodes.put("", file);
    guard.walk("", file, new HashSet<>(Set.of(file.getAddress())));
    return guard;
  }

  private void walk(String path, Group group, Set<Long> above) {
    for (Map.Entry<String, Node> child : children(path, group).entrySet()) {
      String inner = path.isEmpty() ? child.getKey() : path + "/" + child.getKey();
      Node node = child.getValue();
      if (node instanceof Link link) {
        throw linked(inner, link);
      }
      nodes.put(inner, node);
      if (nodes.size() > mostNodes) {
        throw limit(inner, "the number of groups and datasets", nodes.size(), mostNodes);
      }
      if (node instanceof Dataset dataset) {
        check(inner, dataset);
      } else if (node instanceof Group deeper) {
        descend(inner, deeper, above);
      }
    }
  }

  private void descend(String path, Group group, Set<Long> above) {
    if (!above.add(group.getAddress())) {
      throw corrupt(path, "the group contains itself");
    }
    if (above.size() > DEEPEST) {
      throw limit(path, "the nesting of groups", above.size(), DEEPEST);
    }
    walk(path, group, above);
    above.remove(group.getAddress());
  }

  private Map<String, Node> children(String path, Group group) {
    try {
      return guarded(path, group::getChildren);
    } catch (Problem.Raised wrong) {
      for (Throwable cause = wrong; cause != null; cause = cause.getCause()) {
        if (String.valueOf(cause.getMessage()).contains("External Data Files")) {
          String name = new Hdf5ExternalFiles(bytes).named(wrong);
          throw refused(
              "EXTERNAL_REFERENCE",
              path,
              "its data lies in another file" + name,
              "save the model as one file");
        }
      }
      throw wrong;
    }
  }

  private static Problem.Raised linked(String path, Link link) {
    String target = link.getTargetPath();
    if (link instanceof io.jhdf.links.ExternalLink) {
      return refused(
          "EXTERNAL_REFERENCE",
          path,
          "it is a link into another file: " + target,
          "save the model as one file");
    }
    return corrupt(path, "it is a soft link to " + target + ", which no saved model has");
  }

  private void check(String path, Dataset dataset) {
    guarded(path, () -> size(path, dataset));
  }

  private long size(String path, Dataset dataset) {
    long bytes = Math.max(1, dataset.getDataType().getSize());
    for (long size : dataset.getDimensionsAsLong()) {
      if (size < 0 || size > 0 && bytes > Long.MAX_VALUE / size) {
        throw corrupt(path, "sizes " + Arrays.toString(dataset.getDimensionsAsLong()));
      }
      bytes *= size;
    }
    if (bytes > datasetBytes) {
      throw limit(path, "the number of bytes of the dataset", bytes, datasetBytes);
    }
    return bytes;
  }

  /** Whether there is a group or dataset at this path. */
  public boolean holds(String path) {
    return nodes.containsKey(path);
  }

  /** An attribute that is one text. */
  public Optional<String> text(String path, String attribute) {
    return attribute(path, attribute).map(value -> value instanceof String text ? text : "");
  }

  /** An attribute that is a list of texts; empty when there is none. */
  public List<String> texts(String path, String attribute) {
    return attribute(path, attribute)
        .map(value -> value instanceof String[] texts ? List.of(texts) : List.<String>of())
        .orElse(List.of());
  }

  private Optional<Object> attribute(String path, String name) {
    Node node = nodes.get(path);
    if (node == null) {
      return Optional.empty();
    }
    String place = path + "@" + name;
    return guarded(
        place,
        () -> {
          Attribute attribute = node.getAttribute(name);
          if (attribute == null || attribute.isEmpty()) {
            return Optional.empty();
          }
          long size = Math.max(attribute.getSize(), attribute.getSizeInBytes());
          if (size < 0 || size > LONGEST_ATTRIBUTE || size > bytes.length) {
            throw limit(place, "the size of the attribute", size, bytes.length);
          }
          return Optional.ofNullable(attribute.getData());
        });
  }

  /** The sizes of the dataset at this path, empty when there is no dataset. */
  public Optional<List<Long>> shape(String path) {
    if (!(nodes.get(path) instanceof Dataset dataset)) {
      return Optional.empty();
    }
    return Optional.of(
        guarded(path, () -> Arrays.stream(dataset.getDimensionsAsLong()).boxed().toList()));
  }

  /** The numbers of the dataset at this path, row-major; doubles are rounded. */
  public float[] floats(String path) {
    if (!(nodes.get(path) instanceof Dataset dataset)) {
      throw corrupt(path, "there is no dataset");
    }
    read += guarded(path, () -> size(path, dataset));
    if (read > datasetBytes) {
      throw limit(path, "the number of bytes of all datasets", read, datasetBytes);
    }
    if (guarded(path, () -> compressed(dataset))) {
      throw refused(
          "UNSUPPORTED_VALUE",
          path,
          "the dataset is compressed",
          "save the model without compression, or run h5repack with the filter NONE");
    }
    return numbers(path, guarded(path, dataset::getDataFlat));
  }

  private static boolean compressed(Dataset dataset) {
    try {
      return !dataset.getFilters().isEmpty();
    } catch (LinkageError filtersAreLeftOut) { // the decompressors are not on the class path
      return true;
    }
  }

  private static float[] numbers(String path, Object data) {
    return switch (data) {
      case float[] floats -> floats;
      case Float one -> new float[] {one};
      case Double one -> new float[] {one.floatValue()};
      case double[] doubles -> {
        float[] floats = new float[doubles.length];
        IntStream.range(0, floats.length).forEach(i -> floats[i] = (float) doubles[i]);
        yield floats;
      }
      default ->
          throw refused(
              "UNSUPPORTED_VALUE",
              path,
              "the dataset holds " + data.getClass().getSimpleName() + ", not floats",
              "save the model in float32");
    };
  }

  /** The paths of all datasets at or below a path, in the order of the file. */
  public List<String> datasets(String path) {
    List<String> found = new ArrayList<>();
    for (Map.Entry<String, Node> node : nodes.entrySet()) {
      boolean below = path.isEmpty() || node.getKey().startsWith(path + "/");
      if (below && node.getValue() instanceof Dataset) {
        found.add(node.getKey());
      }
    }
    return found;
  }

  @Override
  public void close() {
    file.close();
  }

  /** The foreign library may throw anything over a damaged file. */
  private static <T> T guarded(String place, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (Problem.Raised ours) {
      throw ours;
    } catch (RuntimeException | StackOverflowError | LinkageError foreign) {
      throw new Problem.Raised(
          corrupt(place, "it cannot be read: " + foreign.getMessage()).problem(), foreign);
    }
  }

  private static Problem.Raised corrupt(String place, String what) {
    return refused("CORRUPT", place, what, "the file is damaged: fetch it or save it again");
  }

  private static Problem.Raised limit(String place, String which, long value, long limit) {
    return refused(
        "LIMIT_EXCEEDED",
        place,
        which + " is " + value + ", the limit is " + limit,
        "raise runtime.budget if the file is wanted and its origin is known");
  }

  private static Problem.Raised refused(String code, String place, String what, String remedy) {
    String where = place.isEmpty() ? "root" : place;
    return new Problem.Raised(new Problem.Refused(code, where, where + ": " + what, remedy));
  }
}
