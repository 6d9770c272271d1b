package dev.serin.plug.telemetry;

import dev.serin.base.ModelName;
import dev.serin.ledger.Ledger;
import dev.serin.ledger.Verification;
import dev.serin.meter.Counter;
import dev.serin.meter.Meter;
import dev.serin.rollout.control.Live;
import dev.serin.rollout.control.Rollout;
import dev.serin.rollout.control.Rollouts;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.ToLongFunction;

/**
 * Roll-outs in the meter, under the names of the {@code canary_} family: levels of the newest
 * roll-out of each model, sums of what facts and counters say. One thread refreshes; only so many
 * models are shown.
 */
public final class RolloutSeries {
  private static final int MOST_MODELS = 100;

  private final Rollouts rollouts;
  private final Ledger ledger;
  private final Meter meter;
  private final ToLongFunction<ModelName> calls;
  private final FactSeries facts;
  private final Map<ModelName, ModelSeries> models = new HashMap<>();
  private volatile double sound = Double.NaN;

  /**
   * Shows these roll-outs as of the last {@link #refresh}; this replica has that name, and {@code
   * calls} of a model are in flight.
   */
  public RolloutSeries(
      Rollouts rollouts,
      Ledger ledger,
      Meter meter,
      String replica,
      ToLongFunction<ModelName> calls) {
    this.rollouts = rollouts;
    this.ledger = ledger;
    this.meter = meter;
    this.calls = calls;
    this.facts = new FactSeries(meter, replica);
    meter.gauge("canary_fencing_token", Map.of(), () -> rollouts.image().fencing());
    meter.gauge("audit_chain_valid", Map.of(), () -> sound);
    ledger.follow(facts);
    ledger.replay(Rollouts.STREAM, facts::led);
    crashed();
  }

  /** Looks at the newest roll-out of each model; once each second. */
  public void refresh() {
    crashed();
    SequencedMap<ModelName, Rollout> newest = new LinkedHashMap<>();
    rollouts.image().rollouts().sequencedValues().reversed().stream()
        .forEach(rollout -> newest.putIfAbsent(rollout.model(), rollout));
    newest.forEach(this::refresh);
  }

  /** All unclean stops that the ledger knows of, whatever process met them. */
  private void crashed() {
    long all =
        rollouts.image().rollouts().values().stream().mapToLong(Rollout::uncleanRestarts).sum();
    Counter known = meter.counter("canary_unclean_restarts_total", Map.of());
    known.add(Math.max(0, all - known.sum()));
  }

  private void refresh(ModelName model, Rollout rollout) {
    if (!models.containsKey(model) && models.size() >= MOST_MODELS) {
      return;
    }
    ModelSeries series =
        models.computeIfAbsent(
            model, name -> new ModelSeries(meter, name, () -> calls.applyAsLong(name)));
    boolean over = rollout.state().terminal();
    if (!over || !series.shows(rollout)) {
      Live live = rollouts.live(rollout.id());
      series.show(rollout, over ? Optional.empty() : Optional.of(live), live.tally());
    }
  }

  /** Walks the whole chain of the ledger; now and then. */
  public void prove() {
    sound = ledger.verify() instanceof Verification.Sound ? 1 : 0;
  }
}
