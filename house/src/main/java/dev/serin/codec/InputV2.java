package dev.serin.codec;

import dev.serin.base.Json;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** One input tensor of a V2 request while it is read; its members come in any order. */
final class InputV2 {
  private static final int NOT_YET = -1;

  private final JsonScanner in;
  private String name = "";
  private Optional<DataType> type = Optional.empty();
  private Optional<long[]> shape = Optional.empty();
  private Optional<Elements> elements = Optional.empty();
  private long[] nesting = new long[0];
  private int dataAt = NOT_YET;
  private boolean binary;

  private InputV2(JsonScanner in) {
    this.in = in;
  }

  /** Reads one input object. */
  static Tensor read(JsonScanner in) {
    InputV2 input = new InputV2(in);
    in.object(input::member);
    return input.tensor();
  }

  private void member(String member) {
    switch (member) {
      case "name" -> name = in.text();
      case "datatype" -> type = Optional.of(type(in.text()));
      case "shape" -> shape = Optional.of(shape());
      case "data" -> {
        dataAt = in.offset();
        if (type.isPresent()) {
          data();
        } else {
          in.skip();
        }
      }
      case "parameters" ->
          binary =
              in.tree() instanceof Json.Obj parameters
                  && parameters.member("binary_data_size").isPresent();
      default -> in.skip();
    }
  }

  private DataType type(String text) {
    return DataType.named(text)
        .orElseThrow(
            () ->
                Wrong.datatype(
                    field(), "unknown datatype '" + text + "'; known are " + knownTypes()));
  }

  private static String knownTypes() {
    return String.join(", ", Arrays.stream(DataType.values()).map(DataType::name).toList());
  }

  private long[] shape() {
    List<Long> sizes = new ArrayList<>();
    in.array(() -> sizes.add(in.whole(DataType.INT64)));
    long[] read = sizes.stream().mapToLong(Long::longValue).toArray();
    if (Arrays.stream(read).anyMatch(size -> size < 0)) {
      throw Wrong.shape(field(), "a size in 'shape' is at least 0: " + sizes);
    }
    return read;
  }

  private void data() {
    long room = Math.min(shape.map(this::count).orElse(0L), in.left() / 2 + 1L);
    if (in.peek() != '[') {
      throw Wrong.shape(field(), "'data' is an array, flat or nested as 'shape' says");
    }
    Elements read = Elements.of(type.orElseThrow(), room);
    nesting = NestedArray.read(in, read);
    elements = Optional.of(read);
  }

  private long count(long[] sizes) {
    try {
      return Tensor.count(sizes);
    } catch (ArithmeticException _) {
      throw Wrong.shape(field(), "the shape " + Arrays.toString(sizes) + " is too large");
    }
  }

  private Tensor tensor() {
    if (name.isEmpty()) {
      throw Wrong.invalid("INPUT_NAME", "inputs.name", "an input needs a name");
    }
    if (type.isEmpty()) {
      throw Wrong.datatype(field(), "'datatype' is missing; known are " + knownTypes());
    }
    if (shape.isEmpty()) {
      throw Wrong.shape(field(), "'shape' is missing, such as [1, 4]");
    }
    if (dataAt == NOT_YET) {
      throw Wrong.invalid(
          binary ? "BINARY_UNSUPPORTED" : "DATA_MISSING",
          field(),
          binary ? "binary tensors are not taken here: send 'data'" : "'data' is missing");
    }
    if (elements.isEmpty()) {
      int end = in.offset();
      in.rewind(dataAt);
      data();
      in.rewind(end);
    }
    return checked(elements.orElseThrow(), shape.orElseThrow());
  }

  private Tensor checked(Elements read, long[] declared) {
    if (count(declared) != read.size()) {
      throw Wrong.shape(
          field(),
          "the shape "
              + Arrays.toString(declared)
              + " means "
              + count(declared)
              + " elements, 'data' has "
              + read.size());
    }
    if (nesting.length > 1 && !Arrays.equals(nesting, declared)) {
      throw Wrong.shape(
          field(),
          "'data' is nested as "
              + Arrays.toString(nesting)
              + ", the shape is "
              + Arrays.toString(declared));
    }
    return read.tensor(name, declared);
  }

  private String field() {
    return name.isEmpty() ? "inputs" : "inputs." + name;
  }
}
