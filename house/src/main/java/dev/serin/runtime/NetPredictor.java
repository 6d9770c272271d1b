package dev.serin.runtime;

import dev.serin.base.Deadline;
import dev.serin.tensor.Signature;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Predicts by an opened net whose inputs and outputs stand in the order of the signature; the names
 * of the net stay inside.
 */
public final class NetPredictor implements Predictor {
  private final Signature signature;
  private final NetEngine.Net net;

  /** Takes the net over and closes it. */
  public NetPredictor(Signature signature, NetEngine.Net net) {
    this.signature = signature;
    this.net = net;
  }

  @Override
  public Signature signature() {
    return signature;
  }

  @Override
  public List<Tensor> predict(List<Tensor> inputs, Set<String> outputs, Deadline deadline) {
    List<Tensor> fed = new ArrayList<>(inputs.size());
    for (Tensor tensor : inputs) {
      int place = place(signature.inputs(), tensor.name());
      fed.add(tensor.named(net.inputs().get(place).name()));
    }
    Set<String> wanted = new HashSet<>();
    for (String output : outputs) {
      wanted.add(net.outputs().get(place(signature.outputs(), output)).name());
    }
    List<Tensor> answers = new ArrayList<>(outputs.size());
    for (Tensor answer : net.run(fed, wanted, deadline)) {
      answers.add(
          answer.named(signature.outputs().get(place(net.outputs(), answer.name())).name()));
    }
    return answers;
  }

  private static int place(List<TensorSpec> specs, String name) {
    for (int i = 0; i < specs.size(); i++) {
      if (specs.get(i).name().equals(name)) {
        return i;
      }
    }
    throw new IllegalArgumentException("nothing here is named " + name);
  }

  @Override
  public long memoryBytes() {
    return net.memoryBytes();
  }

  @Override
  public void close() {
    net.close();
  }
}
