package dev.serin.web;

import dev.serin.base.Json;
import dev.serin.ledger.Ledger;
import dev.serin.ledger.Recorded;
import dev.serin.ledger.Verification;
import java.util.List;

/** The audit trail, which is the ledger: facts page by page, and the proof of the whole chain. */
final class AuditRoutes {
  private static final long PAGE = 100;
  private static final long LARGEST_PAGE = 1000;
  private final Ledger ledger;

  AuditRoutes(Rooms rooms) {
    this.ledger = rooms.ledger();
  }

  List<Route> routes() {
    return List.of(
        Route.get("/serin/v1/audit", OwnDialect.OWN, this::page),
        Route.get("/serin/v1/audit/verify", OwnDialect.OWN, _ -> verify()));
  }

  private Answer page(Ask ask) {
    long after = ask.query("after", 0);
    int limit = (int) Math.min(LARGEST_PAGE, Math.max(1, ask.query("limit", PAGE)));
    List<Recorded> facts = ledger.page(after, limit);
    Json next = facts.size() < limit ? Json.Null.NULL : Json.of(facts.getLast().position());
    return Answer.ok(
        Json.Obj.of("events", facts.stream().map(AuditRoutes::event).toList(), "next", next));
  }

  private static Json.Obj event(Recorded fact) {
    return Json.Obj.of(
        "position", fact.position(),
        "stream", fact.stream(),
        "at", fact.at().toString(),
        "actor", fact.actor().name(),
        "type", fact.type(),
        "body", fact.body(),
        "hash", fact.hash().hex());
  }

  private Answer verify() {
    return Answer.ok(
        switch (ledger.verify()) {
          case Verification.Sound(long facts, var head) ->
              Json.Obj.of("sound", true, "events", facts, "head", head.hex());
          case Verification.Broken(long position, String why) ->
              Json.Obj.of("sound", false, "position", position, "why", why);
        });
  }
}
