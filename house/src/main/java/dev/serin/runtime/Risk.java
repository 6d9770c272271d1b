package dev.serin.runtime;

/**
 * What opening a file of a format does in its own library; here every file is only read. The names
 * are part of the JSON of {@code inspect}.
 */
public enum Risk {
  /** Numbers and names: no reader can be made to run anything. */
  DATA,
  /** A graph of operators: as harmless as the operators are, some read and write files. */
  GRAPH,
  /** Whoever wrote the file decides which code runs when it is opened. */
  CODE
}
