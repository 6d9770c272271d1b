package dev.serin.runtime;

import dev.serin.base.Deadline;
import dev.serin.tensor.Signature;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A model that is a graph behind computed inputs: the graph takes those of the model and then one
 * for each preparation.
 */
public record PreparedNet(
    Inspection inspection, byte[] onnx, NetEngine engine, List<Prepared> prepared)
    implements Format.Opened {

  /** What a preparation makes; the graph has no operator that does the same, as for texts. */
  public interface Preparation {
    /**
     * The values for these; their name says nothing.
     *
     * @throws dev.serin.base.Problem.Raised with {@code Invalid} where nothing can be made of them
     */
    Tensor of(Tensor given);

    /** Whether what is made of a row depends on the other rows of its batch. */
    default boolean joint() {
      return false;
    }
  }

  /** An input of the graph, and the number of the model's input that it is made of. */
  public record Prepared(int input, TensorSpec made, Preparation how) {}

  @Override
  public Predictor predictor() {
    Signature shown = inspection.signature();
    List<TensorSpec> inputs = new ArrayList<>(shown.inputs());
    prepared.forEach(each -> inputs.add(each.made()));
    Signature inner =
        new Signature(
            shown.kind(), inputs, shown.outputs(), List.of(), List.of(), shown.defaults());
    return new Preparing(shown, prepared, NetPredictor.open(inner, engine, Encoded.of(onnx)));
  }

  private record Preparing(Signature signature, List<Prepared> prepared, NetPredictor inner)
      implements Predictor {
    @Override
    public List<Tensor> predict(List<Tensor> inputs, Set<String> outputs, Deadline deadline) {
      List<Tensor> all = new ArrayList<>(inputs);
      for (Prepared each : prepared) {
        String name = signature.inputs().get(each.input()).name();
        for (Tensor given : inputs) {
          if (given.name().equals(name)) {
            all.add(each.how().of(given).named(each.made().name()));
          }
        }
        deadline.check("the prediction");
      }
      return inner.predict(all, outputs, deadline);
    }

    @Override
    public boolean joint() {
      return prepared.stream().anyMatch(each -> each.how().joint());
    }

    @Override
    public long memoryBytes() {
      return inner.memoryBytes();
    }

    @Override
    public int threads() {
      return inner.threads();
    }

    @Override
    public void close() {
      inner.close();
    }
  }
}
