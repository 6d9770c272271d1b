package dev.serin.runtime.torch.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.serin.base.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The expected values are those that CPython 3.11 prints. */
class InterpreterTest {
  /** A library in which there is nothing. */
  private static final class Nothing implements Library {
    @Override
    public Thing module(String name, Interpreter in) {
      throw Trouble.custom(in.place(), name);
    }

    @Override
    public Thing member(Thing.Space of, String name, Interpreter in) {
      throw Trouble.value(in.place(), name);
    }

    @Override
    public Thing attribute(Thing of, String name, Interpreter in) {
      throw Trouble.value(in.place(), name);
    }

    @Override
    public Thing operate(String sign, List<Thing> operands, Interpreter in) {
      throw Trouble.value(in.place(), sign);
    }

    @Override
    public Thing pick(Thing of, Thing index, Interpreter in) {
      throw Trouble.value(in.place(), "an index");
    }

    @Override
    public void put(Thing of, Thing index, Thing value, Interpreter in) {
      throw Trouble.value(in.place(), "an index");
    }

    @Override
    public Optional<Thing> missing(Thing.Instance of, String name) {
      return Optional.empty();
    }
  }

  private static String value(String source) {
    Execution in = new Execution(new Nothing());
    Source read = Source.read("model_class.py", source);
    return in.text(in.run(read, Map.of()).names().get("r"));
  }

  private static Problem.Refused refusal(String source) {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Runnable reading = () -> thrown.set(catchThrowable(() -> value("r = 0\n" + source)));
    Thread small = new Thread(null, reading, "small", 1 << 20); // as the threads of a server are
    small.start();
    try {
      small.join();
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
    assertThat(thrown.get()).isInstanceOf(Problem.Raised.class);
    return (Problem.Refused) ((Problem.Raised) thrown.get()).problem();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          7 // 2 + -7 // 2 + 7 % -3 + -7 % 3 | -1
          2 ** 3 ** 2 - 2 ** -1              | 511.5
          -2 ** 2                            | -4
          7 / 2                              | 3.5
          1 < 2 < 3 and not 3 < 2            | True
          0 or [] or 'last'                  | last
          [1, 2] + [3] * 2                   | [1, 2, 3, 3]
          (1,) + (2, 3)                      | (1, 2, 3)
          [3, 1, 2][::-1][1:]                | [1, 3]
          'abcdef'[-3:-1]                    | de
          [x * y for x in range(3) if x for y in (1, 10)] | [1, 10, 2, 20]
          sum(x ** 2 for x in range(4))      | 14
          {'a': 1} if False else {'b': 2}['b'] | 2
          max(3, 1, 2) + min([4, 5]) + abs(-2) + round(2.5) + round(3.5) | 15
          f'{1 + 1}-{"x"!r}-{3:02d}-{2.5:.2f}-{{}}' | 2-x-03-2.50-{}
          list(zip([1, 2], 'ab'))[1]         | (2, b)
          (lambda a, b=2, *c, **d: a + b + len(c) + len(d))(1, 2, 3, k=4) | 5
          isinstance(True, int) and isinstance(2, (str, int)) and 2 in (1, 2) | True
          'a-b'.replace('-', '+').split('+') | [a, b]
          0x10 + 1_000 + int('7') + int(2.9) + len(str(1.0)) | 1028
          list(reversed(sorted([2, 3, 1])))  | [3, 2, 1]
          1 if None is None else 2           | 1
          1e3 == 1000 and 2 != 3             | True
          (10 >> 1) ^ 1                      | 4
          """)
  void anExpressionHasTheValueThatPythonGivesIt(String expression, String expected) {
    assertThat(value("r = " + expression)).isEqualTo(expected);
  }

  @Test
  void classesInheritAndSuperReachesThem() {
    String source =
        """
        class A:
            count = 2
            def __init__(self, n=1, *, k=3):
                self.n = n + k
            @property
            def twice(self):
                return self.n * 2
            @staticmethod
            def plus(x):
                return x + 1
            @classmethod
            def of(cls, n):
                return cls(n)
            def name(self):
                return "A"

        class B(A):
            def __init__(self, n):
                super().__init__(n, k=10)
            def name(self):
                return super().name() + "B"
            def __len__(self):
                return 4
            def __call__(self, x):
                return x * self.count

        b = B.of(1)
        total = 0
        for i, (x, *rest) in enumerate([(1, 2, 3), (4, 5, 6)]):
            if i == 5:
                break
            total += x + sum(rest)
        else:
            total += 100
        while True:
            total -= 1
            if total < 100:
                continue
            if total <= 110:
                break
        r = (b.n, b.twice, B.plus(1), b.name(), len(b), b(3), total, isinstance(b, A))
        """;

    assertThat(value(source)).isEqualTo("(11, 22, 2, AB, 4, 6, 110, True)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "while True:\n    pass",
        "for i in range(10**9):\n    pass",
        "x = list(range(10**9))",
        "x = [0]*10**9",
        "x = 'a'*10**9",
        "x = 10**100",
        "x = 1 << 62 << 2",
        "def f(n):\n    return f(n + 1)\nf(0)",
        "f = lambda: f()\nf()",
        "x = [0]\nwhile True:\n    x = x + x",
        "x = 'a'\nfor i in range(100):\n    x = x + x",
        "x = []\nfor i in range(10**7):\n    x.append([0] * 99)",
        "x = ()\nwhile True:\n    x = (x,)"
      })
  void whatNeverEndsOrGrowsWithoutEndIsRefusedSoon(String source) {
    long start = System.nanoTime();

    assertThat(refusal(source).code()).isEqualTo("LIMIT_EXCEEDED");
    assertThat(System.nanoTime() - start).isLessThan(10_000_000_000L);
  }

  @Test
  void whatIsNestedWithoutEndIsRefusedBeforeItIsRead() {
    int many = 100_000;
    for (String deep :
        List.of(
            "x = " + "(".repeat(many) + ")".repeat(many),
            "x = " + "[".repeat(many),
            "x = " + "-".repeat(many) + "1",
            "x = " + "not ".repeat(many) + "1",
            "x = " + "lambda: ".repeat(many) + "1",
            "x = 1" + " ** 1".repeat(many),
            "x = 1" + " if 1 else 1".repeat(many),
            "x = 1" + " + 1".repeat(many),
            "x = a" + ".a".repeat(many),
            "x = f" + "()".repeat(many),
            "if 1:\n    pass\n" + "elif 1:\n    pass\n".repeat(many),
            "x = f'{" + "(".repeat(many) + "}'")) {
      assertThat(refusal("a = f = 1\n" + deep).code()).isIn("LIMIT_EXCEEDED", "UNSUPPORTED_VALUE");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "import os",
        "from os import system",
        "import torch.utils.data, os",
        "__import__('os')",
        "open('x', 'w')",
        "eval('1')",
        "exec('x = 1')",
        "compile('1', '', 'eval')",
        "globals()",
        "().__class__.__bases__",
        "(lambda: 0).__globals__",
        "(lambda: 0).__code__",
        "with open('x') as f:\n    pass",
        "try:\n    pass\nexcept Exception:\n    pass",
        "def f():\n    global r\nf()",
        "def f():\n    return 1\n    yield 2",
        "def f(g):\n    return g\n@f\nclass A:\n    pass",
        "def f(g):\n    return g\n@f\ndef h():\n    pass",
        "type('A', (), {})",
        "async def f():\n    pass\nf()"
      })
  void whatReachesOutOfTheFileIsRefusedAndNamesItsLine(String source) {
    Problem.Refused refused = refusal(source);

    assertThat(refused.code()).isIn("CUSTOM_CODE", "UNSUPPORTED_VALUE");
    assertThat(refused.place()).startsWith("model_class.py, line ");
    assertThat(refused.remedy()).contains("torch.export");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "r = (",
        "r = 1 +",
        "def f(:\n    pass",
        "  r = 1",
        "r = 'a",
        "r = 1 2",
        "if 1\n r=1"
      })
  void whatIsNoPythonIsRefused(String source) {
    assertThat(refusal(source).code()).isEqualTo("UNSUPPORTED_VALUE");
  }
}
