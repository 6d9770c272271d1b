package dev.serin.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.base.Problem;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What NumPy and Python wrote is read as they meant it, whatever the protocol. */
class NumPyValuesTest {
  private static final String OLD = NumPyFile.PROTOCOL_0;
  private static final String MIDDLE = NumPyFile.PROTOCOL_2;
  private static final String NEW = NumPyFile.PROTOCOL_5;

  private static Node.DictNode dict(String packed) {
    return (Node.DictNode) Fixtures.read(NumPyFile.bytes(packed));
  }

  private static Node value(String packed, String key) {
    return dict(packed).value(key).orElseThrow();
  }

  private static NdArray array(Node.DictNode dict, String key) {
    return ((Node.Array) dict.value(key).orElseThrow()).value();
  }

  private static double[] halves(int count) {
    return DoubleStream.iterate(0, x -> x + 0.5).limit(count).toArray();
  }

  @ParameterizedTest
  @ValueSource(strings = {OLD, MIDDLE, NEW})
  void floatsOfEverySizeAndOrderAreExact(String packed) {
    Node.DictNode dict = dict(packed);

    assertThat(array(dict, "f8").doubles()).isEqualTo(halves(6));
    assertThat(array(dict, "f8").shape()).containsExactly(2, 3);
    assertThat(array(dict, "f8 fortran").doubles()).isEqualTo(halves(6));
    assertThat(array(dict, "f8 fortran").shape()).containsExactly(2, 3);
    assertThat(array(dict, "f8 big").doubles()).isEqualTo(halves(6));
    assertThat(array(dict, "f8 big").dtype().bigEndian()).isTrue();
    assertThat(array(dict, "f4").doubles())
        .containsExactly(0.1f, Double.NaN, Double.NEGATIVE_INFINITY);
    assertThat(array(dict, "f2").doubles()).containsExactly(0.5, 65504);
  }

  @ParameterizedTest
  @ValueSource(strings = {OLD, MIDDLE, NEW})
  void wholeNumbersKeepSignAndRange(String packed) {
    Node.DictNode dict = dict(packed);

    assertThat(array(dict, "i1").longs()).containsExactly(-128, -1, 127);
    assertThat(array(dict, "i2").longs()).containsExactly(-32768, -1, 32767);
    assertThat(array(dict, "i4").longs()).containsExactly(-2147483648, -1, 2147483647);
    assertThat(array(dict, "i8").longs()).containsExactly(Long.MIN_VALUE, -1, Long.MAX_VALUE);
    assertThat(array(dict, "u1").longs()).containsExactly(0, 255);
    assertThat(array(dict, "u2").longs()).containsExactly(0, 65535);
    assertThat(array(dict, "u4").longs()).containsExactly(0, 4294967295L);
    assertThat(array(dict, "u8").doubles()).containsExactly(0, 0x1p64);
    assertThat(array(dict, ">i4").longs()).containsExactly(1, -2);
    assertThat(array(dict, "bool").longs()).containsExactly(1, 0);
    assertThat(array(dict, "bool").doubles()).containsExactly(1, 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {OLD, MIDDLE, NEW})
  void theLargestUnsignedNumberIsRefusedAsLong(String packed) {
    NdArray array = array(dict(packed), "u8");

    assertThatThrownBy(array::longs).isInstanceOf(Problem.Raised.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {OLD, MIDDLE, NEW})
  void textsAreReadInAnyByteOrderWithoutPadding(String packed) {
    Node.DictNode dict = dict(packed);

    assertThat(array(dict, "U").texts()).containsExactly("a", "", "héé", "😀");
    assertThat(array(dict, ">U").texts()).containsExactly("ab", "c");
    assertThat(array(dict, "S").texts()).containsExactly("x", "yz", "");
  }

  @ParameterizedTest
  @ValueSource(strings = {OLD, MIDDLE, NEW})
  void fieldsOfRecordsAreFoundByNameThoughRecordsArePadded(String packed) {
    NdArray records = array(dict(packed), "record");

    assertThat(records.dtype().size()).isEqualTo(24);
    assertThat(records.field("left").longs()).containsExactly(1, -2);
    assertThat(records.field("value").doubles()).containsExactly(0.5, 1.5);
    assertThat(records.field("flag").longs()).containsExactly(7, 8);
    assertThat(records.field("value").dtype().kind()).isEqualTo('f');
    assertThatThrownBy(() -> records.field("right")).isInstanceOf(Problem.Raised.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {OLD, MIDDLE, NEW})
  void objectsStayNodesInTheirOrder(String packed) {
    Node.DictNode dict = dict(packed);

    assertThat(array(dict, "object").objects())
        .containsExactly(new Node.Int(1), new Node.Text("two"), Node.NONE, new Node.Real(3.5));
    assertThat(array(dict, "object fortran").texts()).containsExactly("a", "b", "c", "d", "e", "f");
  }

  @ParameterizedTest
  @ValueSource(strings = {OLD, MIDDLE, NEW})
  void arraysWithoutAxesOrElementsAreArrays(String packed) {
    Node.DictNode dict = dict(packed);

    assertThat(array(dict, "zero axes").shape()).isEmpty();
    assertThat(array(dict, "zero axes").doubles()).containsExactly(2.5);
    assertThat(array(dict, "empty").shape()).containsExactly(0, 4);
    assertThat(array(dict, "empty").doubles()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {OLD, MIDDLE, NEW})
  void threeAxesInFortranOrderComeInCOrder(String packed) {
    NdArray array = array(dict(packed), "three axes");

    assertThat(array.longs()).isEqualTo(LongStream.range(0, 24).toArray());
    assertThat(array.bytes()).hasSize(24 * 8).startsWith(0, 0, 0, 0, 0, 0, 0, 0, 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {OLD, MIDDLE, NEW})
  void scalarsOfNumPyArePlainValues(String packed) {
    List<Node> scalars = ((Node.ListNode) value(packed, "scalars")).items();

    assertThat(scalars.subList(0, 3))
        .containsExactly(new Node.Real(1.5), new Node.Real(0.1f), new Node.Int(-3));
    assertThat(((Node.Array) scalars.get(3)).value().doubles()).containsExactly(0x1p64);
    assertThat(scalars.subList(4, 6)).containsExactly(new Node.Bool(true), new Node.Text("s"));
    assertThat(((Node.Bytes) scalars.get(6)).value()).containsExactly('b');
  }

  @ParameterizedTest
  @ValueSource(strings = {OLD, MIDDLE, NEW})
  void containersOfPythonAreContainers(String packed) {
    Node.DictNode ordered = (Node.DictNode) value(packed, "ordered");
    Node.DictNode counter = (Node.DictNode) value(packed, "counter");
    Node.DictNode withDefault = (Node.DictNode) value(packed, "default");

    assertThat(ordered.entries())
        .containsExactly(
            new Node.Entry(new Node.Text("z"), new Node.Int(1)),
            new Node.Entry(new Node.Text("a"), new Node.Int(2)));
    assertThat(counter.value("a")).contains(new Node.Int(2));
    assertThat(((Node.ListNode) withDefault.value("k").orElseThrow()).items())
        .containsExactly(new Node.Int(1));
    assertThat(((Node.SetNode) value(packed, "set")).items()).containsExactly(new Node.Int(5));
    assertThat(((Node.SetNode) value(packed, "frozen")).items()).containsExactly(new Node.Int(6));
  }

  @ParameterizedTest
  @ValueSource(strings = {OLD, MIDDLE, NEW})
  void slicesAndComplexNumbersStayInertCalls(String packed) {
    Node.Instance slice = (Node.Instance) value(packed, "slice");
    Node.Instance complex = (Node.Instance) value(packed, "complex");

    assertThat(slice.type()).isEqualTo(new Node.Global("builtins", "slice"));
    assertThat(slice.args()).containsExactly(new Node.Int(1), Node.NONE, new Node.Int(2));
    assertThat(complex.args()).containsExactly(new Node.Real(1), new Node.Real(2));
  }

  @ParameterizedTest
  @ValueSource(strings = {OLD, MIDDLE, NEW})
  void plainValuesKeepEveryBit(String packed) {
    assertThat(((Node.Bytes) value(packed, "bytes")).value()).containsExactly(0, 0xff);
    assertThat(((Node.Bytes) value(packed, "bytearray")).value()).containsExactly('q');
    assertThat(value(packed, "big")).isEqualTo(new Node.Big(BigInteger.TWO.pow(100)));
    assertThat(value(packed, "negative")).isEqualTo(new Node.Big(BigInteger.TWO.pow(70).negate()));
    assertThat(value(packed, "long")).isEqualTo(new Node.Int(Long.MIN_VALUE));
    assertThat(value(packed, "text")).isEqualTo(new Node.Text("é😀\n\\u0041"));
    assertThat(((Node.ListNode) value(packed, "float")).items())
        .isEqualTo(
            Arrays.asList(
                new Node.Real(Double.NaN),
                new Node.Real(Double.POSITIVE_INFINITY),
                new Node.Real(-1e-300),
                new Node.Real(0.1)));
  }

  @ParameterizedTest
  @ValueSource(strings = {OLD, MIDDLE, NEW})
  void whatIsSharedIsTheSameObject(String packed) {
    List<Node> shared = ((Node.ListNode) value(packed, "shared")).items();

    assertThat(shared.get(0)).isSameAs(shared.get(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {OLD, MIDDLE, NEW})
  void aRandomGeneratorIsInert(String packed) {
    Node.Instance generator = (Node.Instance) value(packed, "generator");

    assertThat(generator.type().qualified()).isEqualTo("numpy.random._pickle.__generator_ctor");
  }
}
