package dev.serin.runtime.torch;

import dev.serin.base.Problem;
import dev.serin.reader.Allowed;
import dev.serin.reader.Budget;
import dev.serin.reader.Node;
import dev.serin.reader.Place;
import dev.serin.reader.Refusals;
import dev.serin.reader.Unpickler;
import dev.serin.reader.Zip;
import dev.serin.tensor.DataType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * A pickle of torch: its inert tree, and the tensors that nodes of the tree stand for. The numbers
 * of tensors stand outside of the pickle, in storages that it refers to by key; several tensors may
 * share one storage, and two tensors of the same place in it are the same {@link TorchTensor}. For
 * one thread.
 */
public final class TorchPickle {
  private static final Pattern KEY = Pattern.compile("[0-9A-Za-z_-]{1,200}");
  private static final Set<String> REBUILDING =
      Set.of(
          "_rebuild_tensor",
          "_rebuild_tensor_v2",
          "_rebuild_tensor_v3",
          "_rebuild_parameter",
          "_rebuild_parameter_with_state",
          "_rebuild_sparse_tensor",
          "_rebuild_sparse_csr_tensor",
          "_rebuild_qtensor",
          "_rebuild_nested_tensor",
          "_rebuild_meta_tensor_no_storage",
          "_rebuild_device_tensor_from_numpy",
          "_rebuild_device_tensor_from_cpu_tensor",
          "_rebuild_wrapper_subclass");

  private static final Set<String> OTHER_NAMES =
      Set.of(
          "Size",
          "device",
          "Tensor",
          "per_tensor_affine",
          "per_channel_affine",
          "per_tensor_symmetric",
          "per_channel_symmetric",
          "strided",
          "sparse_coo",
          "sparse_csr",
          "preserve_format");

  private final Node root;
  private final Source source;
  private final Budget budget;
  private final Map<Key, TorchTensor> tensors = new HashMap<>();

  /** Where storages come from, by their key, and in which order the bytes of their elements are. */
  record Source(Function<String, ByteBuffer> storage, ByteOrder order) {}

  private record Key(String storage, DataType type, Layout layout) {}

  private record Storage(String key, Optional<DataType> type, String named, long count) {}

  private TorchPickle(Node root, Source source, Budget budget) {
    this.root = root;
    this.source = source;
    this.budget = budget;
  }

  /**
   * Reads a pickle whose storages are little-endian bytes.
   *
   * @param storage the bytes of a storage by its key; raises CORRUPT when there is none
   * @param allowed the names that the pickle may hold beside those of torch's tensors
   * @throws Problem.Raised as {@link Unpickler}
   */
  public static TorchPickle read(
      ByteBuffer pickle, Function<String, ByteBuffer> storage, Budget budget, Allowed allowed) {
    return read(pickle, new Source(storage, ByteOrder.LITTLE_ENDIAN), budget, allowed);
  }

  /**
   * Reads one pickle of an archive.
   *
   * @param folder the folder of all entries, such as {@code model/}
   * @param name the pickle's name without its ending, which is also the name of the folder with its
   *     storages: {@code data} or {@code constants}
   */
  public static TorchPickle read(
      Zip zip, String folder, String name, Budget budget, Allowed allowed) {
    ByteOrder order =
        zip.entry(folder + "byteorder").map(TorchPickle::order).orElse(ByteOrder.LITTLE_ENDIAN);
    Source source = new Source(key -> zip.required(folder + name + "/" + key), order);
    return read(zip.required(folder + name + ".pkl"), source, budget, allowed);
  }

  private static TorchPickle read(
      ByteBuffer pickle, Source source, Budget budget, Allowed allowed) {
    ByteBuffer bytes = pickle.duplicate();
    Node root = Unpickler.next(bytes, budget, allowing(allowed), TorchPickle::storageOnly);
    return new TorchPickle(root, source, budget);
  }

  /** The pickle of a file without an archive around it, as torch wrote before 1.6. */
  static TorchPickle of(Node root, Source source, Budget budget) {
    return new TorchPickle(root, source, budget);
  }

  private static ByteOrder order(ByteBuffer entry) {
    return switch (StandardCharsets.US_ASCII.decode(entry.duplicate()).toString().strip()) {
      case "little" -> ByteOrder.LITTLE_ENDIAN;
      case "big" -> ByteOrder.BIG_ENDIAN;
      case String other ->
          throw Refusals.corrupt(() -> "byteorder", "there is no byte order '" + other + "'");
    };
  }

  /** What is on the list of the caller, and what tensors are written with. */
  static Allowed allowing(Allowed more) {
    return (module, name) ->
        switch (module) {
              case "torch._utils" -> REBUILDING.contains(name);
              case "torch._tensor" -> name.equals("_rebuild_from_type_v2");
              case "torch.nn.parameter" -> name.equals("Parameter") || name.equals("Buffer");
              case "torch.serialization" -> name.equals("_get_layout");
              case "torch" -> OTHER_NAMES.contains(name);
              default -> false;
            }
            || StorageTypes.knows(module, name)
            || more.allows(module, name);
  }

  private static Optional<Node> storageOnly(Node reference) {
    return storage(reference).map(_ -> reference);
  }

  /** Reads {@code ("storage", class, key, device, count)}, as every torch since 0.4 writes it. */
  private static Optional<Storage> storage(Node reference) {
    if (reference instanceof Node.TupleNode tuple
        && (tuple.items().size() == 5
            || tuple.items().size() == 6 && tuple.items().get(5) instanceof Node.None)
        && tuple.items().get(0).equals(new Node.Text("storage"))
        && tuple.items().get(1) instanceof Node.Global type
        && StorageTypes.knows(type.module(), type.name())
        && tuple.items().get(2) instanceof Node.Text key
        && KEY.matcher(key.value()).matches()
        && tuple.items().get(3) instanceof Node.Text
        && tuple.items().get(4) instanceof Node.Int count
        && count.value() >= 0) {
      Optional<DataType> elements =
          StorageTypes.untyped(type) ? Optional.of(DataType.UINT8) : StorageTypes.ofClass(type);
      return Optional.of(new Storage(key.value(), elements, type.name(), count.value()));
    }
    return Optional.empty();
  }

  /** The key and the number of bytes of a storage in a legacy file. */
  static Optional<Map.Entry<String, Long>> sized(Node reference) {
    return storage(reference)
        .map(
            found -> {
              int width = found.type().orElseThrow(() -> unread(found.named())).bytes();
              return Map.entry(found.key(), Math.multiplyExact(width, found.count()));
            });
  }

  /** The value of the pickle. */
  public Node root() {
    return root;
  }

  /**
   * The tensor that this node stands for, empty when it stands for something else.
   *
   * @throws Problem.Raised with {@code Refused}: CORRUPT when it leaves its storage,
   *     UNSUPPORTED_VALUE for sparse, quantised and complex tensors, LIMIT_EXCEEDED
   */
  public Optional<TorchTensor> tensor(Node node) {
    if (!(node instanceof Node.Instance made) || !rebuilds(made.type())) {
      return Optional.empty();
    }
    return Optional.of(tensor(made.type(), made.args()));
  }

  /** Whether the node stands for a tensor, which {@link #tensor} may still refuse. */
  public boolean holdsTensor(Node node) {
    return node instanceof Node.Instance made && rebuilds(made.type());
  }

  /** Whether the node is a parameter and not a plain tensor. */
  public boolean parameter(Node node) {
    return node instanceof Node.Instance made
        && (made.type().name().startsWith("_rebuild_parameter")
            || made.type().name().equals("_rebuild_from_type_v2")
                && made.args().size() > 1
                && made.args().get(1).equals(new Node.Global("torch.nn.parameter", "Parameter")));
  }

  private static boolean rebuilds(Node.Global function) {
    return switch (function.module()) {
      case "torch._utils" -> REBUILDING.contains(function.name());
      case "torch._tensor" -> function.name().equals("_rebuild_from_type_v2");
      default -> false;
    };
  }

  private TorchTensor tensor(Node.Global function, List<Node> args) {
    Place place = function::qualified;
    return switch (function.name()) {
      case "_rebuild_tensor" -> strided(four(args, place), Optional.empty(), place);
      case "_rebuild_tensor_v2" -> strided(four(args, place), Optional.empty(), place);
      case "_rebuild_tensor_v3" -> {
        if (args.size() < 7 || !(args.get(6) instanceof Node.Global dtype)) {
          throw Refusals.corrupt(place, "a tensor has no dtype");
        }
        DataType type = StorageTypes.ofDtype(dtype).orElseThrow(() -> unread(dtype.name()));
        yield strided(four(args, place), Optional.of(type), place);
      }
      case "_rebuild_parameter", "_rebuild_parameter_with_state" ->
          tensor(first(args, place)).orElseThrow(() -> noTensor(place));
      case "_rebuild_from_type_v2" -> typed(args, place);
      default -> throw unread(function.name().substring("_rebuild_".length()));
    };
  }

  /** {@code (function, class, arguments, state)}: a tensor that somebody gave attributes. */
  private TorchTensor typed(List<Node> args, Place place) {
    if (args.size() >= 3
        && args.get(0) instanceof Node.Global function
        && rebuilds(function)
        && args.get(1) instanceof Node.Global type
        && Set.of("torch.Tensor", "torch.nn.parameter.Parameter", "torch.nn.parameter.Buffer")
            .contains(type.qualified())
        && args.get(2) instanceof Node.TupleNode inner) {
      return tensor(function, inner.items());
    }
    throw Refusals.value(place, "a tensor of a class of its own is not read");
  }

  private TorchTensor strided(List<Node> args, Optional<DataType> dtype, Place place) {
    Storage storage =
        storage(args.getFirst())
            .orElseThrow(() -> Refusals.corrupt(place, "a tensor has no storage"));
    DataType elements = storage.type().orElseThrow(() -> unread(storage.named()));
    DataType type = dtype.orElse(elements);
    Layout layout =
        new Layout(
            whole(args.get(1), place), wholes(args.get(2), place), wholes(args.get(3), place));
    Key key = new Key(storage.key(), type, layout);
    TorchTensor known = tensors.get(key);
    if (known != null) {
      return known;
    }
    Place named = () -> "storage " + storage.key();
    ByteBuffer bytes = bytes(storage, elements.bytes(), named);
    TorchTensor tensor =
        new TorchTensor(
            type, layout.sizes(), layout.read(bytes, source.order(), type.bytes(), budget, named));
    tensors.put(key, tensor);
    return tensor;
  }

  private ByteBuffer bytes(Storage storage, int width, Place place) {
    ByteBuffer bytes = source.storage().apply(storage.key());
    if (bytes.remaining() / width < storage.count()) {
      throw Refusals.corrupt(
          place,
          "the file declares %d elements and holds %d"
              .formatted(storage.count(), bytes.remaining() / width));
    }
    return bytes.slice(bytes.position(), (int) storage.count() * width);
  }

  private static List<Node> four(List<Node> args, Place place) {
    if (args.size() < 4) {
      throw Refusals.corrupt(place, "a tensor is given too little");
    }
    return args;
  }

  private static Node first(List<Node> args, Place place) {
    if (args.isEmpty()) {
      throw noTensor(place);
    }
    return args.getFirst();
  }

  private static long whole(Node node, Place place) {
    if (node instanceof Node.Int whole) {
      return whole.value();
    }
    throw Refusals.corrupt(place, "an offset, size or stride is no whole number");
  }

  /** The numbers of a tuple, list or {@code torch.Size}. */
  private static List<Long> wholes(Node node, Place place) {
    List<Node> items =
        switch (node) {
          case Node.TupleNode tuple -> tuple.items();
          case Node.ListNode list -> list.items();
          case Node.Instance size
              when size.type().qualified().equals("torch.Size")
                  && size.args().size() == 1
                  && size.args().getFirst() instanceof Node.TupleNode tuple ->
              tuple.items();
          default -> throw Refusals.corrupt(place, "a tensor has no sizes or strides");
        };
    List<Long> wholes = new ArrayList<>();
    for (Node item : items) {
      wholes.add(whole(item, place));
    }
    return wholes;
  }

  private static Problem.Raised noTensor(Place place) {
    return Refusals.corrupt(place, "a parameter has no tensor");
  }

  private static Problem.Raised unread(String what) {
    return Refusals.refused(
        "UNSUPPORTED_VALUE",
        () -> what,
        "a tensor of the kind '" + what + "' is not read",
        "save dense tensors of real or whole numbers: model.to_dense(), model.float()");
  }
}
