package dev.serin.reader.hdf;

import dev.serin.reader.Place;
import dev.serin.reader.Refusals;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The messages of one object header, of version 1 or 2, with its continuations. */
record Header(List<Message> messages) {
  private static final int MOST_MESSAGES = 100_000;
  private static final int MOST_BLOCKS = 10_000;
  private static final int SHARED = 0x02;

  /** The kinds of message that are looked at. */
  static final int SPACE = 0x01;

  static final int LINK_INFO = 0x02;
  static final int TYPE = 0x03;
  static final int LINK = 0x06;
  static final int EXTERNAL_FILES = 0x07;
  static final int LAYOUT = 0x08;
  static final int FILTERS = 0x0b;
  static final int ATTRIBUTE = 0x0c;
  static final int CONTINUATION = 0x10;
  static final int SYMBOLS = 0x11;
  static final int ATTRIBUTE_INFO = 0x15;

  /** One message; its bytes are read once. */
  record Message(int kind, boolean shared, Bytes body) {}

  static Header read(Bytes file, long address) {
    Bytes start = file.from(address);
    return start.u8() == 1 ? first(file, start) : second(file, address);
  }

  /** The message of this kind, refused when it lies in another object. */
  Optional<Bytes> only(int kind) {
    return messages.stream().filter(message -> message.kind() == kind).map(Header::own).findFirst();
  }

  /** All messages of this kind, refused when they lie in another object. */
  List<Bytes> all(int kind) {
    return messages.stream().filter(message -> message.kind() == kind).map(Header::own).toList();
  }

  boolean has(int kind) {
    return messages.stream().anyMatch(message -> message.kind() == kind);
  }

  private static Bytes own(Message message) {
    if (message.shared()) {
      throw Refusals.value(
          Place.offset(message.body().offset()), "a message that objects share is not read");
    }
    return message.body().from(message.body().offset()).take(message.body().left());
  }

  private static Header first(Bytes file, Bytes start) {
    start.skip(7);
    long size = start.u32();
    start.skip(4);
    Blocks blocks = new Blocks(start.take(size));
    while (blocks.next()) {
      Bytes block = blocks.current;
      while (block.left() >= 8) {
        int kind = block.u16();
        int length = block.u16();
        int flags = block.u8();
        block.skip(3);
        Message message = blocks.add(kind, flags, block.take(length));
        if (kind == CONTINUATION) {
          blocks.open(file.part(message.body().i64(), message.body().i64()));
        }
      }
    }
    return new Header(blocks.messages);
  }

  private static Header second(Bytes file, long address) {
    Bytes start = file.from(address).expect("OHDR");
    if (start.u8() != 2) {
      throw Refusals.value(Place.offset(address), "an object header of an unknown version");
    }
    int flags = start.u8();
    start.skip((flags & 0x20) != 0 ? 16 : 0).skip((flags & 0x10) != 0 ? 4 : 0);
    long size = start.number(1 << (flags & 3));
    Blocks blocks = new Blocks(start.take(size));
    int head = (flags & 0x04) != 0 ? 6 : 4;
    while (blocks.next()) {
      Bytes block = blocks.current;
      while (block.left() >= head) {
        int kind = block.u8();
        int length = block.u16();
        int messageFlags = block.u8();
        block.skip(head - 4L);
        Message message = blocks.add(kind, messageFlags, block.take(length));
        if (kind == CONTINUATION) {
          Bytes whole = file.part(message.body().i64(), message.body().i64());
          blocks.open(whole.expect("OCHK").take(Math.max(0, whole.left() - 4)));
        }
      }
    }
    return new Header(blocks.messages);
  }

  /**
   * The blocks still to read, and the messages so far; both bounded, so that no circle is endless.
   */
  private static final class Blocks {
    private final Deque<Bytes> open = new ArrayDeque<>();
    private final List<Message> messages = new ArrayList<>();
    private Bytes current;
    private int count;

    Blocks(Bytes first) {
      this.current = first;
      open.add(first);
    }

    boolean next() {
      if (open.isEmpty()) {
        return false;
      }
      current = open.remove();
      return true;
    }

    void open(Bytes block) {
      count++;
      if (count > MOST_BLOCKS) {
        throw Refusals.limit(
            Place.offset(block.offset()), "the number of header blocks", count, MOST_BLOCKS);
      }
      open.add(block);
    }

    Message add(int kind, int flags, Bytes body) {
      if (messages.size() == MOST_MESSAGES) {
        throw Refusals.limit(
            Place.offset(body.offset()),
            "the number of messages",
            MOST_MESSAGES + 1L,
            MOST_MESSAGES);
      }
      Message message = new Message(kind, (flags & SHARED) != 0, body);
      messages.add(message);
      return message;
    }
  }
}
