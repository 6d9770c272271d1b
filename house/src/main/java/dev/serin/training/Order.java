package dev.serin.training;

import dev.serin.base.Json;
import dev.serin.base.Problem;

/** What a training shall do: how often it goes over the data, by how many pictures at a time. */
public record Order(int epochs, int batch) {
  private static final int MOST = 1_000_000;

  public Order {
    check("epochs", epochs);
    check("batch", batch);
  }

  private static void check(String name, int value) {
    if (value < 1 || value > MOST) {
      throw new Problem.Raised(
          new Problem.Invalid(
              "ORDER_INVALID", name, name + " is a whole number from 1 to " + MOST));
    }
  }

  Json.Obj json() {
    return Json.Obj.of("epochs", epochs, "batch", batch);
  }
}
