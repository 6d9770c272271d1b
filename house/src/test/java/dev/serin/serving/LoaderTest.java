package dev.serin.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.artifact.ArtifactStore;
import dev.serin.artifact.Bundle;
import dev.serin.artifact.DiskBundle;
import dev.serin.base.Actor;
import dev.serin.base.Digest;
import dev.serin.base.ModelName;
import dev.serin.base.Problem;
import dev.serin.ledger.Ledger;
import dev.serin.plug.file.DirectoryArtifacts;
import dev.serin.plug.sql.SqliteLedger;
import dev.serin.registry.ModelVersion;
import dev.serin.registry.Registration;
import dev.serin.registry.Registry;
import dev.serin.runtime.Conversions;
import dev.serin.runtime.ConvertedNet;
import dev.serin.runtime.Format;
import dev.serin.runtime.Formats;
import dev.serin.runtime.Inspection;
import dev.serin.runtime.Limits;
import dev.serin.runtime.Predictor;
import dev.serin.runtime.Risk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoaderTest {
  private static final Actor TESTER = new Actor("tester");
  private static final byte[] GRAPH = "times 3".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path folder;
  private final Kept kept = new Kept();
  private final Converting format = new Converting();
  private final Formats formats = new Formats(List.of(format), Limits.DEFAULT);
  private ArtifactStore store;
  private Ledger ledger;
  private Registration registration;
  private Loader loader;

  /** Conversions in memory. */
  private static final class Kept implements Conversions {
    private final Map<Digest, byte[]> graphs = new HashMap<>();

    @Override
    public Optional<byte[]> find(Digest key) {
      return Optional.ofNullable(graphs.get(key));
    }

    @Override
    public void keep(Digest key, byte[] onnx) {
      graphs.put(key, onnx);
    }

    @Override
    public void drop(Digest key) {
      graphs.remove(key);
    }
  }

  /** Converts every file to a graph that multiplies by three, and counts how often. */
  private static final class Converting implements Format {
    private final AtomicInteger conversions = new AtomicInteger();
    private final AtomicInteger closings = new AtomicInteger();

    @Override
    public String name() {
      return "converting";
    }

    @Override
    public Risk risk() {
      return Risk.DATA;
    }

    @Override
    public boolean recognises(Bundle bundle) {
      return true;
    }

    @Override
    public Opened open(Bundle bundle, Limits limits) {
      conversions.incrementAndGet();
      return restored(
              new Inspection(name(), Map.of(), FakeFormat.SIGNATURE, List.of(), List.of()), GRAPH)
          .orElseThrow();
    }

    @Override
    public Optional<Opened> restored(Inspection inspection, byte[] onnx) {
      return Optional.of(new ConvertedNet(inspection, onnx, this::predictor));
    }

    private Predictor predictor(Inspection inspection, byte[] onnx) {
      String text = new String(onnx, StandardCharsets.UTF_8);
      if (!text.startsWith("times ")) {
        throw new Problem.Raised(new Problem.Refused("CORRUPT", "graph", "bad", "convert again"));
      }
      return new FakeFormat.Times(Double.parseDouble(text.substring(6)), closings);
    }
  }

  @BeforeEach
  void open() {
    store = new DirectoryArtifacts(folder.resolve("artifacts"));
    ledger = SqliteLedger.open(folder.resolve("serin.db"), Clock.systemUTC());
    registration = new Registration(store, formats, new Registry(ledger), kept);
    loader =
        new Loader(
                store,
                formats,
                new SelfCheck(Duration.ofSeconds(60), System::nanoTime),
                new LoadBudget(1 << 30),
                (_, _) -> {})
            .with(kept);
  }

  @AfterEach
  void close() {
    ledger.close();
    store.close();
  }

  private ModelVersion registered() throws IOException {
    Path file = Files.writeString(folder.resolve("model.txt"), "a model");
    return registration
        .register(
            TESTER, new ModelName("net"), DiskBundle.of(file), Optional.empty(), "test:model.txt")
        .version();
  }

  @Test
  void aFileIsConvertedOnceHoweverOftenItIsLoaded() throws IOException {
    ModelVersion version = registered();

    loader.load(version).unload();
    loader.load(version).unload();

    assertThat(format.conversions).hasValue(1);
    assertThat(format.closings).hasValue(2);
  }

  @Test
  void aGraphThatWasLostIsMadeAgainAndKept() throws IOException {
    ModelVersion version = registered();
    kept.graphs.clear();

    loader.load(version).unload();

    assertThat(format.conversions).hasValue(2);
    assertThat(kept.graphs).hasSize(1);
  }

  @Test
  void aGraphThatDoesNotOpenIsMadeAgain() throws IOException {
    ModelVersion version = registered();
    kept.graphs.replaceAll((_, _) -> new byte[] {1});

    loader.load(version).unload();

    assertThat(format.conversions).hasValue(2);
    assertThat(kept.graphs.values()).containsExactly(GRAPH);
  }

  @Test
  void aGraphIsNotUsedUnderAnotherSignature() throws IOException {
    ModelVersion version = registered();
    Inspection other =
        new Inspection("other", Map.of(), FakeFormat.SIGNATURE, List.of(), List.of());

    assertThat(kept.graphs)
        .containsOnlyKeys(Conversions.key(version.artifact(), version.inspection()))
        .doesNotContainKey(Conversions.key(version.artifact(), other));
  }
}
