package dev.serin.runtime.savedmodel;

import dev.serin.graph.Shape;
import dev.serin.reader.Protobuf;
import dev.serin.reader.bundle.TensorBundle;
import dev.serin.reader.bundle.TensorBundle.Entry;
import dev.serin.reader.bundle.TensorBundle.Extent;
import dev.serin.tensor.DataType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The values of the variables. A variable is found by the object that the graph hands to its
 * function, else by its full name in the checkpoint's graph of objects, else, as in TensorFlow 1,
 * by its own name. Two values for one name are refused.
 */
final class Variables {
  private static final String OBJECTS = "_CHECKPOINTABLE_OBJECT_GRAPH";
  private static final String VALUE = "VARIABLE_VALUE";
  private static final Pattern PART = Pattern.compile("(.+)/part_([0-9]{1,6})");

  private final TensorBundle bundle;
  private final Map<String, Long> handed;
  private final Map<Long, Saved> byObject = new HashMap<>();
  private final Map<String, Saved> byName = new HashMap<>();
  private final Set<String> ambiguous = new HashSet<>();
  private final Map<String, Constant> read = new HashMap<>();

  private record Saved(String fullName, String key) {}

  /** Of a model without variables. */
  static Variables none() {
    return new Variables(TensorBundle.empty(), Map.of());
  }

  private Variables(TensorBundle bundle, Map<String, Long> handed) {
    this.bundle = bundle;
    this.handed = handed;
  }

  static Variables of(TensorBundle bundle, MetaGraph model) {
    Variables variables = new Variables(bundle, model.objects().handed(model.graph()));
    bundle.entry(OBJECTS).ifPresent(entry -> variables.objects(Protobuf.over(bundle.text(entry))));
    return variables;
  }

  private void objects(Protobuf graph) {
    long number = 0;
    while (graph.next()) {
      if (graph.field() == 1) {
        for (Protobuf object = graph.message(); object.next(); ) {
          if (object.field() == 2) {
            saved(number, object.message());
          }
        }
        number++;
      }
    }
  }

  private void saved(long number, Protobuf attribute) {
    String name = "";
    String fullName = "";
    String key = "";
    while (attribute.next()) {
      switch (attribute.field()) {
        case 1 -> name = attribute.text();
        case 2 -> fullName = attribute.text();
        case 3 -> key = attribute.text();
        default -> {} // nothing else is defined
      }
    }
    if (name.equals(VALUE)) {
      Saved saved = new Saved(fullName, key);
      byObject.put(number, saved);
      Saved before = byName.putIfAbsent(fullName, saved);
      if (before != null && !before.key().equals(key)) {
        ambiguous.add(fullName);
      }
    }
  }

  /** The value of the variable of this node, which is called {@code shared} in its process. */
  Constant value(String node, String shared, SavedObjects objects) {
    Constant known = read.get(node);
    if (known != null) {
      return known;
    }
    Constant value =
        handed(node, objects)
            .or(() -> named(shared))
            .or(() -> bundle.entry(shared))
            .or(() -> bundle.entry(node))
            .map(this::constant)
            .or(() -> part(shared))
            .orElseThrow(() -> Refusal.corrupt("variable " + shared, "its value is not there"));
    read.put(node, value);
    return value;
  }

  private Optional<Entry> handed(String node, SavedObjects objects) {
    Long object = handed.get(node);
    Saved saved = object == null ? null : byObject.get(object);
    boolean same = saved != null && saved.fullName().equals(objects.variables().get(object));
    return same ? bundle.entry(saved.key()) : Optional.empty();
  }

  private Optional<Entry> named(String shared) {
    if (ambiguous.contains(shared)) {
      throw Refusal.corrupt("variable " + shared, "several values are saved under this name");
    }
    return Optional.ofNullable(byName.get(shared)).flatMap(saved -> bundle.entry(saved.key()));
  }

  /** One of the variables into which a partitioner of TensorFlow 1 has cut a larger one. */
  private Optional<Constant> part(String shared) {
    Matcher name = PART.matcher(shared);
    Optional<Entry> whole = name.matches() ? bundle.entry(name.group(1)) : Optional.empty();
    int number = name.matches() ? Integer.parseInt(name.group(2)) : 0;
    if (whole.isEmpty() || number >= whole.get().slices().size()) {
      return Optional.empty();
    }
    List<Extent> extents =
        whole.get().slices().stream().sorted(Variables::inOrder).toList().get(number);
    return bundle
        .slice(whole.get(), extents)
        .map(
            slice -> {
              List<Long> sizes = new ArrayList<>();
              for (int axis = 0; axis < extents.size(); axis++) {
                long length = extents.get(axis).length();
                sizes.add(length < 0 ? whole.get().sizes().get(axis) : length);
              }
              return constant(slice, sizes, bundle.bytes(slice));
            });
  }

  private static int inOrder(List<Extent> one, List<Extent> two) {
    int order = 0;
    for (int axis = 0; order == 0 && axis < Math.min(one.size(), two.size()); axis++) {
      order = Long.compare(one.get(axis).start(), two.get(axis).start());
    }
    return order;
  }

  private Constant constant(Entry entry) {
    ByteBuffer bytes = entry.slices().isEmpty() ? bundle.bytes(entry) : joined(entry);
    return constant(entry, entry.sizes(), bytes);
  }

  private static Constant constant(Entry entry, List<Long> sizes, ByteBuffer bytes) {
    String place = "variable " + entry.key();
    DataType type = ElementTypes.number(entry.type(), place);
    Shape shape = new Shape(sizes);
    if (sizes.stream().anyMatch(size -> size < 0)
        || bytes.remaining() != Math.multiplyExact(shape.count(), (long) type.bytes())) {
      throw Refusal.corrupt(place, bytes.remaining() + " bytes for " + type + shape);
    }
    return new Constant(type, shape, bytes);
  }

  /** The slices of a variable as one run of bytes. */
  private ByteBuffer joined(Entry whole) {
    String place = "variable " + whole.key();
    DataType type = ElementTypes.number(whole.type(), place);
    long size = Math.multiplyExact(new Shape(whole.sizes()).count(), (long) type.bytes());
    List<Entry> parts = new ArrayList<>();
    long stored = 0;
    for (List<Extent> extents : whole.slices()) {
      Entry part =
          bundle
              .slice(whole, extents)
              .orElseThrow(() -> Refusal.corrupt(place, "one of its slices is not there"));
      parts.add(part);
      stored = Math.addExact(stored, part.size());
    }
    if (stored != size || size > Integer.MAX_VALUE - 8) {
      throw Refusal.corrupt(place, "its slices have " + stored + " bytes instead of " + size);
    }
    ByteBuffer all = ByteBuffer.allocate((int) size).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < parts.size(); i++) {
      Slab slab = Slab.of(whole.sizes(), whole.slices().get(i), type.bytes(), place);
      slab.copy(bundle.bytes(parts.get(i)), all, place);
    }
    return all;
  }

  /**
   * Where a slice lies in the whole: {@code runs} times {@code run} bytes, the first at {@code
   * first}, each {@code stride} bytes after the other. Only one axis may be cut.
   */
  private record Slab(long first, long run, long stride, long runs) {

    static Slab of(List<Long> sizes, List<Extent> extents, int element, String place) {
      if (extents.size() != sizes.size()) {
        throw Refusal.corrupt(place, "a slice with " + extents.size() + " axes");
      }
      long runs = 1;
      long inner = element;
      int cut = -1;
      for (int axis = 0; axis < sizes.size(); axis++) {
        Extent extent = extents.get(axis);
        long length = extent.length() < 0 ? sizes.get(axis) : extent.length();
        if (extent.start() < 0 || length > sizes.get(axis) - extent.start()) {
          throw Refusal.corrupt(place, "a slice beyond its end");
        }
        if (length != sizes.get(axis)) {
          if (cut >= 0) {
            throw Refusal.value(place, "it was saved in slices over two axes");
          }
          cut = axis;
        }
      }
      for (int axis = 0; axis < sizes.size(); axis++) {
        runs *= axis < cut ? sizes.get(axis) : 1;
        inner *= axis > cut ? sizes.get(axis) : 1;
      }
      if (cut < 0) {
        return new Slab(0, inner, inner, 1);
      }
      Extent extent = extents.get(cut);
      return new Slab(
          extent.start() * inner, extent.length() * inner, sizes.get(cut) * inner, runs);
    }

    void copy(ByteBuffer part, ByteBuffer all, String place) {
      if (part.remaining() != run * runs) {
        throw Refusal.corrupt(place, "a slice of " + part.remaining() + " bytes");
      }
      for (int i = 0; i < runs; i++) {
        int from = part.position() + (int) (i * run);
        all.put((int) (first + i * stride), part, from, (int) run);
      }
    }
  }
}
