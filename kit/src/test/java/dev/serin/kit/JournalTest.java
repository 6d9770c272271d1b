package dev.serin.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.base.Actor;
import dev.serin.base.Json;
import dev.serin.base.Problem;
import dev.serin.ledger.Entry;
import dev.serin.ledger.GroupLedger;
import dev.serin.ledger.Journal;
import dev.serin.ledger.Ledger;
import dev.serin.ledger.Recorded;
import dev.serin.ledger.Transaction;
import dev.serin.ledger.Verification;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One journal, several writers, and a disk that waits and fails when told to. */
class JournalTest {
  private static final Actor ACTOR = new Actor("tester");
  private static final Problem.Raised FULL =
      new Problem.Raised(new Problem.Full("STORAGE_FULL", "no space left"));

  private final MemoryTable table = new MemoryTable();
  private final Ledger ledger = new GroupLedger(table, Clock.systemUTC(), 1000);
  private final Journal<List<String>> words = journal("words");
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  @AfterEach
  void close() {
    threads.close();
    ledger.close();
  }

  private Journal<List<String>> journal(String stream) {
    return new Journal<>(ledger, stream, List.of(), JournalTest::after);
  }

  private static List<String> after(List<String> image, List<Recorded> facts) {
    List<String> next = new ArrayList<>(image);
    facts.forEach(fact -> next.add(fact.body().text("text").orElseThrow()));
    return List.copyOf(next);
  }

  private static Entry entry(String text) {
    return new Entry("Said", Json.Obj.of("text", text));
  }

  private List<String> say(String text) {
    return words.write(ACTOR, _ -> List.of(entry(text))).image();
  }

  /** Says it unless it was said, and answers whether that changed anything. */
  private boolean sayOnce(String text) {
    var written =
        words.write(ACTOR, image -> image.contains(text) ? List.of() : List.of(entry(text)));
    return !written.facts().isEmpty();
  }

  /** Starts a write and returns when its facts wait for the disk. */
  private CompletableFuture<List<String>> waiting(String text) {
    CompletableFuture<Void> deciding = new CompletableFuture<>();
    CompletableFuture<List<String>> done =
        CompletableFuture.supplyAsync(
            () ->
                words
                    .write(
                        ACTOR,
                        _ -> {
                          deciding.complete(null);
                          return List.of(entry(text));
                        })
                    .image(),
            threads);
    deciding.join();
    decided(); // the next decision comes after the append of the one before
    return done;
  }

  /** The image that the next decision builds on. */
  private List<String> decided() {
    List<String> seen = new ArrayList<>();
    assertThatThrownBy(
            () ->
                words.write(
                    ACTOR,
                    image -> {
                      seen.addAll(image);
                      throw new IllegalStateException("only looking");
                    }))
        .hasMessage("only looking");
    return seen;
  }

  @Test
  void whoWritesReadsTheOutcome() {
    List<String> image = say("one");

    assertThat(image).containsExactly("one");
    assertThat(words.image()).containsExactly("one");
  }

  @Test
  void theImageAtTheNextStartIsTheSame() {
    say("one");
    say("two");

    assertThat(journal("words").image()).isEqualTo(words.image());
  }

  @Test
  void aDecisionBuildsOnFactsThatWaitAndReadersSeeThemOnlyWhenDurable() {
    table.hold();
    var one = waiting("one");

    assertThat(decided()).containsExactly("one");
    assertThat(words.image()).isEmpty();
    table.release();

    assertThat(one.join()).containsExactly("one");
    assertThat(words.image()).containsExactly("one");
  }

  @Test
  void aFailedCommitFailsEveryWaitingWriteAndTheNextDecisionKnowsNothingOfThem() {
    say("zero");
    table.hold();
    var lost = List.of(waiting("one"), waiting("two"), waiting("three"));
    table.fail(FULL);
    table.release();

    for (var write : lost) {
      assertThatThrownBy(write::join)
          .isInstanceOf(CompletionException.class)
          .hasRootCauseInstanceOf(Problem.Raised.class)
          .hasMessageContaining("STORAGE_FULL");
    }
    assertThat(words.image()).containsExactly("zero");
    assertThat(decided()).containsExactly("zero");
    assertThat(say("four")).containsExactly("zero", "four");
    assertThat(ledger.verify()).isInstanceOf(Verification.Sound.class);
  }

  @Test
  void aFaultOfTheTableFailsTheWriteAndTheLedgerGoesOn() {
    table.fail(new IllegalStateException("a fault"));

    assertThatThrownBy(() -> say("one")).hasMessageContaining("LEDGER_UNAVAILABLE");

    assertThat(say("two")).containsExactly("two");
  }

  @Test
  void nothingToDoIsNotAnsweredBeforeItIsDurable() {
    table.hold();
    var one = waiting("one");
    var again = CompletableFuture.supplyAsync(() -> sayOnce("one"), threads);
    table.fail(FULL);
    table.release();

    assertThatThrownBy(one::join).hasMessageContaining("STORAGE_FULL");
    // either it waited for the same commit and failed with it, or it came later and said it itself
    boolean said = again.handle((changed, failure) -> failure == null && changed).join();
    assertThat(words.image().contains("one")).isEqualTo(said);
  }

  @Test
  void aWriterThatWasOvertakenReadsAndDecidesAgain() {
    Journal<List<String>> other = journal("words");
    say("one");

    var written = other.write(ACTOR, image -> List.of(entry("after " + String.join(",", image))));

    assertThat(written.image()).containsExactly("one", "after one");
    assertThat(words.image()).containsExactly("one", "after one");
  }

  @Test
  void watchersAreToldTheImageOfNowAndEachLaterOneInOrder() {
    say("one");
    List<List<String>> told = new CopyOnWriteArrayList<>();

    words.watch(told::add);
    say("two");
    say("three");

    assertThat(told)
        .containsExactly(List.of("one"), List.of("one", "two"), List.of("one", "two", "three"));
  }

  @Test
  void aTransactionOverTwoJournalsIsOne() {
    Journal<List<String>> names = journal("names");
    Transaction transaction = new Transaction(ledger, ACTOR);
    transaction.add(words, _ -> List.of(entry("one")));
    transaction.add(names, _ -> List.of(entry("Ada")));
    transaction.add(words, _ -> List.of(entry("two")));
    table.hold();
    var done = CompletableFuture.supplyAsync(transaction::commit, threads);

    assertThat(words.image()).isEmpty();
    assertThat(names.image()).isEmpty();
    table.release();

    assertThat(done.join().of(words).image()).containsExactly("one", "two");
    assertThat(names.image()).containsExactly("Ada");
    assertThat(ledger.page(0, 10))
        .extracting(Recorded::stream)
        .containsExactly("names", "words", "words");
  }

  @Test
  void whenOnePartIsRefusedNothingIsWritten() {
    Transaction transaction = new Transaction(ledger, ACTOR);
    transaction.add(words, _ -> List.of(entry("one")));
    transaction.add(
        journal("names"),
        _ -> {
          throw new Problem.Raised(new Problem.Invalid("NAME_INVALID", "name", "no such name"));
        });

    assertThatThrownBy(transaction::commit).hasMessageContaining("NAME_INVALID");

    assertThat(say("two")).containsExactly("two");
  }

  @Test
  void manyWritersEachCountOnceMore() {
    List<CompletableFuture<List<String>>> writes = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      writes.add(
          CompletableFuture.supplyAsync(
              () ->
                  words
                      .write(ACTOR, image -> List.of(entry(Integer.toString(image.size()))))
                      .image(),
              threads));
    }
    writes.forEach(CompletableFuture::join);

    List<String> image = words.image();
    for (int i = 0; i < 64; i++) {
      assertThat(image.get(i)).isEqualTo(Integer.toString(i));
    }
  }

  @Test
  void moreThanMayWaitIsRefusedAndWhatWaitsIsKept() {
    MemoryTable slow = new MemoryTable();
    slow.hold();
    try (Ledger small = new GroupLedger(slow, Clock.systemUTC(), 3)) {
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 10; i++) {
                  small.append("words", i, ACTOR, List.of(entry("n" + i)));
                }
              })
          .hasMessageContaining("LEDGER_BUSY");
      slow.release();
    }

    // the writing thread holds some, three wait
    assertThat(slow.page(0, 10).size()).isBetween(3, 6);
  }

  @Test
  void aWatcherThatWritesIsStoppedInsteadOfWaitingForItself() {
    List<Throwable> raised = new CopyOnWriteArrayList<>();
    words.watch(
        image -> {
          if (image.size() == 1) {
            try {
              ledger.append("words", 1, ACTOR, List.of(entry("echo")));
            } catch (IllegalStateException stopped) {
              raised.add(stopped);
            }
          }
        });

    say("one");

    assertThat(raised).hasSize(1);
  }
}
