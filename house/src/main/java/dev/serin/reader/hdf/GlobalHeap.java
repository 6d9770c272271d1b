package dev.serin.reader.hdf;

import dev.serin.reader.Place;
import dev.serin.reader.Refusals;
import java.nio.charset.StandardCharsets;

/** Where texts of any length are kept. */
final class GlobalHeap {
  private GlobalHeap() {}

  static String text(Bytes file, long address, int index, long length) {
    if (length == 0) {
      return "";
    }
    Bytes collection = file.from(address).expect("GCOL").skip(4);
    long size = collection.i64();
    Bytes objects = file.part(address, size).skip(16);
    while (objects.left() >= 16) {
      int number = objects.u16();
      objects.skip(6);
      long bytes = objects.i64();
      if (number == index && number != 0) {
        if (length > bytes) {
          throw Refusals.corrupt(Place.offset(address), "a text is longer than its place");
        }
        return new String(objects.array(length), StandardCharsets.UTF_8);
      }
      if (number == 0 || bytes < 0) {
        break;
      }
      objects.skip(Math.min(objects.left(), bytes + 7 & ~7L));
    }
    throw Refusals.corrupt(Place.offset(address), "a text is not where it should be");
  }
}
