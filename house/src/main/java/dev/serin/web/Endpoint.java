package dev.serin.web;

/** What answers on a route. It runs on a virtual thread of its own and may wait. */
@FunctionalInterface
public interface Endpoint {

  /** The answer; what goes wrong is raised as a {@link dev.serin.base.Problem}. */
  Answer answer(Ask ask);
}
