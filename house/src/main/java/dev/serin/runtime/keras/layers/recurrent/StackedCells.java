package dev.serin.runtime.keras.layers.recurrent;

import dev.serin.graph.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Cells of which each runs over the results of the one before. */
record StackedCells(List<Cell> cells, boolean lastStatesFirst) implements Cell {
  StackedCells {
    cells = List.copyOf(cells);
  }

  @Override
  public int states() {
    return cells.stream().mapToInt(Cell::states).sum();
  }

  @Override
  public Run run(Run given, Optional<Value> mask) {
    List<Cell> order = lastStatesFirst ? cells.reversed() : cells;
    List<Value> before = given.states();
    Value x = given.x();
    List<List<Value>> after = new ArrayList<>();
    for (Cell cell : cells) {
      int from = order.subList(0, order.indexOf(cell)).stream().mapToInt(Cell::states).sum();
      List<Value> own = before.isEmpty() ? before : before.subList(from, from + cell.states());
      Run all = cell.run(new Run(x, own), mask);
      x = all.x();
      after.add(all.states());
    }
    List<List<Value>> ordered = lastStatesFirst ? after.reversed() : after;
    return new Run(x, ordered.stream().flatMap(List::stream).toList());
  }
}
