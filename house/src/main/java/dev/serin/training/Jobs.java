package dev.serin.training;

import dev.serin.artifact.ArtifactStore;
import dev.serin.base.Actor;
import dev.serin.base.Json;
import dev.serin.base.ModelName;
import dev.serin.base.Problem;
import dev.serin.ledger.Entry;
import dev.serin.ledger.Journal;
import dev.serin.ledger.Ledger;
import dev.serin.ledger.Transaction;
import dev.serin.registry.ModelVersion;
import dev.serin.registry.Registration;
import dev.serin.registry.Registry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The door to training jobs. An order is answered when it is durable; its command then runs in a
 * thread of {@code threads}, and its model becomes the next version and the challenger.
 */
public final class Jobs implements AutoCloseable {
  /** The stream of this room's facts. */
  public static final String STREAM = "training";

  private static final Actor RECOVERY = new Actor("training");
  private static final int KEPT_LOGS = 20;

  private final Rooms rooms;
  private final TrainingSettings settings;
  private final Journal<JobsImage> journal;
  private final Course course;

  /** The rooms that a job needs, where its files lie, and who runs it. */
  public record Rooms(
      Ledger ledger,
      Registry registry,
      Registration registration,
      ArtifactStore store,
      Debut debut,
      Executor executor,
      java.util.concurrent.Executor threads,
      Path folder,
      Supplier<Optional<Path>> dataset) {}

  /** Reads the stream; a job that an earlier run left behind is ended and failed. */
  public Jobs(Rooms rooms, TrainingSettings settings) {
    this.rooms = rooms;
    this.settings = settings;
    this.journal = new Journal<>(rooms.ledger(), STREAM, JobsImage.EMPTY, JobsImage::after);
    this.course = new Course(this, rooms, settings);
    for (Job lost : image().open()) {
      rooms.executor().sweep(lost.id());
      end(RECOVERY, lost.id(), JobState.FAILED, "LOST", "the server ended while it ran");
    }
  }

  /** The newest durable image. */
  public JobsImage image() {
    return journal.image();
  }

  /**
   * Orders a training.
   *
   * @throws Problem.Raised {@code Conflict} JOB_RUNNING while one is not over, {@code Unavailable}
   *     TRAINING_UNSET when no command is configured
   */
  public Job order(Actor actor, Order order) {
    ModelName model =
        settings.model().filter(_ -> !settings.command().isEmpty()).orElseThrow(Jobs::unset);
    var written = write(actor, image -> Decider.queue(image, model, order));
    Job job = written.image().newest().orElseThrow();
    forgetOldLogs(written.image());
    rooms.threads().execute(() -> course.run(job));
    return job;
  }

  private static Problem.Raised unset() {
    return new Problem.Raised(
        new Problem.Unavailable(
            "TRAINING_UNSET", "no training.command and training.model are set", Duration.ZERO));
  }

  /** Ends a job that is not over; raises {@code Unknown} JOB_UNKNOWN. */
  public Job cancel(Actor actor, String id) {
    known(id);
    end(actor, id, JobState.CANCELLED, "CANCELLED", "cancelled by " + actor.name());
    course.stop(id);
    return known(id);
  }

  /** The job of this id; raises {@code Unknown} JOB_UNKNOWN. */
  public Job known(String id) {
    return image()
        .job(id)
        .orElseThrow(
            () -> new Problem.Raised(new Problem.Unknown("JOB_UNKNOWN", "no job is " + id)));
  }

  /** What a job printed; the logs of the newest jobs are kept. */
  public String printed(String id) {
    known(id);
    try {
      return folder(id).printed().orElse("");
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** Records what is told of a version. */
  public void describe(Actor actor, ModelVersion version, Json.Obj description) {
    write(actor, image -> Decider.describe(image, version.model(), version.number(), description));
  }

  JobFolder folder(String id) {
    return new JobFolder(rooms.folder().resolve(id), settings.logBytes());
  }

  void started(String id) {
    write(RECOVERY, image -> Decider.start(image, id));
  }

  void end(Actor actor, String id, JobState state, String code, String text) {
    write(actor, image -> Decider.end(image, id, state, code, text));
  }

  /** The version, its description, the end of the job and the challenger: together or not. */
  void succeeded(Actor actor, Job job, ModelVersion version, Json.Obj description, boolean first) {
    Transaction transaction = new Transaction(rooms.ledger(), actor);
    transaction.add(
        journal, entries(image -> Decider.succeed(image, job.id(), version.number(), description)));
    if (!first) {
      rooms.registry().alias(transaction, job.model(), "challenger", version.number());
    }
    transaction.commit();
  }

  private void forgetOldLogs(JobsImage image) {
    List<String> ids = List.copyOf(image.jobs().keySet());
    try {
      for (String id : ids.subList(0, Math.max(0, ids.size() - KEPT_LOGS))) {
        folder(id).remove();
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private Transaction.Written<JobsImage> write(
      Actor actor, Function<JobsImage, List<JobFact>> decision) {
    return journal.write(actor, entries(decision));
  }

  private static Function<JobsImage, List<Entry>> entries(
      Function<JobsImage, List<JobFact>> decision) {
    return image -> decision.apply(image).stream().map(FactText::entry).toList();
  }

  /** Ends the running job, which counts as failed. */
  @Override
  public void close() {
    for (Job job : image().open()) {
      end(RECOVERY, job.id(), JobState.FAILED, "STOPPED", "the server was stopped while it ran");
      course.stop(job.id());
    }
  }
}
