package dev.serin.reader;

/**
 * The exact list of globals that a front end knows. What it allows is kept as an inert node; what
 * it does not allow is refused. It is asked with the names as the file spells them, except that
 * {@code __builtin__} is {@code builtins} and {@code copy_reg} is {@code copyreg}. The NumPy and
 * Python functions that the reader interprets itself are never asked for.
 */
@FunctionalInterface
public interface Allowed {
  /** Whether exactly this name of exactly this module may stand in the file. */
  boolean allows(String module, String name);
}
