package dev.serin.insight;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Port: answers of trials, kept for a week beyond the end of the process. Any thread. */
public interface AnsweredTable extends AutoCloseable {

  /** Keeps answers; of those with the same request id, the first. */
  void put(List<Answered> answers);

  /** The answer to this request. */
  Optional<Answered> find(String requestId);

  /** Takes note of whether an answer was wrong; false when that was known before. */
  boolean settle(String requestId, boolean wrong);

  /** What is known of all answers of a roll-out, one for each weight. */
  List<Settled> settled(String rollout);

  /** Forgets what is older, and the oldest beyond so many. */
  void forget(Instant before, long most);

  /** How many answers with this weight were said to be right or wrong. */
  record Settled(double weight, Judged current, Judged canary) {}

  /** Answers of one arm: those of which something was said, and the wrong ones among them. */
  record Judged(long labelled, long wrong) {}

  @Override
  void close();
}
