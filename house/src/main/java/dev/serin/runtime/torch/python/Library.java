package dev.serin.runtime.torch.python;

import java.util.List;
import java.util.Optional;

/** What the interpreted language can reach: modules that may be imported, and tensors. */
public interface Library {

  /** The module of this name; refuses CUSTOM_CODE when it may not be imported. */
  Thing module(String name, Interpreter in);

  /** A member of a module; refuses when there is none or it may not be used. */
  Thing member(Thing.Space of, String name, Interpreter in);

  /** An attribute or method of a tensor. */
  Thing attribute(Thing of, String name, Interpreter in);

  /** The result of a sign between operands of which at least one is a tensor. */
  Thing operate(String sign, List<Thing> operands, Interpreter in);

  /** The elements at an index. */
  Thing pick(Thing of, Thing index, Interpreter in);

  /** Puts a value at an index. */
  void put(Thing of, Thing index, Thing value, Interpreter in);

  /** What an object is called by when its class is of the library and does not say. */
  Optional<Thing> missing(Thing.Instance of, String name);
}
