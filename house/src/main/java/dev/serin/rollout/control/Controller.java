package dev.serin.rollout.control;

import dev.serin.base.Actor;
import dev.serin.base.Problem;
import dev.serin.ledger.Body;
import dev.serin.meter.trial.Gathering;
import dev.serin.meter.trial.Tally;
import dev.serin.meter.trial.Trials;
import dev.serin.rollout.Findings;
import dev.serin.rollout.Judge;
import dev.serin.rollout.Policy;
import dev.serin.rollout.Reason;
import dev.serin.rollout.control.Decider.Moment;
import dev.serin.rollout.control.RolloutFact.Cause;
import dev.serin.rollout.control.RolloutFact.Word;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loop of one replica: it shares what was counted here, and where it leads it looks at each
 * roll-out and writes what follows. Time is the monotonic clock's; the wall's is for display, and a
 * jump of it is only told. Under the lock of {@link Rollouts}.
 */
final class Controller {
  private static final Logger LOG = LoggerFactory.getLogger(Controller.class);
  static final Actor JUDGE = new Actor("system:judge");
  private static final long LONGEST_TICK = 2_000; // milliseconds
  private static final Duration JUMP = Duration.ofSeconds(5);
  private static final int LATE_BLOCKS = 3; // a count may come a little after its second
  private static final int STEPS = 4; // that one tick takes at most

  private final Rollouts rollouts;
  private final Desk desk;
  private final Trials trials;
  private final Rollouts.Terms terms;
  private final Deeds deeds;
  private final Desk.Run run;
  private final Leadership leadership;
  private final Map<String, Watch> watches = new HashMap<>();
  private final Map<String, Integer> flushed = new HashMap<>();
  private long ticked;
  private Instant seen;

  Controller(Rollouts rollouts, Rollouts.Rooms rooms, Rollouts.Terms terms, Deeds deeds) {
    this.rollouts = rollouts;
    this.desk = rooms.desk();
    this.trials = rooms.trials();
    this.terms = terms;
    this.deeds = deeds;
    this.run = new Desk.Run(trials.replica(), trials.boot());
    this.leadership = new Leadership(desk, run, terms.nanos());
    this.ticked = terms.nanos().getAsLong();
    this.seen = terms.wall().instant();
  }

  /** What is known of one roll-out between two ticks. */
  private static final class Watch {
    private final Gathering gathered = new Gathering();
    private final Set<String> told = new HashSet<>();
    private long mark;
    private String state = "";
    private int epoch;
    private long evalMillis;
    private long stateMillis;
  }

  void tick() {
    long delta = delta();
    Duration jump = jump(delta);
    flush();
    trials.touch();
    Optional<Long> token = rollouts.idle() ? Optional.empty() : lead();
    if (token.isEmpty()) {
      return;
    }
    Cause cause = Cause.of(token.get());
    rollouts.followAliases(cause);
    watches.keySet().retainAll(rollouts.image().active().stream().map(Rollout::id).toList());
    for (Rollout it : rollouts.image().active()) {
      try {
        if (jump.abs().compareTo(JUMP) > 0) {
          jumped(it, jump, cause);
        }
        step(it.id(), Math.min(delta, LONGEST_TICK), cause);
      } catch (Problem.Raised raised) {
        LOG.warn("[ROLLOUT] '{}' is looked at again: {}", it.id(), raised.getMessage());
      } catch (RuntimeException failure) { // a roll-out's top: the others are looked at as well
        LOG.error("[ROLLOUT] '{}' cannot be judged", it.id(), failure);
      }
    }
  }

  private long delta() {
    long now = terms.nanos().getAsLong();
    long delta = Duration.ofNanos(now - ticked).toMillis();
    ticked += Duration.ofMillis(delta).toNanos(); // what is below a millisecond counts later
    return delta;
  }

  private Duration jump(long delta) {
    Instant now = terms.wall().instant();
    Duration jump = Duration.between(seen, now).minusMillis(delta);
    seen = now;
    return jump;
  }

  private Optional<Long> lead() {
    RolloutsImage image = rollouts.image();
    Duration lease =
        image.active().stream()
            .findFirst()
            .map(it -> it.policy().fleet().lease())
            .orElse(Policy.DEFAULT.fleet().lease());
    Optional<Long> token = leadership.token(lease, image.fencing());
    token.filter(it -> it > image.fencing()).ifPresent(it -> deeds.lead(JUDGE, it, run.replica()));
    return token;
  }

  /** Whether this replica led at its last tick. */
  Optional<Long> token() {
    return leadership.held();
  }

  /** Shares what was counted here, also of what has ended meanwhile. */
  void flush() {
    RolloutsImage image = rollouts.image();
    image.active().forEach(it -> flushed.putIfAbsent(it.id(), 0));
    for (String id : List.copyOf(flushed.keySet())) {
      int from = Math.max(0, flushed.get(id) - LATE_BLOCKS);
      int now = trials.block(id).orElse(0);
      desk.put(new Desk.Flush(run, id, trials.standing(id), trials.reports(id, from)));
      flushed.put(id, now);
      if (image.rollout(id).filter(it -> !it.state().terminal()).isEmpty()) {
        trials.end(id);
        flushed.remove(id);
      }
    }
  }

  void goodbye() {
    flush();
    desk.goodbye(run);
  }

  private void jumped(Rollout it, Duration jump, Cause cause) {
    Reason why =
        new Reason(
            "CLOCK_JUMP", "the wall's clock moved by " + jump.toMillis() + " ms beside the time");
    deeds.write(JUDGE, List.of(Decider.note(Word.CLOCK_JUMP, it, moment(it), cause.because(why))));
  }

  private void step(String id, long delta, Cause cause) {
    long passed = delta;
    for (int i = 0; i < STEPS; i++) {
      Rollout it = rollouts.image().rollout(id).orElseThrow();
      if (it.state().terminal() || look(it, passed, cause).isEmpty()) {
        return;
      }
      passed = 0;
    }
  }

  private List<RolloutFact> look(Rollout it, long passed, Cause cause) {
    Watch watch = watch(it);
    Muster muster = muster(it);
    watch.stateMillis += passed;
    if (Steering.evaluates(it, muster)) {
      watch.evalMillis += passed;
    }
    Moment now = new Moment(block(it, watch), watch.evalMillis);
    List<RolloutFact> facts = new ArrayList<>(notes(it, watch, muster, now, cause));
    Rollout last = facts.isEmpty() ? it : facts.getLast().after();
    Steering.View view = new Steering.View(watch.gathered.tally(), muster, now, watch.stateMillis);
    facts.addAll(Steering.next(last, view, cause));
    if (!facts.isEmpty()) {
      deeds.write(JUDGE, facts);
    }
    desk.progress(
        it.id(), new Desk.Progress(watch.state, watch.epoch, watch.evalMillis, watch.stateMillis));
    return facts;
  }

  /** The watch of a roll-out, with all that was shared until now. */
  private Watch watch(Rollout it) {
    Watch watch = watches.computeIfAbsent(it.id(), _ -> new Watch());
    Desk.Changes changes = desk.since(it.id(), watch.mark);
    watch.gathered.add(changes.reports());
    watch.mark = changes.mark();
    boolean unknown = watch.state.isEmpty();
    String state = it.state().word();
    if (watch.state.equals(state) && watch.epoch == it.epoch().number()) {
      return watch;
    }
    Optional<Desk.Progress> known =
        (unknown ? desk.progress(it.id()) : Optional.<Desk.Progress>empty())
            .filter(p -> p.state().equals(state) && p.epoch() == it.epoch().number());
    boolean stays = watch.state.equals(state);
    watch.evalMillis = known.map(Desk.Progress::evalMillis).orElse(it.evalMillis());
    watch.stateMillis =
        known.map(Desk.Progress::stateMillis).orElse(stays ? watch.stateMillis : 0L);
    watch.state = state;
    watch.epoch = it.epoch().number();
    return watch;
  }

  private int block(Rollout it, Watch watch) {
    return Math.max(trials.block(it.id()).orElse(0), Math.max(0, watch.gathered.next() - 1));
  }

  private Muster muster(Rollout it) {
    return Muster.of(desk.presences(it.id()), it.policy().fleet().staleReplica());
  }

  /** What replicas do that nobody decided, each told once. */
  private List<RolloutFact> notes(Rollout it, Watch watch, Muster muster, Moment now, Cause cause) {
    List<RolloutFact> facts = new ArrayList<>();
    for (Desk.Presence gone : muster.stale().values()) {
      if (watch.told.add("stale " + gone.run())) {
        String text =
            "replica "
                + gone.run().replica()
                + " was not heard of for "
                + gone.age().toSeconds()
                + " s";
        Rollout last = facts.isEmpty() ? it : facts.getLast().after();
        facts.add(note(Word.REPLICA_STALE, last, now, cause, text));
      }
    }
    for (Desk.Presence braked : muster.braked()) {
      if (watch.told.add("brake " + braked.run() + it.epoch().number())) {
        String text =
            "replica " + braked.run().replica() + " stopped using the candidate by itself";
        Rollout last = facts.isEmpty() ? it : facts.getLast().after();
        facts.add(note(Word.LOCAL_BRAKE, last, now, cause, text));
      }
    }
    return facts;
  }

  private static RolloutFact note(Word word, Rollout it, Moment now, Cause cause, String text) {
    return Decider.note(word, it, now, cause.because(new Reason(word.name(), text)));
  }

  /** The moment to write facts of people with. */
  Moment moment(Rollout it) {
    Watch watch = watches.get(it.id());
    boolean ours = watch != null && watch.epoch == it.epoch().number() && token().isPresent();
    long millis =
        ours
            ? watch.evalMillis
            : desk.progress(it.id())
                .filter(p -> p.epoch() == it.epoch().number())
                .map(Desk.Progress::evalMillis)
                .orElse(it.evalMillis());
    return new Moment(trials.block(it.id()).orElse(0), millis);
  }

  /** A roll-out as it is now: what was counted, and who takes part. */
  Live live(Rollout it) {
    Tally tally = tally(it.id());
    Moment now = moment(it);
    Findings findings = Judge.findings(it.policy(), it.timeline(now.evalMillis()), tally);
    Muster muster = muster(it);
    return new Live(
        it,
        now.evalMillis(),
        Readings.millisToDecision(it, now.evalMillis()),
        findings,
        tally,
        muster.standings(),
        muster.missing(),
        Readings.evidence(it, tally));
  }

  /** All that was counted of a roll-out, as it was last gathered, else as it is kept. */
  Tally tally(String id) {
    Watch watch = watches.get(id);
    boolean runs = rollouts.rollout(id).filter(it -> !it.state().terminal()).isPresent();
    if (runs && watch != null && token().isPresent()) {
      return watch.gathered.tally();
    }
    Tally kept = new Gathering().add(desk.since(id, 0).reports()).tally();
    return runs || !kept.blocks().isEmpty() ? kept : decidedBy(id);
  }

  /** What the last decision rested upon; counters of old roll-outs are not kept. */
  private Tally decidedBy(String id) {
    return rollouts.events(id, 0).reversed().stream()
        .flatMap(event -> EvidenceText.of(Body.of(event), event.body()).stream())
        .map(EvidenceText.Evidence::tally)
        .findFirst()
        .orElse(Tally.EMPTY);
  }
}
