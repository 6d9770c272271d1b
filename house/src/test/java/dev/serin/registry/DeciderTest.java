package dev.serin.registry;

import static dev.serin.registry.RecordRooms.IRIS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.base.Actor;
import dev.serin.base.Digest;
import dev.serin.ledger.Entry;
import dev.serin.ledger.Recorded;
import dev.serin.registry.RegistryFact.AliasMoved;
import dev.serin.registry.RegistryFact.VersionRegistered;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeciderTest {
  private static final Digest A = new Digest("a".repeat(64));
  private static final Digest B = new Digest("b".repeat(64));
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private static Decider.Offer offer(Digest artifact) {
    return new Decider.Offer(IRIS, artifact, Optional.empty(), TestFormat.INSPECTION, "test");
  }

  /** The image after these decisions became facts. */
  private static RegistryImage after(RegistryImage image, List<RegistryFact> facts) {
    long position = image.position();
    for (RegistryFact fact : facts) {
      Entry entry = FactText.entry(fact);
      position++;
      Recorded recorded =
          new Recorded(
              position, "registry", position, NOW, Actor.ANONYMOUS, entry.type(), entry.body(), A);
      image = image.after(List.of(recorded));
    }
    return image;
  }

  @Test
  void numbersGoOnAfterArchiving() {
    RegistryImage one = after(RegistryImage.EMPTY, Decider.register(RegistryImage.EMPTY, offer(A)));
    RegistryImage archived = after(one, Decider.archive(one, IRIS));

    assertThat(Decider.register(archived, offer(B)))
        .singleElement()
        .isInstanceOfSatisfying(
            VersionRegistered.class, fact -> assertThat(fact.number()).isEqualTo(2));
  }

  @Test
  void aliasesAreLettersDigitsAndTwoSigns() {
    RegistryImage image =
        after(RegistryImage.EMPTY, Decider.register(RegistryImage.EMPTY, offer(A)));

    for (String alias : List.of("champion", "A_b-9", "v1x", "1", "-", "latest1", "a".repeat(255))) {
      assertThat(Decider.alias(image, IRIS, alias, 1)).contains(new AliasMoved(IRIS, alias, 1));
    }
    for (String alias : List.of("", " ", "a b", "a/b", "é", "a.b", "a".repeat(256), "a\n")) {
      assertThatThrownBy(() -> Decider.alias(image, IRIS, alias, 1))
          .as(alias)
          .hasMessageContaining("ALIAS_INVALID");
    }
    for (String alias : List.of("latest", "LATEST", "v1", "V23")) {
      assertThatThrownBy(() -> Decider.alias(image, IRIS, alias, 1))
          .as(alias)
          .hasMessageContaining("is reserved");
    }
  }

  @Test
  void archivingWhatIsArchivedOrUnknownDecidesNothing() {
    RegistryImage one = after(RegistryImage.EMPTY, Decider.register(RegistryImage.EMPTY, offer(A)));
    RegistryImage archived = after(one, Decider.archive(one, IRIS));

    assertThat(Decider.archive(archived, IRIS)).isEmpty();
    assertThat(Decider.archive(RegistryImage.EMPTY, IRIS)).isEmpty();
  }
}
