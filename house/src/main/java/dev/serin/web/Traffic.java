package dev.serin.web;

import java.util.Optional;

/** Is told of every request that was answered; it returns quickly. */
@FunctionalInterface
interface Traffic {

  /** A request passed this door, with this model in its path. */
  void passed(String door, Optional<String> model, Answer answer, long nanos);
}
