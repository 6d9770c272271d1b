package dev.serin.facade.canary;

import dev.serin.base.ModelName;
import dev.serin.rollout.control.Live;
import dev.serin.rollout.control.Rollout;
import dev.serin.rollout.control.Rollouts;
import java.util.List;
import java.util.Optional;

/** What this interface wants to know of roll-outs. */
public interface Progress {

  /** The roll-out of a model that began last. */
  Optional<Rollout> newest(ModelName model);

  /** The models with a roll-out that has not ended. */
  List<ModelName> running();

  /** How a roll-out stands at this moment. */
  Live live(String id);

  /** What the roll-outs say. */
  static Progress of(Rollouts rollouts) {
    return new Progress() {
      @Override
      public Optional<Rollout> newest(ModelName model) {
        return rollouts.of(model).stream().findFirst();
      }

      @Override
      public List<ModelName> running() {
        return rollouts.image().active().stream().map(Rollout::model).distinct().toList();
      }

      @Override
      public Live live(String id) {
        return rollouts.live(id);
      }
    };
  }
}
