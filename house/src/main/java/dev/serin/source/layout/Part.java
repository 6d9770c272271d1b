package dev.serin.source.layout;

import java.util.Locale;

/** A folder of the layout. */
public enum Part {
  /** What answers. */
  CURRENT,
  /** What has to prove itself. */
  CANARY;

  /** Its name on the disk. */
  public String folder() {
    return name().toLowerCase(Locale.ROOT);
  }
}
