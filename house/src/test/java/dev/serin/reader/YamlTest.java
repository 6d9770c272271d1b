package dev.serin.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.base.Json;
import dev.serin.base.Problem;
import org.junit.jupiter.api.Test;

class YamlTest {
  private static String read(String yaml) {
    return Yaml.parse(yaml, "test.yaml").text();
  }

  @Test
  void scalarsAreWhatJsonWouldCallThem() {
    assertThat(read("[1, -2.5e3, 007, .5, true, yes, null, ~, '1', \"a\\tb\", a: b]"))
        .isEqualTo(
            "[1,-2.5e3,\"007\",\".5\",true,\"yes\",null,null,\"1\",\"a\\tb\",{\"a\":\"b\"}]");
    assertThat(read("")).isEqualTo("null");
  }

  @Test
  void aLongQuotedTextIsFoldedAsItsWriterDid() {
    String yaml =
        """
        signature:
          inputs: '[{"type": "double", "name": "it''s", "required": true}, {"type": "long",
            "name": "b"}]'
          params: null
        flavors:
          python_function: {env: {conda: conda.yaml}}
        """;

    assertThat(read(yaml))
        .isEqualTo(
            Json.Obj.of(
                    "signature",
                    Json.Obj.of(
                        "inputs",
                        "[{\"type\": \"double\", \"name\": \"it's\", \"required\": true}, "
                            + "{\"type\": \"long\", \"name\": \"b\"}]",
                        "params",
                        Json.Null.NULL),
                    "flavors",
                    Json.Obj.of(
                        "python_function", Json.Obj.of("env", Json.Obj.of("conda", "conda.yaml"))))
                .text());
  }

  @Test
  void tagsOfOtherLanguagesAreIgnored() {
    assertThat(read("a: !!python/object/apply:os.system ['ls']")).isEqualTo("{\"a\":[\"ls\"]}");
    assertThat(read("a: !numpy.int64 5")).isEqualTo("{\"a\":5}");
  }

  @Test
  void whatIsNoYamlIsCorruptWithItsPlace() {
    for (String wrong : new String[] {"a: [1", "a: b: c", "\t- x", "a: 1\na: 2", "{[1]: 2}"}) {
      assertThatThrownBy(() -> read(wrong))
          .isInstanceOfSatisfying(
              Problem.Raised.class,
              raised -> assertThat(raised.problem().code()).isEqualTo("CORRUPT"));
    }
  }

  @Test
  void laughsAndDeepNestingEndAtABound() {
    StringBuilder laughs = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 10; i++) {
      String before = "*a" + (i - 1);
      laughs.append("a%d: &a%d [%s]%n".formatted(i, i, (before + ", ").repeat(9) + before));
    }

    for (String wrong :
        new String[] {laughs.toString(), "[".repeat(5000), "- ".repeat(5000) + "x"}) {
      assertThatThrownBy(() -> read(wrong)).isInstanceOf(Problem.Raised.class);
    }
  }

  @Test
  void aValueThatHoldsItselfIsRefused() {
    assertThatThrownBy(() -> read("&a [*a]")).isInstanceOf(Problem.Raised.class);
  }
}
