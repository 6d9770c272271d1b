package dev.serin.kit.trial;

/** Requests of one second after the other. */
public interface Traffic {

  /** Plays this second into the tape while the canary is given this part of the requests. */
  void second(int number, double weight, Tape tape);

  /** Plays a pair of probes, one to each arm. */
  default void pair(int second, Tape tape) {}
}
