package dev.serin.runtime.sklearn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.base.Problem;
import dev.serin.tensor.TensorSpec;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoredRowsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "knn_brute_3class",
        "local_outliers",
        "density_gaussian",
        "isomap",
        "kernel_pca_rbf",
        "nystroem_rbf",
        "process_fitted",
        "process_classifier",
        "kernel_ridge_rbf"
      })
  void aFileWithTrainingRowsSaysSo(String name) {
    List<String> warnings = Case.named("sklearn-1.9.1", name).open().inspection().warnings();

    assertThat(warnings).anyMatch(warning -> warning.contains("training rows"));
  }

  @Test
  void bothPartsOfASearchAreAnsweredUnasked() {
    var signature =
        Case.named("sklearn-1.9.1", "nearest_neighbors").open().inspection().signature();

    assertThat(signature.outputs())
        .extracting(TensorSpec::name)
        .containsExactly("kneighbors_distances", "kneighbors_indices");
  }

  @Test
  void anOutlierFactorOfItsOwnRowsIsRefused() {
    Problem.Refused refused =
        Asked.refused(
            Handmade.made("sklearn.neighbors._lof", "LocalOutlierFactor", "novelty", false));

    assertThat(refused.code()).isEqualTo("UNSUPPORTED_VALUE");
    assertThat(refused.message()).contains("novelty");
  }
}
