package dev.serin.runtime.boosting;

import dev.serin.base.Deadline;
import dev.serin.runtime.Guest;
import dev.serin.runtime.Predictor;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Signature;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.TensorSpec;
import dev.serin.tensor.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A boosted model behind the port of the serving rooms. */
final class BoostedPredictor implements Predictor {
  private final Guest model;
  private final Signature signature;

  BoostedPredictor(Guest model) {
    this.model = model;
    this.signature = signature(model);
  }

  private static Signature signature(Guest model) {
    List<TensorSpec> columns = model.columns();
    boolean numbers = columns.stream().allMatch(column -> column.type() == DataType.FP64);
    TensorSpec matrix =
        new TensorSpec(Columns.MATRIX, DataType.FP64, List.of(-1L, (long) model.width()));
    List<Guest.Classes> targets = model.targets();
    return new Signature(
        Signature.Kind.TABULAR,
        numbers ? List.of(matrix) : columns,
        model.outputs(),
        columns,
        targets.size() == 1 ? names(targets.getFirst()) : List.of(),
        List.of(Guest.PREDICT));
  }

  private static List<String> names(Guest.Classes classes) {
    List<String> names = new ArrayList<>(classes.size());
    for (int i = 0; i < classes.size(); i++) {
      names.add(
          switch (classes.values()) {
            case Values.Texts(String[] texts) -> texts[i];
            case Values.Doubles(double[] numbers) -> Double.toString(numbers[i]);
            case Values.Floats(float[] numbers) -> Float.toString(numbers[i]);
            case Values.Longs(long[] numbers) ->
                classes.type() == DataType.BOOL
                    ? Boolean.toString(numbers[i] != 0)
                    : Long.toString(numbers[i]);
          });
    }
    return names;
  }

  @Override
  public Signature signature() {
    return signature;
  }

  @Override
  public List<Tensor> predict(List<Tensor> inputs, Set<String> outputs, Deadline deadline) {
    deadline.check("the prediction");
    Map<String, Guest.Answer> answers = model.answers(outputs, inputs);
    deadline.check("the prediction");
    List<Tensor> tensors = new ArrayList<>();
    for (TensorSpec spec : signature.outputs()) {
      if (answers.containsKey(spec.name())) {
        tensors.add(tensor(spec, answers.get(spec.name())));
      }
    }
    return tensors;
  }

  private Tensor tensor(TensorSpec spec, Guest.Answer answer) {
    return switch (answer) {
      case Guest.Answer.Numbers(double[] cells) ->
          new Tensor(
              spec.name(),
              spec.type(),
              shape(spec, cells.length),
              spec.type() == DataType.FP32
                  ? new Values.Floats(floats(cells))
                  : new Values.Doubles(cells));
      case Guest.Answer.Chosen(int[] places) ->
          new Tensor(
              spec.name(),
              spec.type(),
              shape(spec, places.length),
              chosen(model.targets().getFirst().values(), places));
    };
  }

  private static long[] shape(TensorSpec spec, int cells) {
    if (spec.shape().size() == 1) {
      return new long[] {cells};
    }
    long width = spec.shape().get(1);
    return new long[] {cells / width, width};
  }

  private static float[] floats(double[] wide) {
    float[] floats = new float[wide.length];
    for (int i = 0; i < wide.length; i++) {
      floats[i] = (float) wide[i];
    }
    return floats;
  }

  private static Values chosen(Values classes, int[] places) {
    return switch (classes) {
      case Values.Texts(String[] texts) -> {
        String[] cells = new String[places.length];
        for (int i = 0; i < places.length; i++) {
          cells[i] = texts[places[i]];
        }
        yield new Values.Texts(cells);
      }
      case Values.Longs(long[] numbers) -> {
        long[] cells = new long[places.length];
        for (int i = 0; i < places.length; i++) {
          cells[i] = numbers[places[i]];
        }
        yield new Values.Longs(cells);
      }
      case Values.Doubles(double[] numbers) -> {
        double[] cells = new double[places.length];
        for (int i = 0; i < places.length; i++) {
          cells[i] = numbers[places[i]];
        }
        yield new Values.Doubles(cells);
      }
      case Values.Floats _ -> throw new IllegalStateException("classes are no floats");
    };
  }

  @Override
  public long memoryBytes() {
    return model.memoryBytes();
  }

  @Override
  public void close() {} // nothing outside of the heap
}
