package dev.serin.runtime.worker;

import dev.serin.base.Json;
import dev.serin.base.Problem;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * One message over the pipe: length of the header (u32), length of the payload (u64), both little
 * endian, a JSON object, raw bytes. Both sides bound both lengths, and memory grows only with bytes
 * that came.
 */
record Frame(Json.Obj header, byte[] payload) {
  static final int MOST_HEADER = 1 << 20;
  private static final int HEAD = 12;
  private static final int DEPTH = 50;
  private static final byte[] NOTHING = {};

  static Frame of(Json.Obj header) {
    return new Frame(header, NOTHING);
  }

  void write(OutputStream out) throws IOException {
    byte[] text = header.text().getBytes(StandardCharsets.UTF_8);
    if (text.length > MOST_HEADER) {
      throw new IOException("a header of " + text.length + " bytes");
    }
    ByteBuffer head = ByteBuffer.allocate(HEAD + text.length).order(ByteOrder.LITTLE_ENDIAN);
    head.putInt(text.length).putLong(payload.length).put(text);
    out.write(head.array());
    out.write(payload);
    out.flush();
  }

  /** The next frame; raises {@link IOException} at the end or where it is no frame. */
  static Frame read(InputStream in, long mostPayload) throws IOException {
    ByteBuffer head = ByteBuffer.wrap(exactly(in, HEAD)).order(ByteOrder.LITTLE_ENDIAN);
    int header = head.getInt();
    long payload = head.getLong();
    if (header < 0 || header > MOST_HEADER) {
      throw new IOException("no frame: a header of " + Integer.toUnsignedString(header) + " bytes");
    }
    if (payload < 0 || payload > Math.min(mostPayload, Integer.MAX_VALUE - HEAD)) {
      throw new IOException("a payload of " + Long.toUnsignedString(payload) + " bytes");
    }
    Json tree = parsed(exactly(in, header));
    if (!(tree instanceof Json.Obj object)) {
      throw new IOException("no frame: the header is no object");
    }
    return new Frame(object, exactly(in, (int) payload));
  }

  private static Json parsed(byte[] text) throws IOException {
    try {
      return Json.parse(text, DEPTH);
    } catch (Problem.Raised malformed) {
      throw new IOException("no frame: " + malformed.problem().message(), malformed);
    }
  }

  private static byte[] exactly(InputStream in, int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new EOFException("the pipe ended");
    }
    return bytes;
  }
}
