package dev.serin.app;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;
import java.util.zip.Deflater;

/** Pickles and joblib files made to harm, written opcode by opcode. */
final class HostilePickles {
  private static final String LIMIT = "LIMIT_EXCEEDED";
  private static final String CORRUPT = "CORRUPT";
  private static final String CODE = "CUSTOM_CODE";
  private static final String CLASS = "UNSUPPORTED_CLASS";
  private static final int MEBIBYTE = 1 << 20;
  private static final String TREE = "sklearn-1.9.1/extra_tree_classifier/model.pkl";

  private HostilePickles() {}

  static List<Hostile> all() {
    return List.of(
        pickle("os_system.pkl", "posix.system is called", CODE, call("posix", "system")),
        pickle("eval.joblib", "builtins.eval is called", CODE, call("builtins", "eval")),
        latin("os_system0.pkl", "the same in protocol 0", CODE, "cposix\nsystem\n(Vtouch x\ntR."),
        latin("instance.pkl", "the same by INST", CODE, "(lp0\n0(Vtouch x\niposix\nsystem\n."),
        pickle(
            "dotted.pkl",
            "numpy, f2py.crackfortran.myeval",
            CLASS,
            call("numpy", "f2py.crackfortran.myeval")),
        pickle(
            "dotted2.pkl",
            "sklearn, tree._tree.os.system",
            CLASS,
            call("sklearn", "tree._tree.os.system")),
        pickle("getattr.pkl", "builtins.getattr is called", CODE, call("builtins", "getattr")),
        hex("bytes8.pkl", "bytes of length 2^33", "80048e0000000002000000", LIMIT),
        hex("unicode_2g.pkl", "a text of length 2^31-16", "800458f0ffff7f", LIMIT),
        hex("long4.pkl", "a number of 2^31-16 bytes", "80048bf0ffff7f", LIMIT),
        Hostile.file("marks.pkl", "20 million marks", LIMIT, HostilePickles::marks),
        pickle("deep.pkl", "2 million tuples", LIMIT, () -> ")" + "\u0085".repeat(2_000_000)),
        pickle("laughs.pkl", "a list of itself, 100 times", CORRUPT, HostilePickles::laughs),
        hex("memo.pkl", "LONG_BINPUT 2^31-1", "80044e72ffffff7f2e", CORRUPT),
        array("npshape.pkl", "a shape of 2^31-1 over 24 bytes", LIMIT, Integer.MAX_VALUE),
        array("npneg.pkl", "a shape of -1 over 24 bytes", CORRUPT, -1),
        buffer("npshape5.pkl", "the same in protocol 5", LIMIT, Integer.MAX_VALUE),
        pickle(
            "jl_shape.joblib",
            "an array of 1,000 numbers over 24 bytes",
            CORRUPT,
            () -> wrapper("f8", 1_000) + "\0".repeat(24)),
        pickle(
            "jl_object.joblib",
            "arrays of objects, 10,000 times",
            CORRUPT,
            () -> wrapper("O", 1).repeat(10_000)),
        pickle(
            "jl_padding.joblib",
            "255 bytes of padding that are not there",
            CORRUPT,
            () -> padded(3) + "\u00ff" + "\0".repeat(200)),
        Hostile.file("zbomb.joblib", "900 MB of `N` by zlib", LIMIT, () -> bomb("N")),
        Hostile.file(
            "zbomb2.joblib", "900 MB of texts that are dropped", LIMIT, () -> bomb("U\1x0")),
        Hostile.file(
            "cyclic_tree.pkl", "a child that is its own parent", CORRUPT, () -> node(0, 0)),
        Hostile.file(
            "feature_oob.pkl", "a node that asks for feature 1,000", CORRUPT, () -> node(2, 1_000)),
        Hostile.fixture(
            "sklearn-refused/lambda_cloudpickle/model.pkl",
            "a lambda of cloudpickle in FunctionTransformer",
            CODE),
        Hostile.fixture("sklearn-refused/main_class/model.pkl", "`__main__.MyTransformer`", CODE));
  }

  private static Hostile pickle(String file, String how, String code, Supplier<String> opcodes) {
    return Hostile.file(file, how, code, () -> bytes("\u0080\u0004" + opcodes.get() + "."));
  }

  private static Hostile latin(String file, String how, String code, String text) {
    return Hostile.file(file, how, code, () -> bytes(text));
  }

  private static Hostile hex(String file, String how, String hex, String code) {
    return Hostile.file(file, how, code, () -> HexFormat.of().parseHex(hex));
  }

  private static byte[] bytes(String latin1) {
    return latin1.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String text(String text) {
    return "\u008c" + (char) text.length() + text;
  }

  private static String global(String module, String name) {
    return text(module) + text(name) + "\u0093";
  }

  private static Supplier<String> call(String module, String name) {
    return () -> global(module, name) + text("touch x") + "\u0085R";
  }

  private static byte[] marks() {
    byte[] marks = new byte[20_000_000];
    Arrays.fill(marks, (byte) '(');
    marks[0] = (byte) 0x80;
    marks[1] = 4;
    return marks;
  }

  private static String laughs() {
    return "]\u0094(" + "h\0".repeat(100) + "e";
  }

  private static String whole(int value) {
    byte[] bytes = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
    return "J" + new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static String dtype(String name) {
    return global("numpy", "dtype")
        + text(name)
        + "\u0089\u0088\u0087R(K\u0003"
        + text("<")
        + "NNN"
        + whole(-1)
        + whole(-1)
        + "K\0tb";
  }

  private static Hostile array(String file, String how, String code, int length) {
    return pickle(
        file,
        how,
        code,
        () ->
            global("numpy.core.multiarray", "_reconstruct")
                + global("numpy", "ndarray")
                + "K\0\u0085C\1b\u0087R(K\1"
                + whole(length)
                + "\u0085"
                + dtype("f8")
                + "\u0089C\30"
                + "\0".repeat(24)
                + "tb");
  }

  private static Hostile buffer(String file, String how, String code, int length) {
    return pickle(
        file,
        how,
        code,
        () ->
            global("numpy._core.numeric", "_frombuffer")
                + "(C\30"
                + "\0".repeat(24)
                + dtype("f8")
                + whole(length)
                + "\u0085"
                + text("C")
                + "tR");
  }

  private static String wrapper(String dtype, int length) {
    return global("joblib.numpy_pickle", "NumpyArrayWrapper")
        + ")\u0081}("
        + text("subclass")
        + global("numpy", "ndarray")
        + text("shape")
        + whole(length)
        + "\u0085"
        + text("order")
        + text("C")
        + text("dtype")
        + dtype(dtype)
        + text("mmap_mode")
        + "Nub";
  }

  private static String padded(int length) {
    return wrapper("i1", length)
        .replace(text("mmap_mode") + "N", text("numpy_array_alignment_bytes") + "K\20");
  }

  /** A zlib stream of 900 MiB: one flushed block, again and again. */
  private static byte[] bomb(String opcodes) {
    byte[] block = bytes(opcodes.repeat(MEBIBYTE / opcodes.length()));
    try (Deflater deflater = new Deflater()) {
      byte[] start = deflated(deflater, bytes("\u0080\u0004"));
      deflated(deflater, block);
      byte[] again = deflated(deflater, block); // refers to the block before
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      all.write(start);
      for (int i = 0; i < 900; i++) {
        all.write(again);
      }
      return all.toByteArray();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static byte[] deflated(Deflater deflater, byte[] block) {
    byte[] room = new byte[block.length + 64];
    deflater.setInput(block);
    return Arrays.copyOf(room, deflater.deflate(room, 0, room.length, Deflater.FULL_FLUSH));
  }

  /** A fitted tree whose root has this whole number at this place: 0 left, 1 right, 2 feature. */
  private static byte[] node(int place, long value) {
    byte[] file = Held.of(Corpus.FIXTURES.resolve(TREE)).files().get("model.pkl");
    ByteBuffer numbers = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 0; at + 128 < file.length; at++) {
      long right = numbers.getLong(at + 8);
      boolean root =
          numbers.getLong(at) == 1
              && right > 1
              && right < 1_000
              && numbers.getLong(at + 16) >= 0
              && numbers.getLong(at + 16) < 100
              && Math.abs(numbers.getLong(at + 64)) <= 2;
      if (root) {
        numbers.putLong(at + 8 * place, value);
        return file;
      }
    }
    throw new AssertionError("no root in " + TREE);
  }
}
