package dev.serin.source;

import dev.serin.deployment.OnChange;
import java.time.Duration;

/**
 * The settings {@code source.*}: what happens to a model that answers when its file changes;
 * whether newly found models are activated; how often everything is scanned where no event came;
 * after how long a file that keeps growing is given up; how long a mass disappearance is held.
 */
public record SyncSettings(
    OnChange onChange,
    boolean activateFound,
    Duration interval,
    Duration settleMax,
    Duration holdMissing) {

  /** The figures of the contract; a route that must close within 2 s is looked at more often. */
  public static SyncSettings of(OnChange onChange, boolean activateFound) {
    Duration interval =
        onChange == OnChange.DEACTIVATE ? Duration.ofMillis(1_500) : Duration.ofSeconds(5);
    return new SyncSettings(
        onChange, activateFound, interval, Duration.ofSeconds(10), Duration.ofSeconds(30));
  }

  public SyncSettings {
    if (interval.toMillis() < 1 || settleMax.toMillis() < 1 || holdMissing.isNegative()) {
      throw new IllegalArgumentException(
          "source.interval and source.settle-max must be at least 1 ms, were "
              + interval.toMillis()
              + " and "
              + settleMax.toMillis());
    }
  }
}
