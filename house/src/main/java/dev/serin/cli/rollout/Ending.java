package dev.serin.cli.rollout;

import dev.serin.base.Json;
import dev.serin.cli.Commands;
import dev.serin.cli.Remote;

/** What the state of a roll-out means for those who wait for it. */
enum Ending {
  /** The candidate is the champion. */
  PROMOTED,
  /** It is not, and will not be. */
  REFUSED,
  /** Nobody knows yet. */
  OPEN;

  static Ending of(Json.Obj rollout) {
    return switch (Remote.shown(rollout, "state")) {
      case "BAKING", "COMPLETED" -> PROMOTED;
      case "ROLLING_BACK", "REVERTING", "ROLLED_BACK", "FAILED", "SUPERSEDED" -> REFUSED;
      default -> OPEN;
    };
  }

  int exit() {
    return this == PROMOTED ? Commands.FINE : Commands.FAILED;
  }
}
