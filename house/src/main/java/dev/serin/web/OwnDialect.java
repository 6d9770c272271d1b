package dev.serin.web;

import dev.serin.base.Json;
import dev.serin.base.Problem;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/** Problems as RFC 9457 {@code application/problem+json}, for {@code /serin/v1}. */
public final class OwnDialect implements Dialect {
  /** The only one. */
  public static final OwnDialect OWN = new OwnDialect();

  private OwnDialect() {}

  @Override
  public String door() {
    return "serin";
  }

  @Override
  public Answer tell(Problem problem, Ask ask) {
    int status = ProblemTable.status(problem);
    SequencedMap<String, Object> members = new LinkedHashMap<>();
    members.put("type", "about:blank");
    members.put("title", title(status));
    members.put("status", status);
    members.put("detail", problem.message());
    members.put("code", problem.code());
    ProblemTable.field(problem).ifPresent(field -> members.put(place(problem), field));
    if (problem instanceof Problem.Refused refused) {
      members.put("remedy", refused.remedy());
    }
    members.put("instance", "urn:serin:request:" + ask.id());
    byte[] body = Json.of(members).text().getBytes(StandardCharsets.UTF_8);
    return ProblemTable.retry(
        new Answer(status, "application/problem+json", body, Map.of()), problem);
  }

  private static String place(Problem problem) {
    return problem instanceof Problem.Refused ? "place" : "field";
  }

  private static String title(int status) {
    return switch (status) {
      case 400 -> "Bad Request";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 409 -> "Conflict";
      case 412 -> "Precondition Failed";
      case 413 -> "Content Too Large";
      case 422 -> "Unprocessable Content";
      case 429 -> "Too Many Requests";
      case 503 -> "Service Unavailable";
      case 504 -> "Gateway Timeout";
      case 507 -> "Insufficient Storage";
      default -> "Internal Server Error";
    };
  }
}
