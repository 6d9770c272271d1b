package dev.serin.runtime;

import dev.serin.reader.Budget;

/**
 * The budget of one load: {@code fileBytes} of the file; {@code inflatedBytes} after decompression,
 * and beyond the first 64 MiB at most {@code inflateRatio} times what was read; pickle {@code
 * opcodes}; nesting {@code depth}; {@code graphNodes}; {@code jsonDepth}.
 */
public record Limits(
    long fileBytes,
    long inflatedBytes,
    int inflateRatio,
    long opcodes,
    int depth,
    int graphNodes,
    int jsonDepth) {

  /** The defaults of {@code runtime.budget.*}. */
  public static final Limits DEFAULT =
      new Limits(4L << 30, 4L << 30, 100, 50_000_000, 1_000, 100_000, 100);

  /** A new budget of one load for the readers. */
  public Budget budget() {
    return new Budget(inflatedBytes, inflateRatio, opcodes, depth);
  }
}
