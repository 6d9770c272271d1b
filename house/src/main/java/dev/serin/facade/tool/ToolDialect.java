package dev.serin.facade.tool;

import dev.serin.base.Json;
import dev.serin.base.Problem;
import dev.serin.web.Answer;
import dev.serin.web.Ask;
import dev.serin.web.Dialect;
import dev.serin.web.ProblemTable;

/** Problems as the tool tells them: {@code {"error": …}}, with our code beside it. */
final class ToolDialect implements Dialect {
  static final ToolDialect TOOL = new ToolDialect();

  @Override
  public String door() {
    return "tool";
  }

  @Override
  public Answer tell(Problem problem, Ask ask) {
    Answer answer = error(ProblemTable.statusBelow422(problem), problem.message(), problem.code());
    return ProblemTable.retry(answer, problem);
  }

  static Answer error(int status, String text, String code) {
    return Answer.json(status, Json.Obj.of("error", text, "code", code));
  }
}
