package dev.serin.runtime.boosting;

import dev.serin.kernel.Links;
import dev.serin.runtime.Guest;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A booster with its columns and the object around it, as a guest; numbers are {@code type}. */
public record BoostedModel(Booster booster, Columns columnsOf, Head head, DataType type)
    implements Guest {

  @Override
  public int width() {
    return columnsOf.width();
  }

  @Override
  public List<TensorSpec> columns() {
    return columnsOf.specs();
  }

  @Override
  public List<Classes> targets() {
    return head.targets(booster);
  }

  @Override
  public List<TensorSpec> outputs() {
    List<TensorSpec> outputs = new ArrayList<>();
    switch (head) {
      case Head.Native _, Head.Plain _ -> outputs.add(spec(PREDICT, booster.means()));
      case Head.Classifier(Classes classes) ->
          outputs.add(new TensorSpec(PREDICT, classes.type(), List.of(-1L)));
      case Head.Several(int labels) ->
          outputs.add(new TensorSpec(PREDICT, DataType.INT64, List.of(-1L, (long) labels)));
    }
    int classes = classes();
    if (classes > 0) {
      outputs.add(new TensorSpec(PREDICT_PROBA, type, List.of(-1L, (long) classes)));
    }
    outputs.add(spec(RAW_SCORE, booster.width()));
    return outputs;
  }

  private int classes() {
    return switch (head) {
      case Head.Several(int labels) -> labels;
      case Head.Native _, Head.Plain _, Head.Classifier _ ->
          targets().isEmpty() ? 0 : targets().getFirst().size();
    };
  }

  private TensorSpec spec(String name, int width) {
    return new TensorSpec(name, type, width == 1 ? List.of(-1L) : List.of(-1L, (long) width));
  }

  @Override
  public Map<String, Answer> answers(Set<String> outputs, List<Tensor> rows) {
    double[] x = columnsOf.rows(rows);
    int count = x.length / width();
    if (count == 0 && !booster.takesNoRows()) {
      throw Columns.invalid("EMPTY_BATCH", "at least one row is required");
    }
    double[] raw = booster.raw(x, count);
    Map<String, Answer> answers = new HashMap<>();
    for (String output : outputs) {
      answers.put(output, answer(output, raw));
    }
    return answers;
  }

  private Answer answer(String output, double[] raw) {
    return switch (output) {
      case PREDICT -> predict(raw);
      case PREDICT_PROBA ->
          new Answer.Numbers(
              head instanceof Head.Several ? booster.mean(raw) : booster.probabilities(raw));
      case RAW_SCORE -> new Answer.Numbers(raw);
      default -> throw new IllegalArgumentException("there is no output " + output);
    };
  }

  private Answer predict(double[] raw) {
    return switch (head) {
      case Head.Native _, Head.Plain _ -> new Answer.Numbers(booster.mean(raw));
      case Head.Classifier(Classes classes) ->
          new Answer.Chosen(largest(booster.probabilities(raw), classes.size()));
      case Head.Several _ -> new Answer.Chosen(above(booster.mean(raw)));
    };
  }

  private static int[] largest(double[] probabilities, int width) {
    int[] chosen = new int[probabilities.length / width];
    for (int row = 0; row < chosen.length; row++) {
      chosen[row] = Links.largest(probabilities, row * width, width);
    }
    return chosen;
  }

  private static int[] above(double[] probabilities) {
    int[] chosen = new int[probabilities.length];
    for (int i = 0; i < chosen.length; i++) {
      chosen[i] = probabilities[i] > 0.5 ? 1 : 0;
    }
    return chosen;
  }

  @Override
  public boolean absentIsMissing() {
    return booster.absentIsMissing();
  }

  @Override
  public long memoryBytes() {
    return booster.memoryBytes();
  }

  @Override
  public String sizes() {
    return width() + " → " + Math.max(classes(), booster.means());
  }
}
