package dev.serin.runtime;

/**
 * A function or class that a file names: its dotted name, where in the file ({@code STACK_GLOBAL at
 * offset 41}), and whether it is on the list of what may stand there.
 */
public record Mention(String name, String place, Verdict verdict) {

  /** How a name is judged; the names are part of the JSON of {@code inspect}. */
  public enum Verdict {
    /** On the list, and read as data. */
    KNOWN,
    /** Not on the list. */
    UNKNOWN,
    /** It can only be meant to run something. */
    CODE
  }
}
