package dev.serin.facade.canary;

import dev.serin.base.Json;
import dev.serin.base.Problem;
import dev.serin.web.Answer;
import dev.serin.web.Ask;
import dev.serin.web.Dialect;
import dev.serin.web.ProblemTable;
import java.util.List;

/** Problems as this interface tells them: {@code {"error": …}}, with our code beside it. */
final class CanaryDialect implements Dialect {
  static final CanaryDialect CANARY = new CanaryDialect();
  private static final int UNPROCESSABLE = 422;

  @Override
  public String door() {
    return "canary";
  }

  @Override
  public Answer tell(Problem problem, Ask ask) {
    Answer answer = error(ProblemTable.statusBelow422(problem), problem.message(), problem.code());
    return ProblemTable.retry(answer, problem);
  }

  static Answer error(int status, String text, String code) {
    return Answer.json(status, Json.Obj.of("error", text, "code", code));
  }

  /** A field of a form is missing or wrong, as its clients know to read it. */
  static Answer field(String name, String text, String code) {
    return Answer.json(
        UNPROCESSABLE,
        Json.Obj.of(
            "detail",
            List.of(Json.Obj.of("loc", List.of("body", name), "msg", text, "type", "missing")),
            "error",
            "'" + name + "': " + text,
            "code",
            code));
  }
}
