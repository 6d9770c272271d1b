package dev.serin.reader.skops;

import dev.serin.reader.Budget;
import dev.serin.reader.DType;
import dev.serin.reader.NdArray;
import dev.serin.reader.Place;
import dev.serin.reader.Refusals;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file as {@code numpy.save} writes it, versions 1 to 3; never one that holds objects. */
final class NpyFile {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int LONGEST_HEADER = 1 << 16;
  private static final int MOST_AXES = 32;
  private static final long LARGEST_RECORD = 1 << 20;

  private static final Pattern HEADER =
      Pattern.compile(
          "\\{'descr': ('[^']{1,40}'|\\[.*]), 'fortran_order': (True|False), "
              + "'shape': \\(([0-9, ]*)\\), \\}\\s*");
  private static final Pattern FIELD =
      Pattern.compile("\\('([^'\\\\]{0,100})', '([<>|=]?[a-zA-Z?][0-9]{0,8})'\\)(, |,?]$)");

  private NpyFile() {}

  static NdArray read(ByteBuffer file, Budget budget, Place place) {
    ByteBuffer in = file.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    if (in.remaining() < 12) {
      throw Refusals.corrupt(place, "an array file of " + in.remaining() + " bytes");
    }
    byte[] magic = new byte[MAGIC.length];
    in.get(magic);
    int version = in.get();
    in.get();
    if (!Arrays.equals(magic, MAGIC) || version < 1 || version > 3) {
      throw Refusals.corrupt(place, "an array file does not start as one");
    }
    long length = version == 1 ? in.getShort() & 0xffff : in.getInt() & 0xffffffffL;
    if (length > LONGEST_HEADER || length > in.remaining()) {
      throw Refusals.corrupt(place, "the header of an array file has " + length + " bytes");
    }
    byte[] raw = new byte[(int) length];
    in.get(raw);
    Matcher header = HEADER.matcher(new String(raw, StandardCharsets.UTF_8));
    if (!header.matches()) {
      throw Refusals.corrupt(place, "the header of an array file is not understood");
    }
    DType dtype = dtype(header.group(1), place);
    boolean fortran = header.group(2).equals("True");
    int[] shape = shape(header.group(3), place);
    budget.hold(in.remaining(), place);
    byte[] data = new byte[in.remaining()];
    in.get(data);
    return NdArray.of(dtype, shape, fortran, data, place);
  }

  private static int[] shape(String text, Place place) {
    List<Integer> sizes = new ArrayList<>();
    for (String size : text.split(",")) {
      if (!size.isBlank()) {
        if (!size.strip().matches("[0-9]{1,9}") || sizes.size() == MOST_AXES) {
          throw Refusals.corrupt(place, "the shape of an array file is not understood");
        }
        sizes.add(Integer.parseInt(size.strip()));
      }
    }
    return sizes.stream().mapToInt(Integer::intValue).toArray();
  }

  private static DType dtype(String text, Place place) {
    if (text.startsWith("'")) {
      return plain(text.substring(1, text.length() - 1), place);
    }
    List<DType.Field> fields = new ArrayList<>();
    Matcher field = FIELD.matcher(text);
    int at = 1;
    long size = 0;
    while (at < text.length()) {
      if (!field.find(at) || field.start() != at) {
        throw Refusals.value(place, "an array file has records that are not understood");
      }
      DType type = plain(field.group(2), place);
      if (size > LARGEST_RECORD) {
        throw Refusals.limit(place, "the size of one record", size, LARGEST_RECORD);
      }
      if (!field.group(1).isEmpty()) { // without a name it fills a gap
        fields.add(new DType.Field(field.group(1), type, (int) size));
      }
      size += type.size();
      at = field.end();
    }
    return DType.parse("V" + size, place).with(fields, place);
  }

  private static DType plain(String text, Place place) {
    DType type = DType.parse(text, place);
    if (type.object()) {
      throw Refusals.corrupt(place, "an array file holds objects");
    }
    return type;
  }
}
