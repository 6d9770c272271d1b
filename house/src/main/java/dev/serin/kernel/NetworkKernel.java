package dev.serin.kernel;

import java.util.List;

/**
 * A chain of layers: each row times a layer's weights [inputs, outputs] row-major, plus its
 * offsets, then the activation in place.
 */
public final class NetworkKernel {
  private final List<Layer> layers;

  /** One layer; {@code weights} are [inputs, offsets.length] row-major. */
  public record Layer(double[] weights, double[] offsets, Activation activation) {
    public Layer {
      if (offsets.length == 0 || weights.length % offsets.length != 0) {
        throw new IllegalArgumentException("weights and offsets differ in size");
      }
    }

    /** How many numbers come in for a row. */
    public int inputs() {
      return weights.length / offsets.length;
    }

    /** How many numbers go out for a row. */
    public int outputs() {
      return offsets.length;
    }

    private double[] apply(double[] x, int rows) {
      int inputs = inputs();
      int outputs = outputs();
      double[] y = new double[Math.multiplyExact(rows, outputs)];
      for (int row = 0; row < rows; row++) {
        int to = row * outputs;
        for (int i = 0; i < inputs; i++) {
          double factor = x[row * inputs + i];
          for (int k = 0; k < outputs; k++) {
            y[to + k] += factor * weights[i * outputs + k];
          }
        }
        for (int k = 0; k < outputs; k++) {
          y[to + k] += offsets[k];
        }
      }
      return activation.apply(y, outputs);
    }
  }

  /** The functions at the end of a layer. */
  public enum Activation {
    IDENTITY,
    LOGISTIC,
    TANH,
    RELU,
    EXP,
    /** Over all outputs of the layer. */
    SOFTMAX;

    private double[] apply(double[] y, int width) {
      return switch (this) {
        case IDENTITY -> y;
        case LOGISTIC -> Links.expit(y);
        case EXP -> Links.exp(y);
        case SOFTMAX -> Links.softmax(y, width);
        case TANH -> {
          for (int i = 0; i < y.length; i++) {
            y[i] = Math.tanh(y[i]);
          }
          yield y;
        }
        case RELU -> {
          for (int i = 0; i < y.length; i++) {
            y[i] = y[i] < 0 ? 0 : y[i]; // NaN stays
          }
          yield y;
        }
      };
    }
  }

  /**
   * At least one layer, each as wide as the one before gives.
   *
   * @throws dev.serin.base.Problem.Raised with CORRUPT at {@code place} when they do not fit
   */
  public NetworkKernel(List<Layer> layers, String place) {
    for (int i = 1; i < layers.size(); i++) {
      if (layers.get(i).inputs() != layers.get(i - 1).outputs()) {
        throw Corrupt.at(place, "layer " + i + " takes another width than the layer before gives");
      }
    }
    if (layers.isEmpty()) {
      throw Corrupt.at(place, "a network needs a layer");
    }
    this.layers = List.copyOf(layers);
  }

  /** How many numbers a row has. */
  public int features() {
    return layers.getFirst().inputs();
  }

  /** How many numbers a row gives. */
  public int outputs() {
    return layers.getLast().outputs();
  }

  /** The outputs [rows, outputs] of the rows {@code x} [rows, features]. */
  public double[] apply(double[] x, int rows) {
    double[] at = x;
    for (Layer layer : layers) {
      at = layer.apply(at, rows);
    }
    return at;
  }
}
