package dev.serin.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.base.Actor;
import dev.serin.base.Json;
import dev.serin.base.Problem;
import dev.serin.ledger.Batch;
import dev.serin.ledger.Entry;
import dev.serin.ledger.Ledger;
import dev.serin.ledger.Recorded;
import dev.serin.ledger.Ticket;
import dev.serin.ledger.Verification;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What every ledger must do. */
public abstract class LedgerContract {
  protected static final Actor ACTOR = new Actor("tester");
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.123456Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

  /** Opens the ledger of this test; called again after a close, it is the same one. */
  protected abstract Ledger open(Clock clock);

  private Ledger open() {
    return open(CLOCK);
  }

  protected static Entry entry(String text) {
    return new Entry("Said", Json.Obj.of("text", text));
  }

  private static List<String> said(List<Recorded> facts) {
    return facts.stream().map(fact -> fact.body().text("text").orElseThrow()).toList();
  }

  private static List<Recorded> replayed(Ledger ledger, String stream) {
    List<Recorded> facts = new ArrayList<>();
    ledger.replay(stream, facts::add);
    return facts;
  }

  @Test
  void factsComeBackInTheOrderTheyWereAppended() {
    try (Ledger ledger = open()) {
      ledger.append("a", 0, ACTOR, List.of(entry("one"), entry("two"))).await();
      ledger.append("b", 0, ACTOR, List.of(entry("three"))).await();
      ledger.append("a", 2, ACTOR, List.of(entry("four"))).await();

      assertThat(said(ledger.page(0, 10))).containsExactly("one", "two", "three", "four");
      assertThat(said(ledger.page(1, 2))).containsExactly("two", "three");
      assertThat(said(replayed(ledger, "a"))).containsExactly("one", "two", "four");
      assertThat(said(replayed(ledger, "b"))).containsExactly("three");
      assertThat(replayed(ledger, "c")).isEmpty();
    }
  }

  @Test
  void aFactKeepsItsPlaceItsTimeItsActorAndItsContent() {
    try (Ledger ledger = open()) {
      ledger.append("a", 0, ACTOR, List.of(entry("one"))).await();
      Json.Obj body = Json.Obj.of("text", "z\u0000\ud83d\ude00\"\\", "n", 1.5, "l", List.of(true));
      Ticket ticket =
          ledger.append("b", 0, new Actor("söurce:x"), List.of(new Entry("Done", body)));

      ticket.await();

      Recorded fact = ledger.page(1, 1).getFirst();
      assertThat(fact).isEqualTo(ticket.facts().getFirst());
      assertThat(fact.position()).isEqualTo(2);
      assertThat(fact.stream()).isEqualTo("b");
      assertThat(fact.streamPosition()).isEqualTo(1);
      assertThat(fact.at()).isEqualTo(NOW);
      assertThat(fact.actor()).isEqualTo(new Actor("söurce:x"));
      assertThat(fact.type()).isEqualTo("Done");
      assertThat(fact.body()).isEqualTo(body);
    }
  }

  @Test
  void anAppendDecidedAtAnotherPositionIsRefusedAndLeavesNothing() {
    try (Ledger ledger = open()) {
      ledger.append("a", 0, ACTOR, List.of(entry("one"))).await();

      assertThatThrownBy(() -> ledger.append("a", 0, ACTOR, List.of(entry("late"))))
          .isInstanceOf(Problem.Raised.class)
          .hasMessageContaining("LEDGER_MOVED")
          .hasMessageContaining("is at 1, not at 0");
      assertThatThrownBy(() -> ledger.append("a", 2, ACTOR, List.of(entry("early"))))
          .hasMessageContaining("LEDGER_MOVED");

      assertThat(said(ledger.page(0, 10))).containsExactly("one");
    }
  }

  @Test
  void severalStreamsAreWrittenTogetherOrNotAtAll() {
    try (Ledger ledger = open()) {
      ledger.append("b", 0, ACTOR, List.of(entry("one"))).await();
      Batch fits = new Batch("a", 0, ACTOR, List.of(entry("two")));
      Batch late = new Batch("b", 0, ACTOR, List.of(entry("three")));
      Batch right = new Batch("b", 1, ACTOR, List.of(entry("four")));

      assertThatThrownBy(() -> ledger.append(List.of(fits, late)))
          .hasMessageContaining("LEDGER_MOVED");
      ledger.append(List.of(fits, right)).await();

      assertThat(said(ledger.page(0, 10))).containsExactly("one", "two", "four");
    }
  }

  @Test
  void anAppendBuildsOnOneThatStillWaits() {
    try (Ledger ledger = open()) {
      Ticket first = ledger.append("a", 0, ACTOR, List.of(entry("one")));
      Ticket second = ledger.append("a", 1, ACTOR, List.of(entry("two")));

      second.await();

      assertThat(first.await()).hasSize(1);
      assertThat(said(replayed(ledger, "a"))).containsExactly("one", "two");
    }
  }

  @Test
  void followersHearEachTransactionInOrderBeforeItsTicketIsDone() {
    try (Ledger ledger = open()) {
      Heard heard = new Heard();
      ledger.follow(heard);

      ledger.append("a", 0, ACTOR, List.of(entry("one"), entry("two")));
      ledger.append("b", 0, ACTOR, List.of(entry("three"))).await();

      assertThat(heard.transactions).containsExactly(List.of("one", "two"), List.of("three"));
    }
  }

  @Test
  void aFollowerThatFailsDisturbsNobody() {
    try (Ledger ledger = open()) {
      Heard heard = new Heard();
      ledger.follow(new Failing());
      ledger.follow(heard);

      ledger.append("a", 0, ACTOR, List.of(entry("one"))).await();

      assertThat(heard.transactions).containsExactly(List.of("one"));
    }
  }

  @Test
  void whatWasAcknowledgedIsThereAfterReopening() {
    List<Recorded> before;
    try (Ledger ledger = open()) {
      ledger.append("a", 0, ACTOR, List.of(entry("one"))).await();
      ledger.append("b", 0, ACTOR, List.of(entry("two"))); // closing waits for it
      ledger.append("a", 1, ACTOR, List.of(entry("three")));
    }
    try (Ledger ledger = open()) {
      before = ledger.page(0, 10);
      ledger.append("a", 2, ACTOR, List.of(entry("four"))).await();
    }

    try (Ledger ledger = open()) {
      assertThat(said(before)).containsExactly("one", "two", "three");
      assertThat(ledger.page(0, 3)).isEqualTo(before);
      assertThat(said(ledger.page(3, 10))).containsExactly("four");
      assertThat(ledger.verify()).isInstanceOf(Verification.Sound.class);
    }
  }

  @Test
  void aSoundChainNamesTheHashOfItsNewestFact() {
    try (Ledger ledger = open()) {
      assertThat(ledger.verify())
          .isInstanceOfSatisfying(
              Verification.Sound.class, sound -> assertThat(sound.facts()).isZero());
      ledger.append("a", 0, ACTOR, List.of(entry("one"))).await();
      Ticket newest = ledger.append("a", 1, ACTOR, List.of(entry("one")));
      newest.await();

      assertThat(ledger.verify())
          .isEqualTo(new Verification.Sound(2, newest.facts().getFirst().hash()));
      assertThat(ledger.page(0, 2).stream().map(Recorded::hash)).doesNotHaveDuplicates();
    }
  }

  @Test
  void aClosedLedgerTakesNothing() {
    Ledger ledger = open();
    ledger.close();

    assertThatThrownBy(() -> ledger.append("a", 0, ACTOR, List.of(entry("late"))))
        .hasMessageContaining("LEDGER_CLOSED");
  }

  @Test
  void sixtyFourWritersLoseNothingAndKeepEachStreamInOrder() throws Exception {
    int writers = 64;
    int each = 20;
    try (Ledger ledger = open();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> done = new ArrayList<>();
      for (int i = 0; i < writers; i++) {
        String stream = "writer " + i;
        done.add(threads.submit(() -> write(ledger, stream, each)));
      }
      for (Future<?> one : done) {
        one.get();
      }

      List<Recorded> all = new ArrayList<>(ledger.page(0, 1000));
      all.addAll(ledger.page(1000, 1000));
      assertThat(all.stream().map(Recorded::position))
          .containsExactlyElementsOf(LongStream.rangeClosed(1, writers * each).boxed().toList());
      for (int i = 0; i < writers; i++) {
        assertThat(said(replayed(ledger, "writer " + i)))
            .containsExactlyElementsOf(LongStream.range(0, each).mapToObj(n -> "n" + n).toList());
      }
      assertThat(ledger.verify()).isInstanceOf(Verification.Sound.class);
    }
  }

  @Test
  void ofManyWritersAtOnePositionExactlyOneWins() throws Exception {
    try (Ledger ledger = open();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> done = new ArrayList<>();
      for (int i = 0; i < 32; i++) {
        String text = "writer " + i;
        done.add(threads.submit(() -> won(ledger, text)));
      }
      int winners = 0;
      for (Future<Boolean> one : done) {
        winners += one.get() ? 1 : 0;
      }

      assertThat(winners).isEqualTo(1);
      assertThat(replayed(ledger, "contended")).hasSize(1);
    }
  }

  private static void write(Ledger ledger, String stream, int count) {
    for (int i = 0; i < count; i++) {
      ledger.append(stream, i, ACTOR, List.of(entry("n" + i))).await();
    }
  }

  private static boolean won(Ledger ledger, String text) {
    try {
      ledger.append("contended", 0, ACTOR, List.of(entry(text))).await();
      return true;
    } catch (Problem.Raised raised) {
      assertThat(raised.problem()).isInstanceOf(Problem.Conflict.class);
      return false;
    }
  }

  private static final class Heard implements Ledger.Follower {
    private final List<List<String>> transactions = new ArrayList<>();

    @Override
    public void recorded(List<Recorded> facts) {
      transactions.add(said(facts));
    }

    @Override
    public void failed() {
      throw new AssertionError("no commit fails here");
    }
  }

  private static final class Failing implements Ledger.Follower {
    @Override
    public void recorded(List<Recorded> facts) {
      throw new IllegalStateException("a fault of this follower");
    }

    @Override
    public void failed() {
      throw new IllegalStateException("a fault of this follower");
    }
  }
}
