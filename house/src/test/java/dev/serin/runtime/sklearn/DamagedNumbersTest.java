package dev.serin.runtime.sklearn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.base.Deadline;
import dev.serin.base.Problem;
import dev.serin.runtime.Predictor;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.TensorSpec;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files with changed bytes, mostly inside of arrays: refused, or served without leaving bounds. */
class DamagedNumbersTest {
  private static final int TIMES = 150;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tree_nan",
        "tree_regressor_multi",
        "forest_multi_output",
        "extra_trees_nan",
        "boosting_3class",
        "hist_3class",
        "hist_categorical_3class",
        "svc_probability_3class",
        "svr_poly",
        "one_class_svm",
        "knn_kd_tree_3class",
        "knn_ball_tree_ties",
        "knn_brute_distance",
        "radius_3class",
        "density_tree",
        "local_outliers",
        "isomap",
        "isolation_forest_columns",
        "k_means_bisecting",
        "birch",
        "feature_agglomeration",
        "pca_whiten",
        "pls_regression",
        "latent_dirichlet",
        "nmf_mu_frobenius",
        "dictionary_lars",
        "count_sketch",
        "kernel_pca_rbf",
        "mixture_bayesian_full",
        "elliptic_envelope",
        "process_fitted",
        "process_matern_0_8",
        "process_classifier_pairs",
        "isotonic_clip",
        "text_logistic",
        "text_count_char_wb",
        "text_hash",
        "records_dict",
        "knn_imputer_distance",
        "iterative_imputer",
        "spline_periodic",
        "target_encoder_3class",
        "categorical_nb",
        "qda_3class",
        "mlp_multilabel",
        "stacking_multilabel",
        "bagging_features",
        "calibrated_isotonic_3class",
        "one_vs_one_trees",
        "classifier_chain_trees",
        "from_model_forest",
        "rfe_trees_nan",
        "trees_embedding",
        "label_spreading_knn"
      })
  void aDamagedModelIsRefusedOrStaysInItsBounds(String name) {
    Case whole = Case.named("sklearn-1.9.1", name);
    List<Tensor> rows = whole.input("x", whole.open().inspection().signature());
    byte[] good = whole.model();
    Random random = new Random(name.hashCode());
    int served = 0;

    for (int i = 0; i < TIMES; i++) {
      byte[] bad = good.clone();
      int at = random.nextInt(bad.length);
      bad[at] = (byte) (random.nextBoolean() ? bad[at] ^ 1 << random.nextInt(8) : random.nextInt());
      served += serves(bad, rows) ? 1 : 0;
    }

    assertThat(served).isBetween(1, TIMES); // most bytes are of numbers that may be anything
  }

  private static boolean serves(byte[] model, List<Tensor> rows) {
    try (Predictor predictor = Case.open(model).predictor()) {
      Set<String> all =
          predictor.signature().outputs().stream()
              .map(TensorSpec::name)
              .collect(Collectors.toSet());
      predictor.predict(rows, all, Deadline.in(Duration.ofMinutes(1)));
      return true;
    } catch (Problem.Raised refused) {
      assertThat(refused.problem())
          .isInstanceOfAny(Problem.Refused.class, Problem.Invalid.class, Problem.TooLarge.class);
      return false;
    }
  }
}
