package dev.serin.source.layout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.artifact.ArtifactStore;
import dev.serin.artifact.Bundle;
import dev.serin.artifact.Manifest;
import dev.serin.base.Actor;
import dev.serin.base.Digest;
import dev.serin.base.Json;
import dev.serin.base.ModelName;
import dev.serin.plug.file.LayoutExport;
import dev.serin.plug.file.LayoutMemory;
import dev.serin.registry.ModelVersion;
import dev.serin.registry.Registry;
import dev.serin.web.TestHouse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayoutTest {
  private static final ModelName DAMAGE = new ModelName("damage");
  private static final String CHALLENGER = "challenger";

  @TempDir Path scratch;
  private final TestHouse house = new TestHouse(_ -> List.of());
  private final Registry registry = house.rooms().registry();
  private final Scene scene = new Scene();
  private Instant now = Instant.parse("2026-11-21T10:00:00Z");

  @AfterEach
  void close() {
    house.close();
  }

  /** Moves aliases and remembers what it was asked. */
  private final class Scene implements Stage {
    private final List<String> asked = new ArrayList<>();
    private final List<String> told = new ArrayList<>();

    @Override
    public void champion(Actor actor, ModelVersion version) {
      asked.add("champion " + version.number());
      registry.alias(actor, DAMAGE, "champion", version.number());
    }

    @Override
    public void challenger(Actor actor, ModelVersion version, Optional<Double> weight) {
      asked.add("challenger " + version.number() + weight.map(w -> " at " + w).orElse(""));
      registry.alias(actor, DAMAGE, CHALLENGER, version.number());
    }

    @Override
    public void describe(Actor actor, ModelVersion version, Json.Obj description) {
      told.add(version.number() + " " + description.text());
    }
  }

  private Path models() {
    return scratch.resolve("models");
  }

  private Path put(String folder, String model, String json) throws IOException {
    Path made = Files.createDirectories(models().resolve(folder));
    Files.writeString(made.resolve("best.txt"), model);
    if (!json.isEmpty()) {
      Files.writeString(made.resolve("version.json"), json);
    }
    return made;
  }

  /** What a server does again and again; a new one is what a restart leaves. */
  private final class Keeper {
    private final LayoutFolder folder = new LayoutFolder(models());
    private final LayoutMemory memory = new LayoutMemory(scratch.resolve("layout.json"));
    private final LayoutImport in =
        new LayoutImport(
            folder,
            DAMAGE,
            new LayoutImport.Rooms(registry, house.rooms().registration(), scene, memory),
            () -> now);
    private final ArtifactStore store;

    Keeper(ArtifactStore store) {
      this.store = store;
    }

    Keeper() {
      this(house.store());
    }

    Keeper look() {
      for (int i = 0; i < 3; i++) {
        in.look();
        now = now.plusSeconds(1);
      }
      return this;
    }

    boolean write() {
      LayoutExport out = new LayoutExport(folder, store, memory);
      boolean current = out.converge(Part.CURRENT, wanted("champion", Optional.empty()));
      return out.converge(Part.CANARY, wanted(CHALLENGER, Optional.of(0.5))) | current;
    }
  }

  private Optional<Wanted> wanted(String alias, Optional<Double> weight) {
    return registry
        .image()
        .model(DAMAGE)
        .flatMap(model -> model.alias(alias))
        .map(
            version ->
                new Wanted(
                    version,
                    new VersionFile(
                        version.number(),
                        version.at(),
                        weight.map(_ -> version.at()),
                        weight,
                        Json.Obj.of(),
                        Json.Obj.of())));
  }

  private Map<String, Integer> aliases() {
    return registry.image().known(DAMAGE).aliases();
  }

  private Json.Obj json(String folder) {
    try {
      Path file = models().resolve(folder).resolve("version.json");
      return (Json.Obj) Json.parse(Files.readString(file), 9);
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }

  private static long version(Json.Obj json) {
    return json.number("version").orElseThrow().longValue();
  }

  @Test
  void foldersOfOthersBecomeChampionAndChallenger() throws IOException {
    put("current", "sum 1", "{\"version\":7,\"metrics\":{\"final_map\":0.5}}");
    put("canary", "sum 2", "{\"version\":8,\"traffic_weight\":0.25}");
    Keeper keeper = new Keeper().look();

    assertThat(scene.asked).containsExactly("champion 1", "challenger 2 at 0.25");
    assertThat(scene.told.getFirst())
        .isEqualTo("1 {\"metrics\":{\"final_map\":0.5},\"imported_version\":7}");
    assertThat(keeper.write()).isTrue();
    assertThat(version(json("current"))).isEqualTo(1);
    assertThat(version(json("canary"))).isEqualTo(2);
    assertThat(json("canary").text("sha256"))
        .hasValue(registry.image().known(DAMAGE).version(2).orElseThrow().artifact().hex());

    assertThat(keeper.look().write()).as("nothing more to do").isFalse();
    assertThat(new Keeper().look().write()).as("nor after a restart").isFalse();
    assertThat(scene.asked).hasSize(2);
  }

  @Test
  void afterAPromotionCurrentIsTheCanarysAndTheCanaryIsGone() throws IOException {
    put("current", "sum 1", "{\"version\":1}");
    put("canary", "sum 2", "{\"version\":2}");
    Keeper keeper = new Keeper().look();
    keeper.write();

    registry.alias(Actor.ANONYMOUS, DAMAGE, "champion", 2);
    registry.unalias(Actor.ANONYMOUS, DAMAGE, CHALLENGER);
    keeper.look().write();

    assertThat(version(json("current"))).isEqualTo(2);
    assertThat(models().resolve("current/best.txt")).hasContent("sum 2");
    assertThat(models().resolve("canary")).doesNotExist();
    registry.alias(Actor.ANONYMOUS, DAMAGE, "champion", 1);
    keeper.look().write();
    assertThat(models().resolve("current/best.txt")).as("called back").hasContent("sum 1");
    assertThat(aliases()).isEqualTo(Map.of("champion", 1));
  }

  @Test
  void aNewCanaryInTheSameFolderIsTheNextVersion() throws IOException {
    put("current", "sum 1", "{\"version\":1}");
    Keeper keeper = new Keeper().look();
    keeper.write();
    put("canary", "sum 2", "{\"version\":2}");
    keeper.look().write();
    put("canary", "sum 3", "{\"version\":3}"); // through the link, as a trainer does
    keeper.look().write();

    assertThat(scene.asked).containsExactly("champion 1", "challenger 2", "challenger 3");
    assertThat(version(json("canary"))).isEqualTo(3);

    registry.unalias(Actor.ANONYMOUS, DAMAGE, CHALLENGER);
    keeper.write();
    put("canary", "sum 3", "{\"version\":3}");
    keeper.look();
    assertThat(scene.asked).as("once more, on purpose").endsWith("challenger 3").hasSize(4);
  }

  @Test
  void whatIsRefusedIsLeftAloneAndTheRestGoesOn() throws IOException {
    put("current", "sum 1", "{\"version\":1}");
    Keeper keeper = new Keeper().look();
    put("canary", "no model", "{\"version\":2}");
    keeper.look().write();

    assertThat(registry.image().known(DAMAGE).refused()).isPresent();
    assertThat(models().resolve("canary/best.txt")).hasContent("no model");
    new Keeper().look().write();
    assertThat(models().resolve("canary/best.txt")).hasContent("no model");
    put("canary", "sum 2", "{\"version\":2,\"traffic_weight\":7}");
    keeper.look();
    assertThat(registry.image().known(DAMAGE).refused().orElseThrow().code())
        .isEqualTo("VERSION_FILE");
    assertThat(scene.asked).containsExactly("champion 1");
    put("current", "no model", "{\"version\":9}");
    keeper.look().write();
    assertThat(models().resolve("current/best.txt")).as("repaired").hasContent("sum 1");
  }

  @Test
  void weightsWithoutAVersionFileWaitForIt() throws IOException {
    put("current", "sum 1", "{\"version\":1}");
    Keeper keeper = new Keeper().look();
    put("canary", "sum 2", "");
    keeper.look();
    assertThat(scene.asked).containsExactly("champion 1");
    for (int i = 0; i < 4; i++) {
      keeper.look();
    }
    assertThat(scene.asked).containsExactly("champion 1", "challenger 2");
  }

  @Test
  void theOlderLayoutIsTakenInOnce() throws IOException {
    Files.createDirectories(models());
    Files.writeString(models().resolve("best-v3.txt"), "sum 3");
    Files.writeString(models().resolve("best-v4.txt"), "sum 4");
    Files.writeString(
        models().resolve("version.json"),
        "{\"current_version\":3,\"canary_version\":4,\"canary_start_time\":1750000000,"
            + "\"canary_active\":true,\"models\":{\"v3\":{\"file\":\"best-v3.txt\"},"
            + "\"v4\":{\"file\":\"best-v4.txt\",\"traffic_weight\":50}}}");
    Keeper keeper = new Keeper().look();

    assertThat(scene.asked).containsExactly("champion 1", "challenger 2 at 0.5");
    keeper.write();
    registry.alias(Actor.ANONYMOUS, DAMAGE, "champion", 2);
    registry.unalias(Actor.ANONYMOUS, DAMAGE, CHALLENGER);
    keeper.look().write();
    new Keeper().look().write();
    assertThat(models().resolve("current/best.txt")).hasContent("sum 4");
    assertThat(scene.asked).hasSize(2);
  }

  /** A store that fails after so many artifacts were opened. */
  private record Failing(ArtifactStore store, AtomicBoolean broken) implements ArtifactStore {
    @Override
    public Manifest put(Bundle bundle) {
      return store.put(bundle);
    }

    @Override
    public Bundle open(Digest digest) {
      if (broken.get()) {
        throw new UncheckedIOException(new IOException("the disk is gone"));
      }
      return store.open(digest);
    }

    @Override
    public Optional<Manifest> manifest(Digest digest) {
      return store.manifest(digest);
    }

    @Override
    public void close() {
      store.close();
    }
  }

  @Test
  void whatACrashLeftIsMendedAtTheNextStart() throws IOException {
    put("current", "sum 1", "{\"version\":1}");
    put("canary", "sum 2", "{\"version\":2}");
    new Keeper().look().write();
    registry.alias(Actor.ANONYMOUS, DAMAGE, "champion", 2);
    registry.unalias(Actor.ANONYMOUS, DAMAGE, CHALLENGER);
    try {
      new Keeper(new Failing(house.store(), new AtomicBoolean(true))).write();
    } catch (UncheckedIOException crash) {
      assertThat(version(json("current"))).isEqualTo(1);
    }

    assertThat(new Keeper().look().write()).isTrue();

    assertThat(version(json("current"))).isEqualTo(2);
    assertThat(scene.asked).hasSize(2);
  }

  @Test
  void aCrashBetweenRememberingAndTheSwapIsNoChangeOfOthers() throws IOException {
    put("current", "sum 1", "{\"version\":1}");
    Keeper keeper = new Keeper().look();
    keeper.write();
    put("canary", "sum 2", "{\"version\":2}");
    keeper.look();
    Digest before = keeper.folder.content(Part.CURRENT).orElseThrow().digest();
    registry.alias(Actor.ANONYMOUS, DAMAGE, "champion", 2);
    keeper.memory.know(
        Part.CURRENT, List.of(before, wanted("champion", Optional.empty()).orElseThrow().digest()));

    Keeper again = new Keeper().look();
    assertThat(scene.asked).containsExactly("champion 1", "challenger 2");
    assertThat(again.write()).isTrue();
    assertThat(version(json("current"))).isEqualTo(2);
  }

  @Test
  void aReaderThatPollsNeverSeesATornPair() throws Exception {
    put("current", "sum 0", "{\"version\":0}");
    Keeper keeper = new Keeper().look();
    keeper.write();
    for (int i = 1; i < 4; i++) {
      put("canary", "sum " + i, "{\"version\":1}");
      keeper.look();
    }
    AtomicBoolean over = new AtomicBoolean();
    List<String> torn = new ArrayList<>();
    Thread reader = Thread.ofPlatform().start(() -> poll(over, torn));
    for (int i = 0; i < 60; i++) {
      registry.alias(Actor.ANONYMOUS, DAMAGE, "champion", 1 + i % 4);
      keeper.write();
    }
    over.set(true);
    reader.join();

    assertThat(torn).isEmpty();
  }

  private void poll(AtomicBoolean over, List<String> torn) {
    while (!over.get()) {
      try {
        Path current = models().resolve("current").toRealPath();
        byte[] model = Files.readAllBytes(current.resolve("best.txt"));
        String json = Files.readString(current.resolve("version.json"));
        if (!json.contains(Digest.of(model).hex())) {
          torn.add(json);
        }
      } catch (NoSuchFileException missing) {
        torn.add("missing " + missing.getMessage());
      } catch (IOException failure) {
        torn.add(failure.toString());
      }
    }
  }
}
