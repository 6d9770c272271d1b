package dev.serin.plug;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.artifact.ArtifactStore;
import dev.serin.artifact.Bundle;
import dev.serin.artifact.DiskBundle;
import dev.serin.base.Actor;
import dev.serin.base.Digest;
import dev.serin.base.Json;
import dev.serin.base.Problem;
import dev.serin.ledger.Entry;
import dev.serin.ledger.Ledger;
import dev.serin.ledger.Recorded;
import dev.serin.ledger.Verification;
import dev.serin.plug.file.DataFolder;
import dev.serin.plug.file.DirectoryArtifacts;
import dev.serin.plug.sql.SqliteLedger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process is killed, or its disk is full, in the middle of writing. */
class CrashTest {
  private static final int WRITERS = 4;
  private static final String KEPT = "kept ";

  @TempDir private Path folder;

  /** Writes artifacts and facts from several threads, and prints each digest that is durable. */
  static final class Writer {
    public static void main(String[] args) {
      DataFolder data = DataFolder.open(Path.of(args[0]));
      ArtifactStore store = new DirectoryArtifacts(data.artifacts());
      Ledger ledger = SqliteLedger.open(data.ledger(), Clock.systemUTC());
      String padding = "x".repeat(Integer.parseInt(args[1]));
      for (int i = 0; i < WRITERS; i++) {
        String stream = "writer " + i;
        Path file = data.root().resolve("model" + i);
        Thread.ofPlatform().start(() -> write(store, ledger, stream, file, padding));
      }
    }

    private static void write(
        ArtifactStore store, Ledger ledger, String stream, Path file, String padding) {
      long[] position = {0};
      ledger.replay(stream, fact -> position[0] = fact.streamPosition());
      try {
        for (long next = position[0]; ; next++) {
          Files.writeString(file, (stream + next + " ").repeat(2000));
          Digest digest = store.put(DiskBundle.of(file)).digest();
          Entry entry =
              new Entry("Stored", Json.Obj.of("digest", digest.hex(), "padding", padding));
          ledger.append(stream, next, new Actor("child"), List.of(entry)).await();
          say(KEPT + digest.hex());
        }
      } catch (Problem.Raised raised) {
        say("raised " + raised.problem().getClass().getSimpleName());
      } catch (IOException full) {
        say("raised IOException");
      }
    }

    private static void say(String line) {
      synchronized (System.out) {
        System.out.println(line);
        System.out.flush();
      }
    }
  }

  private void checkAllIsThere(Set<String> acknowledged) throws IOException {
    try (DataFolder data = DataFolder.open(folder);
        Ledger ledger = SqliteLedger.open(data.ledger(), Clock.systemUTC());
        ArtifactStore store = new DirectoryArtifacts(data.artifacts())) {
      Set<String> found = new HashSet<>();
      List<Recorded> page = ledger.page(0, 1000);
      while (!page.isEmpty()) {
        page.forEach(fact -> found.add(fact.body().text("digest").orElseThrow()));
        page = ledger.page(page.getLast().position(), 1000);
      }
      assertThat(found).containsAll(acknowledged);
      for (String digest : found) {
        try (Bundle bundle = store.open(new Digest(digest))) {
          assertThat(bundle.entries()).hasSize(1);
        }
      }
      assertThat(ledger.verify())
          .isInstanceOfSatisfying(
              Verification.Sound.class, sound -> assertThat(sound.facts()).isEqualTo(found.size()));
    }
  }

  @Test
  void whatWasAcknowledgedBeforeAKillIsThereAfterwards() throws Exception {
    Set<String> acknowledged = new HashSet<>();
    for (int kill = 1; kill <= 3; kill++) {
      try (Child child = new Child(Writer.class, folder.toString(), "0")) {
        while (acknowledged.size() < 30 * kill) {
          String line = child.line();
          assertThat(line).startsWith(KEPT);
          acknowledged.add(line.substring(KEPT.length()));
        }
        child.kill(); // four threads are writing
        for (String line = child.line(); line.length() == KEPT.length() + 64; line = child.line()) {
          acknowledged.add(line.substring(KEPT.length()));
        }
      }
      checkAllIsThere(acknowledged);
    }
  }

  @Test
  void aFullDiskRaisesAProblemAndLosesNothingThatWasAcknowledged() throws Exception {
    Set<String> acknowledged = new HashSet<>();
    List<String> raised = new ArrayList<>();
    List<String> limited = List.of("sh", "-c", "ulimit -f 6000; exec \"$@\"", "limited");
    try (Child child = new Child(limited, Writer.class, folder.toString(), "20000")) {
      for (String line = child.line(); raised.isEmpty(); line = child.line()) {
        if (line.startsWith("raised")) {
          raised.add(line);
        } else if (line.startsWith(KEPT)) { // the log of the failure goes the same way
          acknowledged.add(line.substring(KEPT.length()));
        }
      }
    }

    assertThat(raised).containsExactly("raised Full");
    checkAllIsThere(acknowledged);
  }
}
