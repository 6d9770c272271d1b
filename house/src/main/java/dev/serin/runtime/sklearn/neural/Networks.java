package dev.serin.runtime.sklearn.neural;

import dev.serin.kernel.NetworkKernel;
import dev.serin.reader.NdArray;
import dev.serin.reader.Node;
import dev.serin.runtime.sklearn.Attributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The layers of a fitted perceptron. */
final class Networks {
  private Networks() {}

  static NetworkKernel of(Attributes state) {
    String hidden = state.choice("activation", "relu", "identity", "logistic", "tanh", "relu");
    String last =
        state.choice("out_activation_", "identity", "identity", "logistic", "softmax", "exp");
    List<Node> weights = state.items("coefs_");
    List<Node> offsets = state.items("intercepts_");
    if (weights.size() != offsets.size() || weights.isEmpty()) {
      throw state.corrupt(
          "has " + weights.size() + " layers of weights and " + offsets.size() + " of offsets");
    }
    List<NetworkKernel.Layer> layers = new ArrayList<>();
    for (int i = 0; i < weights.size(); i++) {
      NdArray table = state.array("coefs_", weights.get(i));
      NdArray offset = state.array("intercepts_", offsets.get(i));
      int[] shape = table.shape();
      if (shape.length != 2 || shape[0] == 0 || shape[1] == 0 || shape[1] != offset.size()) {
        throw state.corrupt("has a layer whose weights do not fit its offsets");
      }
      String word = i == weights.size() - 1 ? last : hidden;
      layers.add(
          new NetworkKernel.Layer(
              table.doubles(),
              offset.doubles(),
              NetworkKernel.Activation.valueOf(word.toUpperCase(Locale.ROOT))));
    }
    NetworkKernel kernel = new NetworkKernel(layers, state.place());
    state.width(kernel.features());
    return kernel;
  }
}
