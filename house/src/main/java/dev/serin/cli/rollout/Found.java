package dev.serin.cli.rollout;

import dev.serin.base.Json;
import dev.serin.base.Problem;
import dev.serin.cli.Remote;
import dev.serin.cli.Server;

/** Roll-outs on a server, by their own id or by the model whose newest one is meant. */
record Found(Server server) {
  static final String ROLLOUTS = "/serin/v1/rollouts/";

  /** The roll-out that a person means. */
  Json.Obj rollout(String word) throws InterruptedException {
    try {
      return server.get(ROLLOUTS + Server.segment(word));
    } catch (Problem.Raised raised) {
      if (raised.problem() instanceof Problem.Unknown) {
        return newest(word);
      }
      throw raised;
    }
  }

  private Json.Obj newest(String model) throws InterruptedException {
    return Remote.objects(server.get(ofModel(model)), "rollouts").stream()
        .findFirst()
        .orElseThrow(
            () ->
                new Problem.Raised(
                    new Problem.Unknown(
                        "ROLLOUT_UNKNOWN",
                        "there was no roll-out of '"
                            + model
                            + "' yet: begin one by 'serin rollout start "
                            + model
                            + " --version N'")));
  }

  /** The address of the roll-outs of a model. */
  static String ofModel(String model) {
    return Remote.path(model) + "/rollouts";
  }

  /** The address of a roll-out that the server described. */
  static String path(Json.Obj rollout) {
    return ROLLOUTS + Server.segment(Remote.shown(rollout, "id"));
  }

  /** What happened after this place in the audit trail. */
  Json.Obj events(Json.Obj rollout, long since) throws InterruptedException {
    return server.get(path(rollout) + "/events?since=" + since);
  }
}
