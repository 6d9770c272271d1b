package dev.serin.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.artifact.ArtifactStore;
import dev.serin.artifact.Bundle;
import dev.serin.artifact.DiskBundle;
import dev.serin.base.Actor;
import dev.serin.base.Deadline;
import dev.serin.base.Digest;
import dev.serin.base.ModelName;
import dev.serin.graph.GraphBuilder;
import dev.serin.graph.Shape;
import dev.serin.ledger.Ledger;
import dev.serin.plug.file.DirectoryArtifacts;
import dev.serin.plug.sql.SqliteLedger;
import dev.serin.registry.ModelVersion;
import dev.serin.registry.Registration;
import dev.serin.registry.Registry;
import dev.serin.runtime.Conversions;
import dev.serin.runtime.ConvertedNet;
import dev.serin.runtime.Encoded;
import dev.serin.runtime.Format;
import dev.serin.runtime.Formats;
import dev.serin.runtime.Inspection;
import dev.serin.runtime.Limits;
import dev.serin.runtime.NetEngine;
import dev.serin.runtime.Risk;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Signature;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.TensorSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoaderTest {
  private static final Actor TESTER = new Actor("tester");
  private static final TensorSpec PORT = new TensorSpec("x", DataType.FP32, List.of(-1L, 2L));
  private static final Signature SIGNATURE =
      new Signature(
          Signature.Kind.NET,
          List.of(PORT),
          List.of(PORT),
          List.of(),
          List.of(),
          List.of(PORT.name()));

  @TempDir private Path folder;
  private final Echo engine = new Echo();
  private final Converting format = new Converting(engine);
  private final Formats formats = new Formats(List.of(format), Limits.DEFAULT);
  private Kept kept;
  private ArtifactStore store;
  private Ledger ledger;
  private Registration registration;
  private Loader loader;

  /** Conversions without checks and bounds. */
  private record Kept(Path folder) implements Conversions {
    @Override
    public Optional<Path> find(Digest key) {
      return Optional.of(folder.resolve(key.hex())).filter(Files::exists);
    }

    @Override
    public void keep(Digest key, Encoded onnx) {
      try {
        Files.write(folder.resolve(key.hex()), onnx.toBytes());
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }

    @Override
    public void drop(Digest key) {
      assertThat(folder.resolve(key.hex()).toFile().delete()).isTrue();
    }

    List<Path> files() throws IOException {
      try (Stream<Path> files = Files.list(folder)) {
        return files.toList();
      }
    }
  }

  /** Nets that answer what they were given. */
  private static final class Echo implements NetEngine {
    private final AtomicInteger closings = new AtomicInteger();

    @Override
    public Net open(byte[] onnx) {
      return new Net() {
        @Override
        public List<TensorSpec> inputs() {
          return List.of(PORT);
        }

        @Override
        public List<TensorSpec> outputs() {
          return List.of(PORT);
        }

        @Override
        public List<Tensor> run(List<Tensor> inputs, Set<String> outputs, Deadline deadline) {
          return inputs;
        }

        @Override
        public long memoryBytes() {
          return 0;
        }

        @Override
        public void close() {
          closings.incrementAndGet();
        }
      };
    }

    @Override
    public void close() {
      // holds nothing
    }
  }

  /** Converts every file to a graph, and counts how often. */
  private static final class Converting implements Format {
    private final AtomicInteger conversions = new AtomicInteger();
    private final NetEngine engine;

    Converting(NetEngine engine) {
      this.engine = engine;
    }

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
      GraphBuilder graph = new GraphBuilder();
      graph.output(graph.input(DataType.FP32, Shape.of(Shape.ANY, 2)));
      return new ConvertedNet(
          new Inspection(name(), Map.of(), SIGNATURE, List.of(), List.of()),
          graph.toBytes(),
          engine);
    }
  }

  @BeforeEach
  void open() throws IOException {
    kept = new Kept(Files.createDirectory(folder.resolve("kept")));
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
            .with(kept, engine);
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
    assertThat(engine.closings).hasValue(2);
  }

  @Test
  void aGraphThatWasLostIsMadeAgainAndKept() throws IOException {
    ModelVersion version = registered();
    Files.delete(kept.files().getFirst());

    loader.load(version).unload();

    assertThat(format.conversions).hasValue(2);
    assertThat(kept.files()).hasSize(1);
  }

  @Test
  void aGraphThatDoesNotOpenIsMadeAgain() throws IOException {
    ModelVersion version = registered();
    Path file = kept.files().getFirst();
    byte[] graph = Files.readAllBytes(file);
    Files.write(file, new byte[] {1});

    loader.load(version).unload();

    assertThat(format.conversions).hasValue(2);
    assertThat(file).hasBinaryContent(graph);
  }

  @Test
  void aGraphIsNotUsedUnderAnotherSignature() throws IOException {
    ModelVersion version = registered();
    Inspection own = version.inspection();
    Inspection other =
        new Inspection(own.format(), Map.of(), FakeFormat.SIGNATURE, List.of(), List.of());

    assertThat(kept.find(Conversions.key(version.artifact(), own))).isPresent();
    assertThat(kept.find(Conversions.key(version.artifact(), other))).isEmpty();
  }
}
