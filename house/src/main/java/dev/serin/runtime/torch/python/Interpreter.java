package dev.serin.runtime.torch.python;

import dev.serin.base.Problem;
import java.util.List;

/** What the functions of a library may ask of the interpretation that calls them. */
public interface Interpreter {

  /** Where the interpretation is, for messages. */
  String place();

  /** The refusal of something that is not read, where the interpretation is. */
  Problem.Raised trouble(String what);

  /** What the interpretation has cost so far. */
  Meter meter();

  /** What it can reach. */
  Library library();

  /** Whether Python takes it as true; a tensor cannot say. */
  boolean truth(Thing value);

  /** Calls a function, class or object. */
  Thing call(Thing function, Thing.Given given);

  /** An attribute of a thing, as in {@code thing.name}. */
  Thing attribute(Thing of, String name);

  /** The items of anything that can be looped over. */
  Iterable<Thing> items(Thing of);

  /** The function of this name that needs no import. */
  Thing builtin(String name);

  /** The result of a sign between two things. */
  Thing binary(String sign, Thing left, Thing right);

  /** The places that a slice means on an axis of this size. */
  List<Long> places(Thing.Cut cut, long size);

  /** Counts work that was done elsewhere for the source. */
  void spend(long steps);

  /** The thing as a text, as {@code str} gives it. */
  String text(Thing thing);
}
