package dev.serin.meter.trial;

/** Which version answered: the one in place, or the one that has to prove itself. */
public enum Arm {
  CURRENT("current"),
  CANARY("canary");

  private final String word;

  Arm(String word) {
    this.word = word;
  }

  /** Its name in answers, labels and records. */
  public String word() {
    return word;
  }

  /** The one that it is compared with. */
  public Arm other() {
    return this == CURRENT ? CANARY : CURRENT;
  }
}
