package dev.serin.deployment;

/** What a source does with a model that answers when its file changes. */
public enum OnChange {
  /** Load the new version, flip, unload the old one. */
  SWITCH,
  /** Stop answering until somebody activates it again. */
  DEACTIVATE,
  /** Give the new version a part of the traffic and decide by evidence. */
  CANARY
}
