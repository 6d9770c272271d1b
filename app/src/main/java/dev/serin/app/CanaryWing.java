package dev.serin.app;

import dev.serin.artifact.DiskBundle;
import dev.serin.base.Actor;
import dev.serin.base.Deadline;
import dev.serin.base.Json;
import dev.serin.base.ModelName;
import dev.serin.base.Problem;
import dev.serin.deployment.Deployment;
import dev.serin.facade.canary.CanaryRooms;
import dev.serin.facade.canary.CanaryRoutes;
import dev.serin.facade.canary.Progress;
import dev.serin.plug.file.DirectoryDatasets;
import dev.serin.plug.file.LayoutExport;
import dev.serin.plug.file.LayoutMemory;
import dev.serin.plug.process.LocalProcess;
import dev.serin.registry.ModelVersion;
import dev.serin.registry.RegisteredModel;
import dev.serin.rollout.Epoch;
import dev.serin.rollout.control.Rollout;
import dev.serin.rollout.control.Rollouts;
import dev.serin.source.layout.LayoutFolder;
import dev.serin.source.layout.LayoutImport;
import dev.serin.source.layout.Part;
import dev.serin.source.layout.Stage;
import dev.serin.source.layout.VersionFile;
import dev.serin.source.layout.Wanted;
import dev.serin.training.Jobs;
import dev.serin.web.Rooms;
import dev.serin.web.Route;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The rooms of an image model's canary deployments: trainings, folders, and their door. */
final class CanaryWing {
  private static final Logger LOG = LoggerFactory.getLogger(CanaryWing.class);
  private static final Duration ACTIVATION = Duration.ofMinutes(10);
  private static final Duration PACE = Duration.ofSeconds(1);
  private static final Duration LOOK = Duration.ofMillis(200);
  private static final Duration BEGINNING = Duration.ofSeconds(15);
  private static final Actor SETTINGS = new Actor("settings");

  private final CanaryPlan plan;
  private final Records records;
  private final Work work;
  private final Clock clock;
  private final Closing closing;
  private final DirectoryDatasets datasets;
  private final Jobs jobs;

  CanaryWing(Settings settings, Records records, Work work, Clock clock, Closing closing) {
    this.plan = settings.canary();
    this.records = records;
    this.work = work;
    this.clock = clock;
    this.closing = closing;
    Path data = records.data().root();
    this.datasets = new DirectoryDatasets(data.resolve("datasets"), plan.uploads());
    this.jobs = closing.after(new Jobs(jobRooms(data), plan.training()));
    plan.door().model().ifPresent(this::begin);
    plan.folder().ifPresent(this::keep);
  }

  private Jobs.Rooms jobRooms(Path data) {
    return new Jobs.Rooms(
        records.ledger(),
        records.registry(),
        records.registration(),
        records.store(),
        this::enter,
        new LocalProcess(data),
        closing.after(Threads.pool("serin-training", 1)),
        data.resolve("jobs"),
        datasets::newest);
  }

  private void enter(Actor actor, ModelVersion version) {
    work.activation().activate(actor, version, Deadline.in(ACTIVATION));
  }

  List<Route> routes(Rooms rooms) {
    return CanaryRoutes.of(
        new CanaryRooms(rooms, Progress.of(records.rollouts()), jobs, datasets, plan.door(), clock),
        plan.usual());
  }

  /** A model without any version begins with a file that the settings name. */
  private void begin(ModelName model) {
    boolean there =
        records.registry().image().model(model).flatMap(RegisteredModel::latest).isPresent();
    Optional<Path> file = plan.first().stream().filter(Files::exists).findFirst();
    boolean folder =
        plan.folder().filter(it -> Files.exists(it.resolve(Part.CURRENT.folder()))).isPresent();
    if (there || folder || file.isEmpty()) {
      return;
    }
    LOG.warn("[CANARY] '{}' has no version: it begins with {}", model, file.get());
    try (DiskBundle bundle = DiskBundle.of(file.get())) {
      enter(
          SETTINGS,
          records
              .registration()
              .register(SETTINGS, model, bundle, bundle.golden(), "settings:" + file.get())
              .version());
    } catch (Problem.Raised refused) {
      LOG.error("[CANARY] {} cannot be the first version: {}", file.get(), refused.getMessage());
    }
  }

  private void keep(Path root) {
    ModelName model = plan.door().model().orElseThrow();
    LayoutFolder folder = new LayoutFolder(root);
    LayoutMemory memory = new LayoutMemory(records.data().root().resolve("layout.json"));
    LayoutImport in =
        new LayoutImport(
            folder,
            model,
            new LayoutImport.Rooms(records.registry(), records.registration(), new Hands(), memory),
            clock);
    LayoutExport out = new LayoutExport(folder, records.store(), memory);
    Keeping keeping = new Keeping(model, in, out);
    keeping.begin(folder);
    closing.after(Pulse.every(PACE, "serin-layout", keeping::step));
  }

  /** The folder's hands: it knows nothing of serving. */
  private final class Hands implements Stage {
    @Override
    public void champion(Actor actor, ModelVersion version) {
      enter(actor, version);
    }

    @Override
    public void challenger(Actor actor, ModelVersion version, Optional<Double> weight) {
      if (weight.isPresent()) {
        Json.Obj policy = Json.Obj.of("split", weight.get());
        Rollouts.Start start =
            new Rollouts.Start(
                version.model(), version.number(), policy, Optional.empty(), true, false);
        records.rollouts().start(actor, start);
      } else {
        records.registry().alias(actor, version.model(), Deployment.CHALLENGER, version.number());
      }
    }

    @Override
    public void describe(Actor actor, ModelVersion version, Json.Obj description) {
      jobs.describe(actor, version, description);
    }
  }

  /** Takes in, then writes out; the first time whatever differs was left so by a crash. */
  private final class Keeping {
    private final ModelName model;
    private final LayoutImport in;
    private final LayoutExport out;
    private boolean began;

    Keeping(ModelName model, LayoutImport in, LayoutExport out) {
      this.model = model;
      this.in = in;
      this.out = out;
    }

    /** A model that lies there is taken in before any door opens. */
    void begin(LayoutFolder folder) {
      long end = System.nanoTime() + BEGINNING.toNanos();
      step();
      while (Files.exists(folder.of(Part.CURRENT))
          && champion().isEmpty()
          && System.nanoTime() < end) {
        LockSupport.parkNanos(LOOK.toNanos());
        step();
      }
    }

    private Optional<ModelVersion> champion() {
      return records.deployments().image().of(model).flatMap(Deployment::champion);
    }

    synchronized void step() {
      in.look();
      Optional<Deployment> deployment = records.deployments().image().of(model);
      Optional<Rollout> newest = records.rollouts().of(model).stream().findFirst();
      for (Part part : Part.values()) {
        Optional<Wanted> wanted =
            deployment
                .flatMap(part == Part.CURRENT ? Deployment::champion : Deployment::challenger)
                .map(version -> wanted(part, version, newest));
        boolean changed = out.converge(part, wanted);
        if (changed && !began && newest.isPresent()) {
          String what = "the folder " + part.folder() + " was not what the registry says";
          records.rollouts().filesRepaired(newest.get().id(), what);
        }
      }
      began = true;
    }

    private Wanted wanted(Part part, ModelVersion version, Optional<Rollout> newest) {
      Json.Obj told = jobs.image().description(model, version.number());
      Optional<Rollout> own =
          newest.filter(it -> part == Part.CANARY && it.to() == version.number());
      SequencedMap<String, Json> more = new LinkedHashMap<>(told.members());
      more.remove("metrics");
      VersionFile file =
          new VersionFile(
              version.number(),
              version.at(),
              own.map(Rollout::began),
              own.map(Rollout::epoch).map(Epoch::weight),
              told.object("metrics").orElse(Json.Obj.of()),
              new Json.Obj(more));
      return new Wanted(version, file);
    }
  }
}
