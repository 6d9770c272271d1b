package dev.serin.reader;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Writes pickles opcode by opcode, also those that no library would write. */
final class Written {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  static Written start() {
    return new Written();
  }

  /** Opcodes as characters, up to 0xff. */
  Written raw(String text) {
    bytes.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  Written hex(String hex) {
    bytes.writeBytes(HexFormat.of().parseHex(hex));
    return this;
  }

  Written bytes(byte[] more) {
    bytes.writeBytes(more);
    return this;
  }

  Written times(int count, String text) {
    for (int i = 0; i < count; i++) {
      raw(text);
    }
    return this;
  }

  /** A short text of protocol 4. */
  Written text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    bytes.write(0x8c);
    bytes.write(utf8.length);
    bytes.writeBytes(utf8);
    return this;
  }

  /** A class by name, as protocol 4 writes it. */
  Written global(String module, String name) {
    return text(module).text(name).raw("\u0093");
  }

  /** A class by name, as protocol 0 writes it. */
  Written oldGlobal(String module, String name) {
    return raw("c" + module + "\n" + name + "\n");
  }

  /** Bytes with an eight-bit length. */
  Written binary(byte[] data) {
    bytes.write('C');
    bytes.write(data.length);
    return bytes(data);
  }

  /** A whole number of 32 bits. */
  Written whole(int value) {
    bytes.write('J');
    for (int i = 0; i < 4; i++) {
      bytes.write(value >> 8 * i);
    }
    return this;
  }

  /** The plain dtype of this name, little-endian. */
  Written dtype(String name) {
    return global("numpy", "dtype")
        .text(name)
        .raw("\u0089\u0088\u0087R(K\u0003")
        .text("<")
        .raw("NNNJ\u00ff\u00ff\u00ff\u00ffJ\u00ff\u00ff\u00ff\u00ffK\u0000tb");
  }

  byte[] file() {
    return bytes.toByteArray();
  }

  /** Reads it with STOP at its end. */
  Node read() {
    return read(Budget.usual());
  }

  Node read(Budget budget) {
    raw(".");
    return Unpickler.read(new ByteArrayInputStream(file()), budget, Fixtures.LIBRARIES);
  }
}
