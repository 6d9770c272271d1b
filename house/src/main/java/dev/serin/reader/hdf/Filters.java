package dev.serin.reader.hdf;

import dev.serin.reader.Budget;
import dev.serin.reader.Place;
import dev.serin.reader.Refusals;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** What was done to the bytes of a chunk, in the order of writing: deflate, shuffle, checksum. */
record Filters(List<Integer> numbers) {
  private static final int DEFLATE = 1;
  private static final int SHUFFLE = 2;
  private static final int FLETCHER = 3;
  private static final int FIRST_NAMED = 256;

  static final Filters NONE = new Filters(List.of());

  static Filters read(Bytes body) {
    int version = body.u8();
    int count = body.u8();
    body.skip(version == 1 ? 6 : 0);
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int number = body.u16();
      int nameLength = version == 1 || number >= FIRST_NAMED ? body.u16() : 0;
      body.skip(2);
      int parameters = body.u16();
      body.skip(version == 1 ? nameLength + 7 & ~7 : nameLength);
      body.skip(4L * parameters + (version == 1 && parameters % 2 == 1 ? 4 : 0));
      if (number < DEFLATE || number > FLETCHER) {
        throw Refusals.value(
            Place.offset(body.offset()),
            "a dataset is compressed by the filter " + number + "; only gzip and shuffle are read");
      }
      numbers.add(number);
    }
    return new Filters(numbers);
  }

  /**
   * Undoes them on one chunk of {@code size} bytes; {@code skipped} has a bit for each left out.
   */
  byte[] undo(byte[] stored, long skipped, int size, int width, Budget budget, Place place) {
    byte[] bytes = stored;
    for (int i = numbers.size() - 1; i >= 0; i--) {
      if ((skipped >> i & 1) == 0) {
        bytes =
            switch (numbers.get(i)) {
              case DEFLATE -> inflate(bytes, size + 4, budget, place);
              case SHUFFLE -> unshuffle(bytes, width);
              default -> withoutSum(bytes, place);
            };
      }
    }
    if (bytes.length != size) {
      throw Refusals.corrupt(
          place,
          "a chunk of " + place.text() + " has " + bytes.length + " bytes instead of " + size);
    }
    return bytes;
  }

  private static byte[] inflate(byte[] stored, int most, Budget budget, Place place) {
    try (Inflater inflater = new Inflater()) {
      inflater.setInput(stored);
      byte[] out = new byte[most];
      int length = 0;
      while (!inflater.finished() && length < most) {
        int more = inflater.inflate(out, length, most - length);
        length += more;
        budget.inflated(length, stored.length);
        if (more == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
          throw Refusals.corrupt(place, "a chunk of " + place.text() + " ends in the middle");
        }
      }
      return Arrays.copyOf(out, length);
    } catch (DataFormatException wrong) {
      throw Refusals.corrupt(place, "a chunk of " + place.text() + " is no gzip stream", wrong);
    }
  }

  private static byte[] unshuffle(byte[] shuffled, int width) {
    int count = shuffled.length / width;
    byte[] bytes = shuffled.clone();
    for (int part = 0; part < width; part++) {
      for (int i = 0; i < count; i++) {
        bytes[i * width + part] = shuffled[part * count + i];
      }
    }
    return bytes;
  }

  private static byte[] withoutSum(byte[] bytes, Place place) {
    if (bytes.length < 4) {
      throw Refusals.corrupt(place, "a chunk of " + place.text() + " has no checksum");
    }
    return Arrays.copyOf(bytes, bytes.length - 4);
  }
}
