package dev.serin.runtime;

import dev.serin.base.Problem;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * Tells from an ONNX graph whether the net convolves. Reads the heads of the fields and passes over
 * the weights, so the graph need not be in memory.
 */
final class Convolution {
  private static final Set<String> OPERATORS =
      Set.of("Conv", "ConvTranspose", "ConvInteger", "QLinearConv", "DeformConv");
  private static final int LONGEST = 64;

  private final InputStream in;
  private long at;

  /** What a message is; the number of the field in which it has each kind of inner message. */
  private enum Kind {
    MODEL,
    FUNCTION,
    GRAPH,
    NODE,
    ATTRIBUTE,
    OTHER;

    private Kind inner(long field) {
      return switch (this) {
        case MODEL -> field == 7 ? GRAPH : field == 25 ? FUNCTION : OTHER;
        case FUNCTION -> field == 7 ? NODE : OTHER;
        case GRAPH -> field == 1 ? NODE : OTHER;
        case NODE -> field == 5 ? ATTRIBUTE : OTHER;
        case ATTRIBUTE -> field == 6 || field == 11 ? GRAPH : OTHER;
        case OTHER -> OTHER;
      };
    }
  }

  private Convolution(InputStream in) {
    this.in = in;
  }

  /** Whether a node of the graph, of a body within it or of a function convolves. */
  static boolean in(InputStream onnx, long size) {
    try {
      return new Convolution(onnx).found(Kind.MODEL, size);
    } catch (IOException unreadable) {
      throw new Problem.Raised(
          new Problem.Refused(
              "CORRUPT", "graph", "it cannot be read: " + unreadable, "load the model again"),
          unreadable);
    }
  }

  private boolean found(Kind kind, long end) throws IOException {
    while (at < end) {
      long tag = number();
      switch ((int) tag & 7) {
        case 0 -> number();
        case 1 -> skip(8);
        case 2 -> {
          if (held(kind, tag >>> 3, number())) {
            return true;
          }
        }
        default -> skip(4);
      }
    }
    return false;
  }

  private boolean held(Kind kind, long field, long length) throws IOException {
    Kind inner = kind.inner(field);
    if (inner != Kind.OTHER) {
      return found(inner, at + length);
    }
    if (kind == Kind.NODE && field == 4 && length >= 0 && length <= LONGEST) {
      byte[] name = in.readNBytes((int) length);
      at += length;
      return OPERATORS.contains(new String(name, StandardCharsets.UTF_8));
    }
    skip(length);
    return false;
  }

  private void skip(long bytes) throws IOException {
    if (bytes < 0) {
      throw new EOFException("a length below zero");
    }
    in.skipNBytes(bytes);
    at += bytes;
  }

  private long number() throws IOException {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int part = in.read();
      if (part < 0) {
        throw new EOFException("the graph ends early");
      }
      at++;
      value |= (long) (part & 0x7f) << shift;
      if (part < 0x80) {
        return value;
      }
    }
    throw new EOFException("a number of more than 64 bits");
  }
}
