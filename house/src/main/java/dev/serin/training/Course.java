package dev.serin.training;

import dev.serin.artifact.Bundle;
import dev.serin.artifact.DiskBundle;
import dev.serin.base.Actor;
import dev.serin.base.Json;
import dev.serin.base.Problem;
import dev.serin.registry.ModelVersion;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a job goes through, from its command to the version that comes of it. */
final class Course {
  private static final Logger LOG = LoggerFactory.getLogger(Course.class);
  private static final String CHAMPION = "champion";

  private final Jobs jobs;
  private final Jobs.Rooms rooms;
  private final TrainingSettings settings;
  private final Map<String, Executor.Running> running = new ConcurrentHashMap<>();

  Course(Jobs jobs, Jobs.Rooms rooms, TrainingSettings settings) {
    this.jobs = jobs;
    this.rooms = rooms;
    this.settings = settings;
  }

  /** Ends the command of a job; the job itself was ended by somebody before. */
  void stop(String job) {
    Optional.ofNullable(running.get(job)).ifPresent(Executor.Running::end);
  }

  /** Runs a job to its end, whatever that is. */
  void run(Job job) {
    Actor actor = new Actor("training:" + job.id());
    try {
      jobs.started(job.id());
      through(actor, job);
      jobs.folder(job.id()).trim();
    } catch (Problem.Raised raised) {
      failed(actor, job, raised.problem().code(), raised.problem().message());
    } catch (IOException failure) {
      failed(actor, job, "STORAGE_UNWRITABLE", "" + failure);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      failed(actor, job, "STOPPED", "it was interrupted");
    } catch (RuntimeException failure) { // a thread's top: the job must end
      LOG.error("job {} failed", job.id(), failure);
      failed(actor, job, "INTERNAL", "" + failure);
    }
  }

  private void failed(Actor actor, Job job, String code, String text) {
    LOG.warn("[TRAINING] {} failed: {}: {}", job.id(), code, text);
    jobs.end(actor, job.id(), JobState.FAILED, code, text);
  }

  private void through(Actor actor, Job job) throws IOException, InterruptedException {
    JobFolder folder = jobs.folder(job.id());
    folder.make();
    Optional<ModelVersion> parent = champion(job);
    Optional<Integer> exit = exit(job, folder, variables(job, folder, parent));
    if (jobs.known(job.id()).state().over()) {
      return; // cancelled, or the server stops
    }
    if (exit.isEmpty()) {
      String text = "it took longer than " + settings.timeout().toSeconds() + " s";
      jobs.end(actor, job.id(), JobState.TIMED_OUT, "DEADLINE_EXCEEDED", text);
    } else if (exit.get() != 0) {
      failed(actor, job, "EXIT_CODE", "the command ended with code " + exit.get());
    } else {
      register(actor, job, folder, parent);
    }
  }

  private Optional<ModelVersion> champion(Job job) {
    return rooms.registry().image().model(job.model()).flatMap(model -> model.alias(CHAMPION));
  }

  private Map<String, String> variables(Job job, JobFolder folder, Optional<ModelVersion> parent)
      throws IOException {
    Map<String, String> variables = new HashMap<>(settings.variables());
    variables.put("SERIN_OUTPUT_DIR", folder.output().toString());
    variables.put("SERIN_METRICS_FILE", folder.metrics().toString());
    variables.put("EPOCHS", "" + job.order().epochs());
    variables.put("BATCH", "" + job.order().batch());
    variables.put("IMG_SIZE", "" + settings.imageSide());
    rooms.dataset().get().ifPresent(path -> variables.put("RAW_ZIP_PATH", path.toString()));
    if (parent.isPresent()) {
      try (Bundle stored = rooms.store().open(parent.get().artifact())) {
        String path = folder.put(stored).toString();
        variables.put("MODEL_PATH", path);
        variables.put("BASE_WEIGHTS", path);
      }
    }
    return variables;
  }

  private Optional<Integer> exit(Job job, JobFolder folder, Map<String, String> variables)
      throws InterruptedException {
    var task =
        new Executor.Task(job.id(), settings.command(), variables, folder.root(), folder.log());
    try (Executor.Running command = rooms.executor().start(task)) {
      running.put(job.id(), command);
      if (jobs.known(job.id()).state().over()) {
        command.end(); // cancelled before it could be found by its id
      }
      return command.await(settings.timeout());
    } catch (IOException impossible) {
      throw new Problem.Raised(
          new Problem.Conflict(
              "COMMAND_FAILED", "the command cannot run: " + impossible.getMessage()),
          impossible);
    } finally {
      running.remove(job.id());
    }
  }

  private void register(Actor actor, Job job, JobFolder folder, Optional<ModelVersion> parent)
      throws IOException {
    SequencedMap<String, Object> description = new LinkedHashMap<>();
    description.put("metrics", Metrics.documented(folder.told(), job.order().epochs()));
    description.put(
        "training_config",
        Json.Obj.of(
            "epochs", job.order().epochs(),
            "batch_size", job.order().batch(),
            "image_size", settings.imageSide()));
    parent.ifPresent(version -> description.put("parent_version", version.number()));
    description.put("job", job.id());
    try (DiskBundle bundle = folder.model()) {
      ModelVersion version =
          rooms
              .registration()
              .register(actor, job.model(), bundle, bundle.golden(), "training:" + job.id())
              .version();
      boolean first = champion(job).isEmpty();
      jobs.succeeded(actor, job, version, (Json.Obj) Json.of(description), first);
      LOG.info("[TRAINING] {} made version {} of '{}'", job.id(), version.number(), job.model());
      if (first) {
        rooms.debut().enter(actor, version);
      }
    }
  }
}
