package dev.serin.kernel.likelihood;

import dev.serin.kernel.LinearKernel;

/** Classes whose score is a weighted sum of the features: multinomial, complement, Bernoulli. */
public record Weighted(LinearKernel sums) implements Likelihood {
  @Override
  public int features() {
    return sums.features();
  }

  @Override
  public int classes() {
    return sums.outputs();
  }

  @Override
  public double[] scores(double[] x, int rows) {
    return sums.apply(x, rows);
  }
}
