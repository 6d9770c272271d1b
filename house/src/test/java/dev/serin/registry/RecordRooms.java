package dev.serin.registry;

import dev.serin.artifact.ArtifactStore;
import dev.serin.base.Actor;
import dev.serin.base.ModelName;
import dev.serin.ledger.Ledger;
import dev.serin.ledger.Recorded;
import dev.serin.plug.file.DirectoryArtifacts;
import dev.serin.plug.sql.SqliteLedger;
import dev.serin.runtime.Formats;
import dev.serin.runtime.Limits;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The record rooms over a folder of a test, with a clock that stands and {@link TestFormat}. */
public final class RecordRooms implements AutoCloseable {
  public static final Actor ACTOR = new Actor("tester");
  public static final ModelName IRIS = new ModelName("iris");
  public static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private final TestFormat format = new TestFormat();
  private final Ledger ledger;
  private final ArtifactStore store;
  private final Registry registry;
  private final Registration registration;

  /** Opens the rooms of this folder. */
  public RecordRooms(Path folder) {
    store = new DirectoryArtifacts(folder.resolve("artifacts"));
    ledger = SqliteLedger.open(folder.resolve("serin.db"), Clock.fixed(NOW, ZoneOffset.UTC));
    registry = new Registry(ledger);
    registration = new Registration(store, new Formats(List.of(format), Limits.DEFAULT), registry);
  }

  public TestFormat format() {
    return format;
  }

  public Ledger ledger() {
    return ledger;
  }

  public ArtifactStore store() {
    return store;
  }

  public Registry registry() {
    return registry;
  }

  /** Offers this text as the file of a model. */
  public Registration.Registered register(ModelName model, String text) {
    return registration.register(ACTOR, model, file(text), Optional.empty(), "test:" + model);
  }

  /** Offers this text with golden rows. */
  public Registration.Registered register(ModelName model, String text, String golden) {
    byte[] rows = golden.getBytes(StandardCharsets.UTF_8);
    return registration.register(ACTOR, model, file(text), Optional.of(rows), "test:" + model);
  }

  /** The types of all facts in order. */
  public List<String> facts() {
    return new ArrayList<>(ledger.page(0, 1000).stream().map(Recorded::type).toList());
  }

  private static GoldenFile file(String text) {
    return new GoldenFile(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    ledger.close();
    store.close();
  }
}
