package dev.serin.web;

import dev.serin.base.Json;
import dev.serin.base.Problem;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/** Problems as V2 has them: {@code error} is always a text, with {@code code} beside it. */
final class V2Dialect implements Dialect {
  static final V2Dialect V2 = new V2Dialect("v2");

  /** The same for routes that belong to no protocol. */
  static final V2Dialect PLAIN = new V2Dialect("plain");

  private final String door;

  private V2Dialect(String door) {
    this.door = door;
  }

  @Override
  public String door() {
    return door;
  }

  @Override
  public Answer tell(Problem problem, Ask ask) {
    SequencedMap<String, Object> members = new LinkedHashMap<>();
    members.put("error", error(problem, ask));
    members.put("code", problem.code());
    ProblemTable.field(problem).ifPresent(field -> members.put("field", field));
    if (problem instanceof Problem.Refused refused) {
      members.put("remedy", refused.remedy());
    }
    Answer answer = Answer.json(ProblemTable.statusBelow422(problem), Json.of(members));
    return ProblemTable.retry(answer, problem);
  }

  /** An unknown model is told in the words that clients of V2 look for. */
  private static String error(Problem problem, Ask ask) {
    boolean unknown = problem.code().equals("MODEL_UNKNOWN") && ask.has("m");
    return unknown
        ? "Request for unknown model: '" + ask.parameter("m") + "' is not found"
        : problem.message();
  }
}
