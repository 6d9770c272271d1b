package dev.serin.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.base.Problem;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ProblemTableTest {

  static Stream<Arguments> problems() {
    Duration wait = Duration.ofMillis(200);
    return Stream.of(
        Arguments.of(new Problem.Invalid("C", "f", "m"), 400, "", "f"),
        Arguments.of(new Problem.Denied("C", "m"), 403, "", ""),
        Arguments.of(new Problem.Unknown("C", "m"), 404, "", ""),
        Arguments.of(new Problem.Conflict("C", "m"), 409, "", ""),
        Arguments.of(new Problem.TooLarge("C", "m"), 413, "", ""),
        Arguments.of(new Problem.Refused("C", "p", "m", "r"), 422, "", "p"),
        Arguments.of(new Problem.Busy("C", "m", wait), 429, "1", ""),
        Arguments.of(new Problem.Unavailable("C", "m", Duration.ofSeconds(7)), 503, "7", ""),
        Arguments.of(new Problem.TooLate("C", "m"), 504, "", ""),
        Arguments.of(new Problem.Full("C", "m"), 507, "", ""));
  }

  @ParameterizedTest
  @MethodSource("problems")
  void everyProblemHasItsStatusAndSaysWhenToTryAgain(
      Problem problem, int status, String retryAfter, String field) {
    Answer answer = ProblemTable.retry(Answer.text(status, "text/plain", ""), problem);

    assertThat(ProblemTable.status(problem)).isEqualTo(status);
    assertThat(ProblemTable.statusBelow422(problem)).isEqualTo(status == 422 ? 400 : status);
    assertThat(answer.headers())
        .isEqualTo(retryAfter.isEmpty() ? Map.of() : Map.of("Retry-After", retryAfter));
    assertThat(ProblemTable.field(problem).orElse("")).isEqualTo(field);
  }
}
