package dev.serin.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PairwiseSvmTest {
  private static final double[] VECTORS = {1, 0, 0, 1, 1, 1, 2, 0};

  @Test
  void aPairUsesTheVectorsOfItsTwoClassesOnly() {
    PairwiseSvm svm = three();

    double[] scores = svm.scores(new double[] {1, 2}, 1);

    // likeness 1, 2, 3, 2; classes own vectors {0}, {1, 2}, {3}
    assertThat(scores).containsExactly(1 - 4 - 9 + 0.5, 1 * 5 + 2 * 8 - 0.25, 20 + 30 + 16);
    assertThat(svm.pairs()).isEqualTo(3);
    assertThat(svm.classes()).isEqualTo(3);
  }

  @Test
  void mostVotesWinAndTheFirstOfEquals() {
    PairwiseSvm svm = three();

    assertThat(svm.winners(new double[] {1, 1, 1})).containsExactly(0);
    assertThat(svm.winners(new double[] {-1, -1, -1})).containsExactly(2);
    assertThat(svm.winners(new double[] {1, -1, 1})).containsExactly(0); // a vote for each
    assertThat(svm.winners(new double[] {0, 1, 1})).containsExactly(1); // zero is for the second
  }

  @Test
  void confidenceIsAddedToTheVotesButNeverOutweighsOne() {
    double[] rest = three().oneVersusRest(new double[] {2, -1, 0.5}, PairVotes.EACH);

    assertThat(rest[0]).isCloseTo(1 + 1 / (3 * 2.0), within(1e-15));
    assertThat(rest[1]).isCloseTo(1 - 1.5 / (3 * 2.5), within(1e-15));
    assertThat(rest[2]).isCloseTo(1 + 0.5 / (3 * 1.5), within(1e-15));
  }

  @Test
  void probabilitiesOfTwoClassesComeFromThePairsSigmoid() {
    PairwiseSvm svm =
        new PairwiseSvm(
            vectors(2), new int[] {1, 1}, new double[] {1, -1}, new double[] {0}, "svc");

    double[] p = svm.probabilities(new double[] {0.8}, new double[] {-2}, new double[] {0.1});

    double won = 1 / (1 + Math.exp(-2 * 0.8 + 0.1));
    assertThat(p[0] + p[1]).isCloseTo(1, within(1e-12));
    assertThat(p[0]).isCloseTo(won, within(0.0025));
  }

  @Test
  void sizesThatDisagreeAreCorrupt() {
    int[] two = {1, 1};
    double[] one = {0};
    assertThatThrownBy(() -> new PairwiseSvm(vectors(2), two, new double[3], one, "svc"))
        .hasMessageContaining("3 weights");
    assertThatThrownBy(() -> new PairwiseSvm(vectors(2), two, new double[2], two(0), "svc"))
        .hasMessageContaining("2 intercepts for 2 classes");
    assertThatThrownBy(
            () -> new PairwiseSvm(vectors(2), new int[] {2, 1}, new double[2], one, "svc"))
        .hasMessageStartingWith("CORRUPT");
    assertThatThrownBy(
            () -> new PairwiseSvm(vectors(2), new int[] {1, 0}, new double[2], one, "svc"))
        .hasMessageContaining("no class");
    assertThatThrownBy(
            () -> new PairwiseSvm(vectors(2), new int[] {-1, 3}, new double[2], one, "svc"))
        .hasMessageStartingWith("CORRUPT");
  }

  @Test
  void coupledPairsGiveProbabilitiesInTheirOrder() {
    double[][] wins = {{0, 0.9, 0.9}, {0.1, 0, 0.8}, {0.1, 0.2, 0}};

    double[] p = PairCoupling.couple(wins);

    assertThat(p[0] + p[1] + p[2]).isCloseTo(1, within(1e-12));
    assertThat(p[0]).isGreaterThan(p[1]);
    assertThat(p[1]).isGreaterThan(p[2]);
  }

  @Test
  void equalPairsStayAtOneThirdEach() {
    double[][] wins = {{0, 0.5, 0.5}, {0.5, 0, 0.5}, {0.5, 0.5, 0}};

    assertThat(PairCoupling.couple(wins)).containsExactly(1.0 / 3, 1.0 / 3, 1.0 / 3);
  }

  @Test
  void thePlattSigmoidNeverReachesZeroOrOne() {
    assertThat(PairCoupling.platt(0, -1, 0)).isEqualTo(0.5);
    assertThat(PairCoupling.platt(1000, -1, 0)).isEqualTo(1 - 1e-7);
    assertThat(PairCoupling.platt(-1000, -1, 0)).isEqualTo(1e-7);
  }

  private static double[] two(double each) {
    return new double[] {each, each};
  }

  private static SupportVectors vectors(int count) {
    return new SupportVectors(new KernelFunction.Linear(), new double[count * 2], count, 2, "svc");
  }

  private static PairwiseSvm three() {
    SupportVectors vectors = new SupportVectors(new KernelFunction.Linear(), VECTORS, 4, 2, "svc");
    double[] weights = {1, -2, -3, 8, 5, 10, 10, 8};
    return new PairwiseSvm(
        vectors, new int[] {1, 2, 1}, weights, new double[] {0.5, -0.25, 0}, "svc");
  }
}
