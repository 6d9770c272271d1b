package dev.serin.rollout.control;

import dev.serin.ledger.Verification;
import java.util.List;

/**
 * What became of a roll-out's automatic decisions when they were made again from what was recorded
 * with them, and whether the chain that they stand in is whole.
 */
public record Proof(String rollout, Verification chain, List<Check> checks) {
  public Proof {
    checks = List.copyOf(checks);
  }

  /** The decision at this ledger position: what was recorded, and what follows. */
  public record Check(long position, String type, boolean same, String recorded, String follows) {}

  /** Whether the chain is whole and each decision follows bit for bit. */
  public boolean valid() {
    return chain instanceof Verification.Sound && checks.stream().allMatch(Check::same);
  }
}
