package dev.serin.runtime.torch.python;

/** The body of a function of the source. */
@FunctionalInterface
interface Code {
  /** Its result in this scope. */
  Thing run(Scope scope);
}
