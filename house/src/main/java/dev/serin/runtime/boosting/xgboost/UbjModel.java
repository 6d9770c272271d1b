package dev.serin.runtime.boosting.xgboost;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads Universal Binary JSON (draft 12, as XGBoost writes it). A declared count is believed only
 * as far as bytes arrive, and elements that take no bytes are never counted.
 */
final class UbjModel {
  private static final int NO_OPERATION = 'N';

  private final Feed feed;
  private final int deepest;

  private UbjModel(Feed feed, int deepest) {
    this.feed = feed;
    this.deepest = deepest;
  }

  /** The one value of the feed. */
  static Document read(Feed feed, int deepest) {
    UbjModel reader = new UbjModel(feed, deepest);
    Document document = reader.value(reader.marker(), 0, true);
    while (!feed.ended()) {
      int more = feed.next();
      if (more != NO_OPERATION && more != 0) {
        throw feed.corrupt("nothing more is expected");
      }
    }
    return document;
  }

  private int marker() {
    int marker = feed.next();
    while (marker == NO_OPERATION) {
      marker = feed.next();
    }
    return marker;
  }

  private Document value(int marker, int depth, boolean kept) {
    if (depth > deepest) {
      throw feed.limit("the UBJSON is nested deeper than " + deepest);
    }
    return switch (marker) {
      case '{' -> members(depth, kept);
      case '[' -> items(depth, kept);
      case 'S' -> new Document.Text(feed.text(length()));
      case 'C' -> new Document.Text(Character.toString(feed.next()));
      case 'T' -> new Document.Number(1);
      case 'F' -> new Document.Number(0);
      case 'Z' -> new Document.Nothing();
      default -> new Document.Number(number(marker));
    };
  }

  private double number(int marker) {
    return switch (marker) {
      case 'i' -> (byte) feed.next();
      case 'U' -> feed.next();
      case 'I' -> (short) feed.bigEndian(2);
      case 'l' -> (int) feed.bigEndian(4);
      case 'L' -> feed.bigEndian(8);
      case 'd' -> Float.intBitsToFloat((int) feed.bigEndian(4));
      case 'D' -> Double.longBitsToDouble(feed.bigEndian(8));
      default -> throw feed.corrupt("unknown type " + shown(marker));
    };
  }

  private long length() {
    int marker = feed.next();
    if ("iUIlL".indexOf(marker) < 0) {
      throw feed.corrupt("a length has the type " + shown(marker));
    }
    long length =
        switch (marker) {
          case 'i' -> (byte) feed.next();
          case 'U' -> feed.next();
          case 'I' -> (short) feed.bigEndian(2);
          case 'l' -> (int) feed.bigEndian(4);
          default -> feed.bigEndian(8);
        };
    if (length < 0) {
      throw feed.corrupt("a length is " + length);
    }
    return length;
  }

  private static String shown(int marker) {
    return marker > ' ' && marker < 127 ? "'" + (char) marker + "'" : Integer.toString(marker);
  }

  private Document members(int depth, boolean kept) {
    Map<String, Document> members = new HashMap<>();
    boolean counted = feed.peek() == '#';
    if (feed.peek() == '$') {
      throw feed.corrupt("an object of one type");
    }
    if (counted) {
      feed.next();
    }
    long left = counted ? length() : Long.MAX_VALUE;
    for (; left > 0 && !(!counted && ends('}')); left--) {
      String name = feed.text(length());
      boolean wanted = kept && Wanted.keeps(name);
      Document value = value(marker(), depth + 1, wanted);
      if (wanted) {
        feed.hold(64);
        if (members.put(name, value) != null) {
          throw feed.corrupt("the name '" + name + "' stands twice");
        }
      }
    }
    return new Document.Members(members);
  }

  private boolean ends(char close) {
    while (feed.peek() == NO_OPERATION) {
      feed.next();
    }
    if (feed.peek() == close) {
      feed.next();
      return true;
    }
    return false;
  }

  private Document items(int depth, boolean kept) {
    if (feed.peek() == '$') {
      return typed(kept);
    }
    boolean counted = feed.peek() == '#';
    if (counted) {
      feed.next();
    }
    long left = counted ? length() : Long.MAX_VALUE;
    Feed.Growing numbers = feed.new Growing(kept);
    List<Document> items = new ArrayList<>();
    boolean packed = false;
    for (; left > 0 && !(!counted && ends(']')); left--) {
      Document item = value(marker(), depth + 1, kept);
      if (item instanceof Document.Number(double number)) {
        packed = true;
        numbers.add(number);
      } else if (kept) {
        feed.hold(32);
        items.add(item);
      }
    }
    if (packed && !items.isEmpty()) {
      throw feed.corrupt("a list mixes numbers with others");
    }
    return packed || items.isEmpty() ? numbers.done() : new Document.Items(items);
  }

  /** {@code $ type # count} and the bare numbers; only types of at least one byte. */
  private Document typed(boolean kept) {
    feed.next();
    int type = feed.next();
    if ("iUIlLdD".indexOf(type) < 0 || feed.next() != '#') {
      throw feed.corrupt("a list of one type " + shown(type) + " that is no counted number");
    }
    Feed.Growing numbers = feed.new Growing(kept);
    for (long left = length(); left > 0; left--) {
      numbers.add(number(type));
    }
    return numbers.done();
  }
}
