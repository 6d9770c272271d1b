package dev.serin.reader.hdf;

import dev.serin.base.Problem;
import dev.serin.reader.Budget;
import dev.serin.reader.Place;
import dev.serin.reader.Refusals;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Opens HDF5 bytes after walking all of them once: links to other files and data in other files are
 * refused, also where nobody uses them; so are groups that hold themselves, links to links, and
 * datasets larger than the file can mean. Trees, headers and heaps are read here and bounded by
 * counts, so that no file makes it loop, recurse or allocate beyond its own size.
 */
public final class Hdf5Guard {
  private static final String SIGNATURE = "\u0089HDF\r\n\u001a\n";
  private static final int DEEPEST = 64;
  private static final int MOST_OBJECTS = 100_000;

  private final Bytes file;
  private final Budget budget;
  private final Map<Long, Hdf5Group> groups = new HashMap<>();
  private final Map<Long, Hdf5Dataset> datasets = new HashMap<>();
  private final Set<Long> open = new HashSet<>();
  private final List<Soft> softs = new ArrayList<>();
  private int objects;

  private Hdf5Guard(ByteBuffer bytes, Budget budget) {
    this.file = Bytes.of(bytes);
    this.budget = budget;
  }

  /** A soft link and where it stands; it is looked at when everything else is known. */
  private record Soft(String folder, Link.Soft link) {}

  private record Children(
      LinkedHashMap<String, Hdf5Group> groups, LinkedHashMap<String, Hdf5Dataset> datasets) {}

  /** Whether the bytes start like an HDF5 file. */
  public static boolean recognises(byte[] first) {
    for (int i = 0; i < SIGNATURE.length(); i++) {
      if (i >= first.length || (first[i] & 0xff) != SIGNATURE.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /**
   * The root of the file that consists of these bytes, which must not change.
   *
   * @throws Problem.Raised with {@code Refused}: EXTERNAL_REFERENCE, LIMIT_EXCEEDED, CORRUPT,
   *     LEGACY_FORMAT or UNSUPPORTED_VALUE
   */
  public static Hdf5Group open(byte[] bytes, Budget budget) {
    return open(ByteBuffer.wrap(bytes), budget);
  }

  /** As {@link #open(byte[], Budget)}, for the remaining bytes of a buffer. */
  public static Hdf5Group open(ByteBuffer bytes, Budget budget) {
    Hdf5Guard guard = new Hdf5Guard(bytes, budget);
    long root = guard.rootAddress();
    Hdf5Group group = guard.group(root, "/", DEEPEST);
    if (!guard.softs.isEmpty()) {
      throw refused(guard.softs.getFirst(), group);
    }
    return group;
  }

  private long rootAddress() {
    Bytes start = file.from(0).expect(SIGNATURE);
    int version = start.u8();
    if (version > 3) {
      throw Refusals.value(Place.offset(8), "an HDF5 file of the unknown version " + version);
    }
    start.skip(version < 2 ? 4 : 0);
    int offsets = start.u8();
    int lengths = start.u8();
    if (offsets != 8 || lengths != 8) {
      throw Refusals.value(Place.offset(9), "an HDF5 file with addresses of " + offsets + " bytes");
    }
    start.skip(version == 0 ? 9 : version == 1 ? 13 : 1);
    if (start.i64() != 0) {
      throw Refusals.value(Place.offset(start.offset()), "an HDF5 file with a block before it");
    }
    return start.skip(version < 2 ? 32 : 16).i64();
  }

  private Hdf5Group group(long address, String path, int levels) {
    if (groups.containsKey(address)) {
      return groups.get(address);
    }
    if (levels == 0) {
      throw Refusals.limit(() -> path, "the nesting of groups", DEEPEST + 1L, DEEPEST);
    }
    if (!open.add(address)) {
      throw Refusals.corrupt(() -> path, "the group " + path + " holds itself");
    }
    Header header = Header.read(file, address);
    Children children = new Children(new LinkedHashMap<>(), new LinkedHashMap<>());
    for (Link link : links(header)) {
      count(path);
      switch (link) {
        case Link.Soft soft -> softs.add(new Soft(path, soft));
        case Link.Hard hard -> add(hard, path, levels, children);
      }
    }
    Hdf5Group group =
        new Hdf5Group(path, attributes(header), children.groups(), children.datasets());
    open.remove(address);
    groups.put(address, group);
    return group;
  }

  private void add(Link.Hard link, String folder, int levels, Children children) {
    String path = folder.endsWith("/") ? folder + link.name() : folder + "/" + link.name();
    if (groups.containsKey(link.address()) || open.contains(link.address())) {
      children.groups().put(link.name(), group(link.address(), path, levels - 1));
      return;
    }
    if (datasets.containsKey(link.address())) {
      children.datasets().put(link.name(), datasets.get(link.address()));
      return;
    }
    Header header = Header.read(file, link.address());
    if (header.has(Header.LAYOUT) || header.has(Header.EXTERNAL_FILES)) {
      Hdf5Dataset dataset = Hdf5Dataset.read(file, budget, path, header, attributes(header));
      datasets.put(link.address(), dataset);
      children.datasets().put(link.name(), dataset);
    } else if (header.has(Header.SYMBOLS) || header.has(Header.LINK_INFO)) {
      children.groups().put(link.name(), group(link.address(), path, levels - 1));
    }
  }

  private List<Link> links(Header header) {
    List<Link> links = new ArrayList<>();
    header.only(Header.SYMBOLS).ifPresent(body -> links.addAll(SymbolTable.links(file, body)));
    header.all(Header.LINK).forEach(body -> links.add(Link.read(body)));
    header
        .only(Header.LINK_INFO)
        .ifPresent(body -> Dense.links(file, body).forEach(part -> links.add(Link.read(part))));
    // The order of making where it was written, else by name, as h5py goes through a group.
    links.sort(Comparator.comparingLong(Link::order).thenComparing(Link::name));
    return links;
  }

  private List<Hdf5Attribute> attributes(Header header) {
    List<Hdf5Attribute> attributes = new ArrayList<>();
    header.all(Header.ATTRIBUTE).forEach(body -> attributes.add(Hdf5Attribute.read(file, body)));
    header
        .only(Header.ATTRIBUTE_INFO)
        .ifPresent(
            body ->
                Dense.attributes(file, body)
                    .forEach(part -> attributes.add(Hdf5Attribute.read(file, part))));
    attributes.sort(Comparator.comparing(Hdf5Attribute::name));
    return List.copyOf(attributes);
  }

  /** Nobody who saves a model writes soft links, and following them can be endless: refuse. */
  private static Problem.Raised refused(Soft soft, Hdf5Group root) {
    String path = soft.link().path();
    String folder = soft.folder().substring(1);
    Hdf5Group from =
        path.startsWith("/") || folder.isEmpty() ? root : root.group(folder).orElse(root);
    String below = path.replaceAll("^/+|/+$", "");
    String name = "the soft link '" + soft.link().name() + "'";
    return from.group(below).isPresent() || from.dataset(below).isPresent()
        ? Refusals.value(soft::folder, name + " is not followed")
        : Refusals.corrupt(soft::folder, name + " leads to nothing, or to another link");
  }

  private void count(String path) {
    objects++;
    if (objects > MOST_OBJECTS) {
      throw Refusals.limit(() -> path, "the number of objects", objects, MOST_OBJECTS);
    }
  }
}
