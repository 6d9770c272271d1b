package dev.serin.web;

import dev.serin.base.Problem;

/** How one door says that something went wrong. */
public interface Dialect {

  /** A short word for the door, as metrics show it. */
  String door();

  /** The answer that tells this problem. */
  Answer tell(Problem problem, Ask ask);
}
