package dev.serin.web.rollout;

import dev.serin.base.Json;
import dev.serin.base.Problem;
import dev.serin.web.Answer;
import dev.serin.web.Ask;
import dev.serin.web.Dialect;
import dev.serin.web.OwnDialect;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** Problems as {@code /serin/v1} tells them; a policy that is refused lists all {@code reasons}. */
final class RolloutDialect implements Dialect {
  static final RolloutDialect ROLLOUT = new RolloutDialect();
  private static final int DEPTH = 10;

  private RolloutDialect() {}

  @Override
  public String door() {
    return OwnDialect.OWN.door();
  }

  @Override
  public Answer tell(Problem problem, Ask ask) {
    Answer told = OwnDialect.OWN.tell(problem, ask);
    if (!problem.code().equals("POLICY_INVALID")) {
      return told;
    }
    Json.Obj body = (Json.Obj) Json.parse(told.body(), DEPTH);
    SequencedMap<String, Object> members = new LinkedHashMap<>(body.members());
    members.put("reasons", List.of(problem.message().split("; ")));
    byte[] bytes = Json.of(members).text().getBytes(StandardCharsets.UTF_8);
    return new Answer(told.status(), told.type(), bytes, told.headers());
  }
}
