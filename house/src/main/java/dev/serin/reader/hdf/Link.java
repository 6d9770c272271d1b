package dev.serin.reader.hdf;

import dev.serin.reader.Place;
import dev.serin.reader.Refusals;
import java.nio.charset.StandardCharsets;

/** One name in a group. */
sealed interface Link {
  /** The order where none was written. */
  long UNORDERED = -1;

  /** The name. */
  String name();

  /** Which one it was to be made in its group, less than zero when that was not written down. */
  long order();

  /** An object of this file. */
  record Hard(String name, long order, long address) implements Link {}

  /** A path in this file. */
  record Soft(String name, long order, String path) implements Link {}

  /** Reads a link message; a link to another file is refused at once. */
  static Link read(Bytes body) {
    body.skip(1);
    int flags = body.u8();
    int kind = (flags & 0x08) != 0 ? body.u8() : 0;
    long order = (flags & 0x04) != 0 ? body.i64() : UNORDERED;
    body.skip((flags & 0x10) != 0 ? 1 : 0);
    long length = body.number(1 << (flags & 3));
    String name = new String(body.array(length), StandardCharsets.UTF_8);
    return switch (kind) {
      case 0 -> new Hard(name, order, body.i64());
      case 1 -> new Soft(name, order, new String(body.array(body.u16()), StandardCharsets.UTF_8));
      case 64 -> throw external(name, body);
      default ->
          throw Refusals.value(Place.offset(body.offset()), "a link of the unknown kind " + kind);
    };
  }

  private static RuntimeException external(String name, Bytes body) {
    Bytes target = body.take(body.u16()).skip(1);
    return Refusals.external(
        () -> "link " + name,
        "the link '" + name + "' leads to another file, '" + target.zeroEnded() + "'");
  }
}
