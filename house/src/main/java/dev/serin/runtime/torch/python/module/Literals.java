package dev.serin.runtime.torch.python.module;

import dev.serin.runtime.torch.Dim;
import dev.serin.runtime.torch.TorchTensor;
import dev.serin.runtime.torch.python.Interpreter;
import dev.serin.runtime.torch.python.Thing;
import dev.serin.runtime.torch.python.Thing.Given;
import dev.serin.runtime.torch.python.Trouble;
import dev.serin.tensor.DataType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Tensors that a source spells out: {@code torch.tensor}, {@code arange}, {@code linspace}. */
final class Literals {
  private static final int MOST = 1 << 20;

  private Literals() {}

  /** {@code torch.tensor(data, dtype=None)}. */
  static Thing tensor(Operations operations, Given given, Interpreter in) {
    if (given.list().isEmpty()) {
      throw Trouble.value(in.place(), "torch.tensor() is given nothing");
    }
    Thing data = given.list().getFirst();
    if (data instanceof Thing.Tensor || data instanceof Thing.Probe) {
      return data;
    }
    if (data instanceof Thing.Size(Dim size)) {
      return operations.size(size);
    }
    List<Thing> flat = new ArrayList<>();
    List<Long> sizes = new ArrayList<>();
    flatten(data, 0, sizes, flat, in);
    DataType type =
        given.named().get("dtype") instanceof Thing.Type(DataType named) ? named : natural(flat);
    double[] numbers = new double[flat.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = number(flat.get(i), in);
    }
    return operations.weight(made(type, sizes, numbers, in));
  }

  private static DataType natural(List<Thing> flat) {
    if (flat.isEmpty() || flat.stream().anyMatch(Thing.Real.class::isInstance)) {
      return DataType.FP32;
    }
    boolean truths = flat.stream().allMatch(Thing.Flag.class::isInstance);
    return truths ? DataType.BOOL : DataType.INT64;
  }

  private static void flatten(
      Thing data, int depth, List<Long> sizes, List<Thing> flat, Interpreter in) {
    if (!(data instanceof Thing.Items) && !(data instanceof Thing.Tuple)) {
      if (depth != sizes.size()) {
        throw Trouble.value(in.place(), "the rows of a tensor have different lengths");
      }
      flat.add(data);
      return;
    }
    List<Thing> items = new ArrayList<>();
    in.items(data).forEach(items::add);
    if (depth == sizes.size() && flat.isEmpty()) {
      sizes.add((long) items.size());
    }
    boolean fits = depth < sizes.size() && sizes.get(depth) == items.size() && depth < 8;
    if (!fits || flat.size() > MOST) {
      throw Trouble.value(in.place(), "the rows of a tensor have different lengths");
    }
    items.forEach(item -> flatten(item, depth + 1, sizes, flat, in));
  }

  static double number(Thing thing, Interpreter in) {
    return switch (thing) {
      case Thing.Flag(boolean flag) -> flag ? 1 : 0;
      case Thing.Whole(long number) -> number;
      case Thing.Real(double number) -> number;
      default -> throw Trouble.value(in.place(), "a number of a tensor is not known");
    };
  }

  /** {@code arange(start, end, step)} where all are known. */
  static Thing arange(Operations operations, Given given, Interpreter in) {
    List<Thing> list = given.list();
    boolean open = list.stream().anyMatch(Thing.Size.class::isInstance) || !named(given);
    if (list.isEmpty() || open) {
      return operations.call("arange", given, in);
    }
    double start = list.size() == 1 ? 0 : number(list.getFirst(), in);
    double end = number(list.get(list.size() == 1 ? 0 : 1), in);
    double step = list.size() > 2 ? number(list.get(2), in) : 1;
    double count = Math.ceil((end - start) / step);
    if (!(count >= 0 && count <= MOST)) {
      throw Trouble.value(in.place(), "arange() makes " + count + " numbers");
    }
    double[] numbers = new double[(int) count];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = start + i * step;
    }
    boolean reals = list.stream().anyMatch(Thing.Real.class::isInstance);
    DataType type =
        given.named().get("dtype") instanceof Thing.Type(DataType named)
            ? named
            : reals ? DataType.FP32 : DataType.INT64;
    return operations.weight(made(type, List.of((long) numbers.length), numbers, in));
  }

  private static boolean named(Given given) {
    return given.named().keySet().stream()
        .allMatch(name -> List.of("dtype", "device", "requires_grad").contains(name));
  }

  /** {@code linspace(start, end, steps)}, counted from the nearer end as torch does. */
  static Thing linspace(Operations operations, Given given, Interpreter in) {
    List<Thing> list = new ArrayList<>(given.list());
    if (given.named().containsKey("steps")) {
      list.add(given.named().get("steps"));
    }
    if (list.size() != 3 || !(list.get(2) instanceof Thing.Whole(long count))) {
      throw Trouble.value(in.place(), "linspace() takes a start, an end and a count");
    }
    if (count < 0 || count > MOST) {
      throw Trouble.value(in.place(), "linspace() makes " + count + " numbers");
    }
    float start = (float) number(list.get(0), in);
    float end = (float) number(list.get(1), in);
    float step = count > 1 ? (end - start) / (count - 1) : 0;
    double[] numbers = new double[(int) count];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = i < count / 2 ? start + step * i : end - step * (count - i - 1);
    }
    if (count == 1) {
      numbers[0] = start;
    }
    return operations.weight(made(DataType.FP32, List.of(count), numbers, in));
  }

  /** {@code eye(n)}. */
  static Thing eye(Operations operations, Given given, Interpreter in) {
    if (given.list().size() != 1
        || !(given.list().getFirst() instanceof Thing.Whole(long size))
        || size < 0
        || size > 1000) {
      throw Trouble.value(in.place(), "eye() takes one size up to 1000");
    }
    double[] numbers = new double[(int) (size * size)];
    for (int i = 0; i < size; i++) {
      numbers[(int) (i * size + i)] = 1;
    }
    return operations.weight(made(DataType.FP32, List.of(size, size), numbers, in));
  }

  private static TorchTensor made(
      DataType type, List<Long> sizes, double[] numbers, Interpreter in) {
    ByteBuffer bytes =
        ByteBuffer.allocate(numbers.length * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    for (double number : numbers) {
      switch (type) {
        case FP32 -> bytes.putFloat((float) number);
        case FP64 -> bytes.putDouble(number);
        case INT64 -> bytes.putLong((long) number);
        case INT32 -> bytes.putInt((int) number);
        case INT16 -> bytes.putShort((short) number);
        case INT8, UINT8 -> bytes.put((byte) number);
        case BOOL -> bytes.put((byte) (number != 0 ? 1 : 0));
        default ->
            throw Trouble.value(in.place(), "a tensor of the type " + type + " is spelled out");
      }
    }
    return new TorchTensor(type, sizes, bytes.flip());
  }
}
