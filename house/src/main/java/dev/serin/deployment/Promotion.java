package dev.serin.deployment;

/** What moving {@code champion} by hand does. */
public enum Promotion {
  /** The alias moves at once. */
  DIRECT,
  /** The version that it should move to becomes a challenger and has to prove itself. */
  CANARY
}
