package dev.serin.ledger;

import dev.serin.base.Digest;

/** The outcome of walking the whole hash chain. */
public sealed interface Verification {

  /** All facts are as they were written; {@code head} is the hash of the newest. */
  record Sound(long facts, Digest head) implements Verification {}

  /** The chain breaks first at this global position. */
  record Broken(long position, String why) implements Verification {}
}
