package dev.serin.runtime.torch.python.module.state;

import dev.serin.base.Json;
import dev.serin.base.Problem;
import dev.serin.runtime.torch.Refusal;
import dev.serin.runtime.torch.TorchTensor;
import dev.serin.tensor.DataType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a safetensors file: eight bytes with the length of a JSON header, the header, and the
 * numbers, which have to fill the rest of the file without overlap or gap.
 */
final class SafeTensors {
  private static final String PLACE = "the safetensors header";
  private static final int LONGEST_HEADER = 100_000_000;
  private static final int LENGTH = 8;
  private static final Map<String, DataType> TYPES =
      Map.ofEntries(
          Map.entry("F64", DataType.FP64),
          Map.entry("F32", DataType.FP32),
          Map.entry("F16", DataType.FP16),
          Map.entry("BF16", DataType.BF16),
          Map.entry("I64", DataType.INT64),
          Map.entry("I32", DataType.INT32),
          Map.entry("I16", DataType.INT16),
          Map.entry("I8", DataType.INT8),
          Map.entry("U64", DataType.UINT64),
          Map.entry("U32", DataType.UINT32),
          Map.entry("U16", DataType.UINT16),
          Map.entry("U8", DataType.UINT8),
          Map.entry("BOOL", DataType.BOOL));

  private record Part(String name, DataType type, List<Long> sizes, long from, long to) {}

  private SafeTensors() {}

  /** Whether a file that starts like this is one. */
  static boolean recognises(byte[] head) {
    if (head.length <= LENGTH || head[LENGTH] != '{') {
      return false;
    }
    long length = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getLong();
    return length > 1 && length <= LONGEST_HEADER;
  }

  static Map<String, TorchTensor> read(ByteBuffer file, int jsonDepth) {
    ByteBuffer bytes = file.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.remaining() < LENGTH) {
      throw Refusal.corrupt(PLACE, "the file ends before it");
    }
    long length = bytes.getLong();
    if (length < 0 || length > LONGEST_HEADER) {
      throw Refusal.limit(PLACE, "its length", length, LONGEST_HEADER);
    }
    if (length > bytes.remaining()) {
      throw Refusal.corrupt(PLACE, "the file ends inside of it");
    }
    byte[] header = new byte[(int) length];
    bytes.get(header);
    ByteBuffer numbers = bytes.slice();
    List<Part> parts = parts(header, jsonDepth);
    check(parts, numbers.remaining());
    Map<String, TorchTensor> tensors = new LinkedHashMap<>();
    for (Part part : parts) {
      ByteBuffer slice = numbers.slice((int) part.from(), (int) (part.to() - part.from()));
      tensors.put(
          part.name(),
          new TorchTensor(part.type(), part.sizes(), slice.order(ByteOrder.LITTLE_ENDIAN)));
    }
    return tensors;
  }

  private static List<Part> parts(byte[] header, int jsonDepth) {
    String text = new String(header, StandardCharsets.UTF_8).stripTrailing();
    if (!(Json.parse(text, jsonDepth) instanceof Json.Obj root)) {
      throw Refusal.corrupt(PLACE, "it is no JSON object");
    }
    List<Part> parts = new ArrayList<>();
    root.members()
        .forEach(
            (name, value) -> {
              if (!name.equals("__metadata__")) {
                parts.add(part(name, value));
              }
            });
    return parts;
  }

  private static Part part(String name, Json value) {
    if (!(value instanceof Json.Obj described)) {
      throw Refusal.corrupt(name, "it is not described");
    }
    String dtype = described.text("dtype").orElse("");
    DataType type = TYPES.get(dtype);
    if (type == null) {
      throw Refusal.value(name, "its elements are of the type '" + dtype + "'");
    }
    List<Long> sizes = wholes(name, described.list("shape"));
    List<Long> offsets = wholes(name, described.list("data_offsets"));
    if (offsets.size() != 2 || described.members().size() != 3) {
      throw Refusal.corrupt(name, "it is not described by dtype, shape and data_offsets");
    }
    Part part = new Part(name, type, sizes, offsets.get(0), offsets.get(1));
    if (part.to() < part.from() || part.to() - part.from() != count(part) * type.bytes()) {
      throw Refusal.corrupt(name, "its bytes are not those of its shape " + sizes);
    }
    return part;
  }

  private static long count(Part part) {
    try {
      return part.sizes().stream().reduce(1L, Math::multiplyExact);
    } catch (ArithmeticException overflow) {
      throw new Problem.Raised(
          Refusal.corrupt(part.name(), "its shape is larger than anything").problem(), overflow);
    }
  }

  private static List<Long> wholes(String name, List<Json> list) {
    List<Long> wholes = new ArrayList<>();
    for (Json one : list) {
      if (!(one instanceof Json.Num(String digits)) || !digits.matches("[0-9]{1,18}")) {
        throw Refusal.corrupt(name, "a size or an offset is no whole number");
      }
      wholes.add(Long.parseLong(digits));
    }
    return wholes;
  }

  /** The tensors fill the bytes one after the other. */
  private static void check(List<Part> parts, long bytes) {
    long at = 0;
    for (Part part :
        parts.stream()
            .sorted(Comparator.comparingLong(Part::from).thenComparingLong(Part::to))
            .toList()) {
      if (part.from() != at || part.to() > bytes) {
        throw Refusal.corrupt(
            part.name(), "its bytes overlap others, leave a gap, or end outside of the file");
      }
      at = part.to();
    }
    if (at != bytes) {
      throw Refusal.corrupt(PLACE, "the file has " + (bytes - at) + " bytes of no tensor");
    }
  }
}
