package dev.serin.runtime.keras.layers.recurrent;

import dev.serin.graph.Value;
import java.util.List;
import java.util.Optional;

/** A recurrent cell that is run over all steps of an input at once. */
sealed interface Cell permits GatedCell, SteppedCell, StackedCells {

  /** A value over steps, and states: before the first step, or after the last one. */
  record Run(Value x, List<Value> states) {
    public Run {
      states = List.copyOf(states);
    }
  }

  /** How many states it has. */
  int states();

  /**
   * The results of all steps, in order, and the last states. No states stand for zeros. In a step
   * that does not count, the states stay and the result is that of the step before, zeros at first.
   */
  Run run(Run given, Optional<Value> mask);
}
