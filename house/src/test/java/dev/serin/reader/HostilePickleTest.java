package dev.serin.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.serin.base.Problem;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files made to harm: each is refused with a code, and holds little heap until then. */
@Timeout(60)
class HostilePickleTest {
  private static final long HEAP = 48L << 20;

  private static Problem.Refused refused(Written written) {
    return refused(new ByteArrayInputStream(written.raw(".").file()));
  }

  private static Problem.Refused refused(InputStream in) {
    return refused(in, new Budget(4L << 30, 100, 50_000_000, 1_000, HEAP));
  }

  private static Problem.Refused refused(InputStream in, Budget budget) {
    Problem.Raised raised =
        catchThrowableOfType(
            Problem.Raised.class, () -> Unpickler.read(in, budget, Fixtures.LIBRARIES));
    assertThat(raised).isNotNull();
    return (Problem.Refused) raised.problem();
  }

  @ParameterizedTest
  @CsvSource({
    "posix, system",
    "nt, system",
    "os, system",
    "builtins, eval",
    "builtins, exec",
    "builtins, getattr",
    "builtins, __import__",
    "__builtin__, eval",
    "subprocess, Popen",
    "runpy, run_path",
    "importlib, import_module",
    "cloudpickle.cloudpickle, _make_function",
    "dill._dill, _create_function",
    "operator, attrgetter",
    "pickle, loads",
    "sys, modules",
    "webbrowser, open",
    "__main__, MyTransformer"
  })
  void codeIsRefusedInBothWaysOfNamingIt(String module, String name) {
    Written newer = Written.start().raw("\u0080\u0004").global(module, name);
    Written older = Written.start().oldGlobal(module, name);

    Problem.Refused first = refused(newer.text("touch x").raw("\u0085R"));
    Problem.Refused second = refused(older.raw("(Vtouch x\ntR"));

    String shown = module.equals("__builtin__") ? "builtins" : module;
    assertThat(first.code()).isEqualTo("CUSTOM_CODE");
    assertThat(first.message()).contains(shown + "." + name);
    assertThat(second.code()).isEqualTo("CUSTOM_CODE");
    assertThat(second.message()).contains(shown + "." + name);
  }

  @Test
  void codeIsRefusedWithOpcodeAndOffset() {
    Problem.Refused refused = refused(Written.start().oldGlobal("posix", "system"));

    assertThat(refused.place()).isEqualTo("GLOBAL at offset 0");
    assertThat(refused.remedy()).isNotBlank();
  }

  @Test
  void aSurveyListsEveryNameAndGoesOnAfterCode() {
    Written file =
        Written.start()
            .oldGlobal("posix", "system")
            .raw("(Vtouch x\ntR0")
            .oldGlobal("myproject.steps", "Clean")
            .raw("0")
            .oldGlobal("posix", "system")
            .raw("0")
            .oldGlobal("collections", "OrderedDict");

    Imports imports =
        Unpickler.survey(
            new ByteArrayInputStream(file.raw(".").file()), Budget.usual(), Fixtures.LIBRARIES);

    assertThat(imports.ended()).isEmpty();
    assertThat(imports.named())
        .containsExactly(
            new Imports.Named("posix.system", "GLOBAL at offset 0", Imports.Kind.CODE),
            new Imports.Named("myproject.steps.Clean", "GLOBAL at offset 27", Imports.Kind.UNKNOWN),
            new Imports.Named(
                "collections.OrderedDict", "GLOBAL at offset 66", Imports.Kind.KNOWN));
  }

  @Test
  void aSurveyOfADamagedFileSaysWhereItEnded() {
    byte[] file = Written.start().oldGlobal("posix", "system").raw("(Vtouch").file();

    Imports imports =
        Unpickler.survey(new ByteArrayInputStream(file), Budget.usual(), Fixtures.LIBRARIES);

    assertThat(imports.named()).hasSize(1);
    assertThat(imports.ended()).startsWith("CORRUPT");
  }

  @Test
  void theOldInstanceOpcodeNamesItsClassToo() {
    Problem.Refused refused = refused(Written.start().raw("(Vls\niposix\nsystem\n"));

    assertThat(refused.code()).isEqualTo("CUSTOM_CODE");
  }

  @ParameterizedTest
  @CsvSource({
    "numpy, f2py.crackfortran.myeval",
    "sklearn, tree._tree.os.system",
    "builtins, object.__subclasses__",
    "collections, OrderedDict.fromkeys"
  })
  void aDottedNameIsRefusedWhateverTheListSays(String module, String name) {
    Problem.Refused refused = refused(Written.start().global(module, name).raw(")R"));

    assertThat(refused.code()).isEqualTo("UNSUPPORTED_CLASS");
    assertThat(refused.message()).contains(module + "." + name);
  }

  @Test
  void aClassHiddenInAReconstructorIsJudgedLikeAnyOther() {
    Written written =
        Written.start()
            .oldGlobal("copy_reg", "_reconstructor")
            .raw("(")
            .oldGlobal("mine.code", "Clean")
            .oldGlobal("__builtin__", "object")
            .raw("NtR");

    Problem.Refused refused = refused(written);

    assertThat(refused.code()).isEqualTo("UNSUPPORTED_CLASS");
    assertThat(refused.message()).contains("mine.code.Clean");
  }

  @Test
  void aClassAsTextInAReconstructorIsNoClass() {
    Written written =
        Written.start().global("copyreg", "_reconstructor").raw("(").text("posix").raw("NNtR");

    assertThat(refused(written).code()).isEqualTo("CUSTOM_CODE");
  }

  @Test
  void thatAnUnknownClassIsFoundSaysWhereInThePipeline() {
    Written written =
        Written.start()
            .global("sklearn.pipeline", "Pipeline")
            .raw(")\u0081}(")
            .text("steps")
            .raw("](")
            .text("scale")
            .global("sklearn.preprocessing._data", "StandardScaler")
            .raw(")\u0081\u0086")
            .text("clean")
            .global("churnkit.features", "Clean")
            .raw(")\u0081\u0086eub");

    Problem.Refused refused = refused(written);

    assertThat(refused.code()).isEqualTo("UNSUPPORTED_CLASS");
    assertThat(refused.message()).startsWith("Pipeline.steps[1] is churnkit.features.Clean");
    assertThat(refused.place()).startsWith("Pipeline.steps[1] (STACK_GLOBAL at offset ");
  }

  @Test
  void anUnknownClassInABrokenFileIsWhatIsSaid() {
    Problem.Refused refused = refused(Written.start().global("mine", "Clean").raw("\u0081\u00ff"));

    assertThat(refused.code()).isEqualTo("UNSUPPORTED_CLASS");
  }

  @Test
  void aPartialIsDataButIsNeverCalled() {
    Written partial = Written.start().global("functools", "partial").raw("N\u0085R");

    assertThat(refused(partial.raw("N\u0085R")).code()).isEqualTo("CUSTOM_CODE");
  }

  @ParameterizedTest
  @CsvSource({
    "8e0000000002000000, LIMIT_EXCEEDED", // bytes of 2^33
    "58f0ffff7f, LIMIT_EXCEEDED", // text of 2^31-16
    "42f0ffff7f, LIMIT_EXCEEDED", // bytes of 2^31-16
    "8bf0ffff7f, LIMIT_EXCEEDED", // whole number of 2^31-16 bytes
    "8bffffffff, LIMIT_EXCEEDED",
    "8dffffffffffffffff, LIMIT_EXCEEDED", // length -1
    "8effffffffffffffff, LIMIT_EXCEEDED",
    "96ffffffffffffff7f, LIMIT_EXCEEDED",
    "580000a000, CORRUPT", // text of 10 MiB that is not there
    "4200002000, CORRUPT", // bytes of 2 MiB that are not there
    "820130, UNSUPPORTED_CLASS",
    "83010030, UNSUPPORTED_CLASS",
    "840100000030, UNSUPPORTED_CLASS",
    "506964300a, EXTERNAL_REFERENCE",
    "4e51, EXTERNAL_REFERENCE",
    "97, EXTERNAL_REFERENCE",
    "4e98, EXTERNAL_REFERENCE",
    "8006, UNSUPPORTED_VALUE",
    "ff, CORRUPT",
    "30, CORRUPT", // POP of nothing
    "65, CORRUPT", // APPENDS without a mark
    "7500, CORRUPT",
    "6805, CORRUPT", // memo 5 was never put
    "4e4e62, CORRUPT", // state for None
    "4e4e61, CORRUPT", // append to None
    "4e4e4e73, CORRUPT",
    "4e2952, CUSTOM_CODE", // call of None
    "286f, CUSTOM_CODE",
    "8c02c328, CORRUPT" // not UTF-8
  })
  void aFewBytesThatPromiseMuchAreRefused(String hex, String code) {
    assertThat(refused(Written.start().hex(hex)).code()).isEqualTo(code);
  }

  @Test
  void anEmptyFileIsRefused() {
    assertThat(refused(InputStream.nullInputStream()).code()).isEqualTo("CORRUPT");
  }

  @Test
  void twentyMillionMarksAreRefusedAtTheThousandAndFirst() {
    Problem.Refused refused = refused(new Endless((byte) '(', 20_000_000));

    assertThat(refused.code()).isEqualTo("LIMIT_EXCEEDED");
    assertThat(refused.message()).contains("nesting depth is 1001");
  }

  @Test
  void twoMillionNestedTuplesAreRefusedAtTheirDepth() {
    Problem.Refused refused = refused(Written.start().raw(")").times(2_000_000, "\u0085"));

    assertThat(refused.message()).contains("nesting depth is 1001");
  }

  @Test
  void millionsOfOpenListsAreRefusedByTheStack() {
    Problem.Refused refused = refused(Written.start().times(2_000_000, "]"));

    assertThat(refused.code()).isEqualTo("LIMIT_EXCEEDED");
  }

  @Test
  void listsNestedByAppendingAreRefusedByTheirDepth() {
    Written written = Written.start().times(5_000, "]").times(4_999, "a");

    assertThat(refused(written).message()).contains("nesting depth");
  }

  @Test
  void depthIsFoundThoughTheOuterListIsFilledLast() {
    // Each list is remembered, put into the next one empty, and filled afterwards.
    Written written = Written.start().raw("]\u0094");
    for (int i = 1; i < 3_000; i++) {
      written.raw("]\u0094h\u0000").raw("0");
    }
    for (int i = 0; i < 2_999; i++) {
      written.raw("a");
    }

    assertThat(refused(written).message()).contains("nesting depth");
  }

  @Test
  void aListThatHoldsItselfIsReadAndItsWalkEnds() {
    Written written = Written.start().raw("]\u0094(").times(100, "h\u0000").raw("e");

    Node list = written.read();

    assertThat(((Node.ListNode) list).items()).hasSize(100).allMatch(item -> item == list);
    Walk walk = new Walk(list, 10);
    assertThat(walk.next()).isTrue();
    assertThat(walk.next()).isTrue();
    assertThat(walk.next()).isFalse();
  }

  @Test
  void laughsThatWouldBeBillionsAreVisitedOnceEach() {
    Written written = Written.start().raw("](K\u0001K\u0002e\u0094");
    for (int i = 0; i < 100; i++) {
      written.raw("](").times(10, "h" + (char) i).raw("e\u0094");
    }

    Node laughs = written.read();

    Walk walk = new Walk(laughs, 1_000);
    int visits = 0;
    while (walk.next()) {
      visits++;
    }
    assertThat(visits).isEqualTo(103);
  }

  @Test
  void theHighestMemoIndexCostsNothing() {
    Written written = Written.start().raw("Nr\u00ff\u00ff\u00ff\u007f");

    assertThat(written.read()).isEqualTo(Node.NONE);
  }

  @Test
  void copyingOneListByManyCallsIsCountedAsHeap() {
    Written written = Written.start().global("builtins", "list").raw("\u0094](");
    written.times(100_000, "N").raw("e\u0085\u0094");
    written.times(1_000, "h\u0000h\u0001R0");

    assertThat(refused(written).message()).contains("heap");
  }

  @Test
  void opcodesAreCounted() {
    Budget few = new Budget(1 << 20, 100, 1_000, 1_000);
    Problem.Raised raised =
        catchThrowableOfType(
            Problem.Raised.class, () -> Written.start().times(2_000, "N0").read(few));

    assertThat(raised.problem().code()).isEqualTo("LIMIT_EXCEEDED");
    assertThat(raised.problem().message()).contains("opcodes is 1001, the limit is 1000");
  }

  @ParameterizedTest
  @CsvSource({"2147483647, LIMIT_EXCEEDED", "-1, CORRUPT", "4, CORRUPT", "0, CORRUPT"})
  void anArrayWhoseShapeDoesNotMatchItsBytesIsRefused(int length, String code) {
    Written older =
        Written.start()
            .global("numpy.core.multiarray", "_reconstruct")
            .global("numpy", "ndarray")
            .raw("K\u0000\u0085")
            .binary(new byte[] {'b'})
            .raw("\u0087R(K\u0001")
            .whole(length)
            .raw("\u0085")
            .dtype("f8")
            .raw("\u0089")
            .binary(new byte[24])
            .raw("tb");
    Written newer =
        Written.start()
            .global("numpy._core.numeric", "_frombuffer")
            .raw("(")
            .binary(new byte[24])
            .dtype("f8")
            .whole(length)
            .raw("\u0085")
            .text("C")
            .raw("tR");

    assertThat(refused(older).code()).isEqualTo(code);
    assertThat(refused(newer).code()).isEqualTo(code);
  }

  @Test
  void elementsWithoutSizeCannotBeMany() {
    Written written =
        Written.start()
            .global("numpy._core.numeric", "_frombuffer")
            .raw("(C\u0000")
            .dtype("V0")
            .whole(2_000_000_000)
            .raw("\u0085")
            .text("C")
            .raw("tR");

    assertThat(refused(written).code()).isEqualTo("CORRUPT");
  }

  @Test
  void aJoblibArrayBeyondTheEndIsRefused() {
    Written written = joblibArray("f8", 1_000).bytes(new byte[24]);

    assertThat(refused(written).code()).isEqualTo("CORRUPT");
  }

  @Test
  void aJoblibArrayOfTwoGigabytesIsRefusedBeforeItIsAllocated() {
    Written written = joblibArray("f8", 250_000_000).bytes(new byte[24]);

    assertThat(refused(written).code()).isEqualTo("LIMIT_EXCEEDED");
  }

  @Test
  void joblibPaddingOf255BytesIsSkippedOrEndsTheFile() {
    Written whole = joblibArray("i1", 3).hex("ff").bytes(new byte[255]).hex("010203");
    Written cut = joblibArray("i1", 3).hex("ff").bytes(new byte[200]);

    assertThat(((Node.Array) whole.read()).value().longs()).containsExactly(1, 2, 3);
    assertThat(refused(cut).code()).isEqualTo("CORRUPT");
  }

  @Test
  void joblibPicklesInsideOfPicklesEndAtTheFirst() {
    byte[] one = joblibArray("O", 1).file();
    Written written = Written.start();
    for (int i = 0; i < 10_000; i++) {
      written.bytes(one);
    }

    assertThat(refused(written).code()).isEqualTo("CORRUPT");
  }

  @Test
  void aBombOfValuesIsRefusedByTheStack() throws IOException {
    byte[] nones = "N".repeat(1 << 20).getBytes(StandardCharsets.ISO_8859_1);

    assertThat(refused(zlib(nones, 64)).message()).contains("the size of the stack");
  }

  @Test
  void aBombOfOneLongValueIsRefusedBeforeItIsInflated() throws IOException {
    byte[] start = {'B', 0, 0, 0, 0x38};

    assertThat(refused(zlib(start, 1)).code()).isEqualTo("LIMIT_EXCEEDED");
  }

  @Test
  void aBombIsRefusedAtItsRatioAfter64Mebibytes() throws IOException {
    String kibibyte = ("C\u00ff" + "x".repeat(255) + "0").repeat(4);
    byte[] block = kibibyte.repeat(1024).getBytes(StandardCharsets.ISO_8859_1);
    Budget roomy = new Budget(4L << 30, 100, 50_000_000, 1_000, 1L << 30);

    Problem.Refused refused = refused(zlib(block, 80), roomy);

    assertThat(refused.code()).isEqualTo("LIMIT_EXCEEDED");
    assertThat(refused.message()).contains("ratio");
  }

  @Test
  void theInflatedSizeHasALimitOfItsOwn() throws IOException {
    Budget small = new Budget(1 << 20, 1_000_000, 50_000_000, 1_000);
    byte[] block = "N0".repeat(1 << 19).getBytes(StandardCharsets.ISO_8859_1);

    assertThat(refused(zlib(block, 2), small).message()).contains("the inflated size");
  }

  @ParameterizedTest
  @CsvSource({
    "1f8b08000000000000ff, CORRUPT",
    "789c, CORRUPT",
    "425a6839, CORRUPT",
    "425a683100000000000000, CORRUPT",
    "fd377a585a00, CORRUPT",
    "5d00004000, CORRUPT",
    "5d00000040ffffffffffffffff0000000000, LIMIT_EXCEEDED", // dictionary of 1 GiB
    "04224d18, CORRUPT",
    "04224d1840400000000080, CORRUPT",
    "5a4630783132, LEGACY_FORMAT"
  })
  void aCompressedFileThatIsCutOffOrLiesIsRefused(String hex, String code) {
    byte[] bytes = Written.start().hex(hex).file();

    assertThat(refused(new ByteArrayInputStream(bytes)).code()).isEqualTo(code);
  }

  private static Written joblibArray(String dtype, int length) {
    return Written.start()
        .global("joblib.numpy_pickle", "NumpyArrayWrapper")
        .raw(")\u0081}(")
        .text("subclass")
        .global("numpy", "ndarray")
        .text("shape")
        .whole(length)
        .raw("\u0085")
        .text("order")
        .text("C")
        .text("dtype")
        .dtype(dtype)
        .text("numpy_array_alignment_bytes")
        .raw("K\u0010ub");
  }

  private static InputStream zlib(byte[] block, int times) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Deflater fastest = new Deflater(Deflater.BEST_SPEED);
    try (DeflaterOutputStream out = new DeflaterOutputStream(bytes, fastest, 1 << 16)) {
      for (int i = 0; i < times; i++) {
        out.write(block);
      }
    } finally {
      fastest.end();
    }
    return new ByteArrayInputStream(bytes.toByteArray());
  }

  /** The same byte again and again, without holding them. */
  private static final class Endless extends InputStream {
    private final byte value;
    private int left;

    Endless(byte value, int count) {
      this.value = value;
      this.left = count;
    }

    @Override
    public int read() {
      return left-- > 0 ? value : -1;
    }
  }
}
