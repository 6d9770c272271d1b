package dev.serin.codec.image;

import dev.serin.tensor.DataType;
import dev.serin.tensor.Signature;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.TensorSpec;
import dev.serin.tensor.Values;
import java.util.List;
import java.util.Optional;

/**
 * What an image-pair model takes: one tensor of 1×6×H×W with the channels of the picture before and
 * then those of the picture after, each RGB, resized to H×W by {@link Bilinear} and divided by 255.
 */
public record ImagePair(TensorSpec input, int height, int width) {
  private static final int RANK = 4;
  private static final int CHANNELS = 2 * Picture.CHANNELS;
  private static final float WHITE = 255f;

  /** Sizes that the file leaves open are {@code side}; empty for a model of another kind. */
  public static Optional<ImagePair> of(Signature signature, int side) {
    if (signature.inputs().size() != 1) {
      return Optional.empty();
    }
    TensorSpec input = signature.inputs().getFirst();
    List<Long> shape = input.shape();
    boolean floats = input.type() == DataType.FP32 || input.type() == DataType.FP16;
    if (!floats
        || shape.size() != RANK
        || shape.get(1) != CHANNELS
        || Math.abs(shape.get(0)) != 1) {
      return Optional.empty();
    }
    return Optional.of(new ImagePair(input, size(shape.get(2), side), size(shape.get(3), side)));
  }

  private static int size(long declared, int side) {
    return declared == -1 ? side : Math.toIntExact(declared);
  }

  /** The tensor of two pictures of any size. */
  public Tensor tensor(Picture before, Picture after) {
    float[] planes = new float[CHANNELS * height * width];
    fill(planes, 0, before);
    fill(planes, Picture.CHANNELS, after);
    return new Tensor(
        input.name(),
        input.type(),
        new long[] {1, CHANNELS, height, width},
        new Values.Floats(planes));
  }

  private void fill(float[] planes, int firstChannel, Picture picture) {
    byte[] rgb = Bilinear.resize(picture, width, height).rgb();
    int area = width * height;
    for (int channel = 0; channel < Picture.CHANNELS; channel++) {
      int plane = (firstChannel + channel) * area;
      for (int i = 0; i < area; i++) {
        planes[plane + i] = (rgb[i * Picture.CHANNELS + channel] & 0xFF) / WHITE;
      }
    }
  }
}
