package dev.serin.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.base.Actor;
import dev.serin.base.Json;
import dev.serin.base.ModelName;
import dev.serin.base.Problem;
import dev.serin.web.TestHouse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobsTest {
  private static final ModelName DAMAGE = new ModelName("damage");
  private static final TrainingSettings SETTINGS =
      new TrainingSettings(
          List.of("train"),
          Optional.of(DAMAGE),
          Duration.ofSeconds(9),
          1 << 20,
          64,
          Map.of("DATA_YAML", "/data/x.yaml"));

  @TempDir Path folder;
  private final TestHouse house = new TestHouse(_ -> List.of());
  private final Trainer trainer = new Trainer();
  private final List<Runnable> waiting = new ArrayList<>();
  private final List<String> debuts = new ArrayList<>();

  @AfterEach
  void close() {
    house.close();
  }

  /** A command that does what a test says, in no time. */
  private static final class Trainer implements Executor {
    private final List<Task> tasks = new ArrayList<>();
    private final List<String> swept = new ArrayList<>();
    private Optional<Integer> exit = Optional.of(0);
    private String model = "sum 1";
    private String metrics = "{\"metrics/mAP50-95(B)\":0.5,\"metrics/recall(B)\":0.75}";
    private Runnable meanwhile = () -> {};

    @Override
    public Running start(Task task) throws IOException {
      tasks.add(task);
      if (!model.isEmpty()) {
        Path output = Path.of(task.variables().get("SERIN_OUTPUT_DIR"));
        Files.writeString(output.resolve("best.txt"), model);
      }
      Files.writeString(Path.of(task.variables().get("SERIN_METRICS_FILE")), metrics);
      Files.writeString(task.log().file(), "1/2 0G 1.5 0.5 1.0 12 640\n");
      return new Running() {
        @Override
        public Optional<Integer> await(Duration longest) {
          meanwhile.run();
          return exit;
        }

        @Override
        public void end() {
          // nothing runs
        }
      };
    }

    @Override
    public void sweep(String job) {
      swept.add(job);
    }
  }

  private Jobs jobs() {
    return new Jobs(
        new Jobs.Rooms(
            house.rooms().ledger(),
            house.rooms().registry(),
            house.rooms().registration(),
            house.store(),
            (_, version) -> debuts.add(version.model() + " " + version.number()),
            trainer,
            waiting::add,
            folder,
            () -> Optional.of(Path.of("/data/set.zip"))),
        SETTINGS);
  }

  private Job run(Jobs jobs) {
    Job job = jobs.order(Actor.ANONYMOUS, new Order(10, 8));
    waiting.removeFirst().run();
    return jobs.known(job.id());
  }

  private Map<String, Integer> aliases() {
    return house.rooms().registry().image().known(DAMAGE).aliases();
  }

  @Test
  void theModelOfAJobIsTheNextVersionAndTheChallenger() {
    house.active("damage", "sum");
    Jobs jobs = jobs();

    Job job = run(jobs);

    assertThat(job.state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(job.version()).hasValue(2);
    assertThat(aliases()).isEqualTo(Map.of("champion", 1, "challenger", 2));
    assertThat(job.metrics().text())
        .isEqualTo(
            "{\"train_epochs\":10,\"final_map\":0.5,\"final_recall\":0.75,"
                + "\"metrics/mAP50-95(B)\":0.5,\"metrics/recall(B)\":0.75}");
    Json.Obj told = jobs.image().description(DAMAGE, 2);
    assertThat(told.number("parent_version").orElseThrow().longValue()).isEqualTo(1);
    assertThat(told.object("training_config").orElseThrow().text())
        .isEqualTo("{\"epochs\":10,\"batch_size\":8,\"image_size\":64}");
    assertThat(debuts).isEmpty();
    assertThat(house.rooms().registry().image().known(DAMAGE).version(2).orElseThrow().origin())
        .isEqualTo("training:job-1");
  }

  @Test
  void theCommandIsToldWhatItNeeds() throws IOException {
    house.active("damage", "sum");

    run(jobs());

    Executor.Task task = trainer.tasks.getFirst();
    assertThat(task.command()).containsExactly("train");
    assertThat(task.variables())
        .containsEntry("EPOCHS", "10")
        .containsEntry("BATCH", "8")
        .containsEntry("IMG_SIZE", "64")
        .containsEntry("DATA_YAML", "/data/x.yaml")
        .containsEntry("RAW_ZIP_PATH", "/data/set.zip")
        .containsKeys("SERIN_OUTPUT_DIR", "SERIN_METRICS_FILE", "MODEL_PATH", "BASE_WEIGHTS");
    assertThat(task.variables().get("MODEL_PATH")).endsWith("/input/best.txt");
    assertThat(folder.resolve("job-1/output")).as("trimmed").doesNotExist();
    assertThat(folder.resolve("job-1/log.txt")).exists();
  }

  @Test
  void theFirstVersionOfAModelAnswersAtOnce() {
    Job job = run(jobs());

    assertThat(job.version()).hasValue(1);
    assertThat(aliases()).isEmpty();
    assertThat(debuts).containsExactly("damage 1");
  }

  @Test
  void trainedThreeTimesTheVersionsAreTwoThreeAndFour() {
    house.active("damage", "sum");
    Jobs jobs = jobs();

    for (int version = 2; version <= 4; version++) {
      trainer.model = "sum " + version;
      assertThat(run(jobs).version()).hasValue(version);
      house.rooms().registry().alias(Actor.ANONYMOUS, DAMAGE, "champion", version);
    }
  }

  @Test
  void whileOneIsNotOverAnotherIsRefused() {
    Jobs jobs = jobs();
    jobs.order(Actor.ANONYMOUS, new Order(1, 1));

    assertThatThrownBy(() -> jobs.order(Actor.ANONYMOUS, new Order(1, 1)))
        .isInstanceOfSatisfying(
            Problem.Raised.class,
            raised -> {
              assertThat(raised.problem()).isInstanceOf(Problem.Conflict.class);
              assertThat(raised.problem().code()).isEqualTo("JOB_RUNNING");
            });
    waiting.removeFirst().run();
    assertThat(run(jobs).id()).isEqualTo("job-2");
  }

  @Test
  void whatGoesWrongIsSaid() {
    Jobs jobs = jobs();

    trainer.exit = Optional.of(3);
    assertThat(run(jobs))
        .extracting(Job::state, Job::code)
        .containsExactly(JobState.FAILED, "EXIT_CODE");
    trainer.exit = Optional.empty();
    assertThat(run(jobs).state()).isEqualTo(JobState.TIMED_OUT);
    trainer.exit = Optional.of(0);
    trainer.model = "";
    assertThat(run(jobs).code()).isEqualTo("OUTPUT_MISSING");
    trainer.model = "no model of ours";
    assertThat(run(jobs).code()).isEqualTo("UNRECOGNISED");
    trainer.model = "sum";
    trainer.metrics = "{\"loss\":";
    assertThat(run(jobs).state()).isEqualTo(JobState.FAILED);
  }

  @Test
  void aCancelledJobMakesNoVersion() {
    Jobs jobs = jobs();
    trainer.meanwhile = () -> jobs.cancel(new Actor("ann"), "job-1");

    Job job = run(jobs);

    assertThat(job.state()).isEqualTo(JobState.CANCELLED);
    assertThat(job.text()).isEqualTo("cancelled by ann");
    assertThat(house.rooms().registry().image().model(DAMAGE)).isEmpty();
    assertThatThrownBy(() -> jobs.cancel(Actor.ANONYMOUS, "job-9")).hasMessageContaining("UNKNOWN");
  }

  @Test
  void aJobThatARestartLostHasFailedAndItsRemainsAreEnded() {
    jobs().order(Actor.ANONYMOUS, new Order(1, 1));

    Jobs again = jobs();

    assertThat(again.known("job-1").state()).isEqualTo(JobState.FAILED);
    assertThat(again.known("job-1").code()).isEqualTo("LOST");
    assertThat(trainer.swept).containsExactly("job-1");
    waiting.clear();
    assertThat(run(again).state()).isEqualTo(JobState.SUCCEEDED);
  }

  @Test
  void withoutACommandNothingCanBeTrained() {
    var rooms = house.rooms();
    Jobs none =
        new Jobs(
            new Jobs.Rooms(
                rooms.ledger(),
                rooms.registry(),
                rooms.registration(),
                house.store(),
                (_, _) -> {},
                trainer,
                waiting::add,
                folder,
                Optional::empty),
            TrainingSettings.DEFAULT);

    assertThatThrownBy(() -> none.order(Actor.ANONYMOUS, new Order(1, 1)))
        .hasMessageContaining("training.command");
    assertThatThrownBy(() -> new Order(0, 1)).hasMessageContaining("epochs");
    assertThatThrownBy(
            () ->
                new TrainingSettings(
                    List.of("x"), Optional.empty(), Duration.ofSeconds(1), 1 << 20, 1, Map.of()))
        .hasMessageContaining("training.model");
  }

  @Test
  void aLogThatSaysMuchKeepsItsEnd() throws IOException {
    BoundedLog log = new BoundedLog(folder.resolve("log.txt"), 40_000);
    String lines = "a line of the log\n".repeat(10_000) + "the end\n";

    log.take(new java.io.ByteArrayInputStream(lines.getBytes()));

    assertThat(log.text()).endsWith("the end\n").startsWith("a line").hasSizeLessThan(60_000);
    assertThat(Files.size(folder.resolve("log.txt"))).isLessThan(30_000);
  }

  @Test
  void theLogOfAnOldTrainerIsSummedUp() {
    String log =
        """
        [env] model=/models/best.pt, data=x.yaml, epochs=2, img=640, batch=8, device=cpu
              1/2      1.2G      2.5      1.5       1.0       12        640: 100%
              2/2      1.2G      1.25     0.75      0.5       12        640: 100%
                 all        35        210      0.81      0.72      0.77     0.55
        [metrics] fitness: 0.57
        [done] Results saved at /runs/train
        [publish] Copied best weight to /models/canary/best.pt
        this line says error and changes nothing
        """;

    Json.Obj summary = TrainingLog.summary(JobState.SUCCEEDED, log);

    assertThat(summary.text("status")).hasValue("success");
    assertThat(summary.number("epochs_completed").orElseThrow().longValue()).isEqualTo(2);
    assertThat(summary.object("final_metrics").orElseThrow().text())
        .isEqualTo(
            "{\"box_loss\":1.25,\"cls_loss\":0.75,\"dfl_loss\":0.5,\"total_loss\":2.5,"
                + "\"val_images\":35.0,\"val_instances\":210.0,\"precision\":0.81,\"recall\":0.72,"
                + "\"mAP50\":0.77,\"mAP50_95\":0.55,\"fitness\":0.57}");
    assertThat(summary.object("training_config").orElseThrow().text("epochs")).hasValue("2");
    assertThat(summary.text("published_path")).hasValue("/models/canary/best.pt");
  }
}
