package dev.serin.runtime.sklearn;

import dev.serin.reader.Allowed;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The exact list of names that may stand in a model file beside those the reader knows: the classes
 * that are built, and what their files hold as mere data (losses, scorers, splitters,
 * distributions), which is never built and never called.
 */
final class KnownNames implements Allowed {
  private static final String LOSS = "sklearn._loss._loss";
  private static final Set<String> LOSSES =
      losses(
          "CyAbsoluteError",
          "CyExponentialLoss",
          "CyHalfBinomialLoss",
          "CyHalfGammaLoss",
          "CyHalfMultinomialLoss",
          "CyHalfPoissonLoss",
          "CyHalfSquaredError",
          "CyHalfTweedieLoss",
          "CyHalfTweedieLossIdentity",
          "CyHuberLoss",
          "CyPinballLoss");

  private static final Set<String> GRADIENTS =
      Set.of(
          "Hinge",
          "Log",
          "ModifiedHuber",
          "SquaredHinge",
          "SquaredLoss",
          "Huber",
          "EpsilonInsensitive",
          "SquaredEpsilonInsensitive",
          "Classification",
          "Regression");

  private static final Set<String> SCORERS =
      Set.of(
          "_Scorer",
          "_PassthroughScorer",
          "_passthrough_scorer",
          "_PredictScorer",
          "_ProbaScorer",
          "_ThresholdScorer",
          "_MultimetricScorer");

  private static final Set<String> CLASSIFICATION =
      Set.of(
          "accuracy_score",
          "balanced_accuracy_score",
          "brier_score_loss",
          "cohen_kappa_score",
          "d2_log_loss_score",
          "f1_score",
          "fbeta_score",
          "hamming_loss",
          "hinge_loss",
          "jaccard_score",
          "log_loss",
          "matthews_corrcoef",
          "precision_score",
          "recall_score",
          "zero_one_loss");

  private static final Set<String> RANKING =
      Set.of(
          "average_precision_score",
          "dcg_score",
          "ndcg_score",
          "roc_auc_score",
          "top_k_accuracy_score");

  private static final Set<String> REGRESSION =
      Set.of(
          "d2_absolute_error_score",
          "d2_pinball_score",
          "d2_tweedie_score",
          "explained_variance_score",
          "max_error",
          "mean_absolute_error",
          "mean_absolute_percentage_error",
          "mean_gamma_deviance",
          "mean_pinball_loss",
          "mean_poisson_deviance",
          "mean_squared_error",
          "mean_squared_log_error",
          "mean_tweedie_deviance",
          "median_absolute_error",
          "r2_score",
          "root_mean_squared_error",
          "root_mean_squared_log_error");

  private static final Set<String> SPLITTERS =
      Set.of(
          "GroupKFold",
          "GroupShuffleSplit",
          "KFold",
          "LeaveOneGroupOut",
          "LeaveOneOut",
          "LeavePGroupsOut",
          "LeavePOut",
          "PredefinedSplit",
          "RepeatedKFold",
          "RepeatedStratifiedKFold",
          "ShuffleSplit",
          "StratifiedGroupKFold",
          "StratifiedKFold",
          "StratifiedShuffleSplit",
          "TimeSeriesSplit",
          "_CVIterableWrapper",
          "_RepeatedSplits",
          "_YieldsSplits");

  private static final Set<String> SCORES =
      Set.of("chi2", "f_classif", "f_oneway", "f_regression", "r_regression");

  private static final Set<String> INFORMATION =
      Set.of("mutual_info_classif", "mutual_info_regression");

  private static final Set<String> KERNELS =
      Set.of(
          "additive_chi2_kernel",
          "chi2_kernel",
          "cosine_similarity",
          "laplacian_kernel",
          "linear_kernel",
          "polynomial_kernel",
          "rbf_kernel",
          "sigmoid_kernel");

  private static final Set<String> CONTINUOUS =
      Set.of(
          "beta_gen",
          "chi2_gen",
          "expon_gen",
          "gamma_gen",
          "halfnorm_gen",
          "invgamma_gen",
          "laplace_gen",
          "loguniform_gen",
          "lognorm_gen",
          "norm_gen",
          "pareto_gen",
          "reciprocal_gen",
          "t_gen",
          "triang_gen",
          "truncnorm_gen",
          "uniform_gen",
          "weibull_min_gen");

  private static final Map<String, Set<String>> DATA =
      Map.ofEntries(
          Map.entry(LOSS, LOSSES),
          Map.entry("_loss", LOSSES),
          Map.entry(
              "sklearn._loss.link",
              Set.of(
                  "HalfLogitLink",
                  "IdentityLink",
                  "Interval",
                  "LogLink",
                  "LogitLink",
                  "MultinomialLogit")),
          Map.entry(
              "sklearn._loss.loss",
              Set.of(
                  "AbsoluteError",
                  "ExponentialLoss",
                  "HalfBinomialLoss",
                  "HalfGammaLoss",
                  "HalfMultinomialLoss",
                  "HalfPoissonLoss",
                  "HalfSquaredError",
                  "HalfTweedieLoss",
                  "HalfTweedieLossIdentity",
                  "HuberLoss",
                  "PinballLoss")),
          Map.entry(
              "sklearn._loss.glm_distribution",
              Set.of(
                  "GammaDistribution",
                  "NormalDistribution",
                  "PoissonDistribution",
                  "TweedieDistribution",
                  "DistributionBoundary")),
          Map.entry("sklearn.linear_model._glm.link", Set.of("IdentityLink", "LogLink")),
          Map.entry("sklearn.linear_model.sgd_fast", GRADIENTS),
          Map.entry("sklearn.linear_model._sgd_fast", GRADIENTS),
          Map.entry("sklearn.metrics.scorer", SCORERS),
          Map.entry("sklearn.metrics._scorer", SCORERS),
          Map.entry("sklearn.metrics.classification", CLASSIFICATION),
          Map.entry("sklearn.metrics._classification", CLASSIFICATION),
          Map.entry("sklearn.metrics.ranking", RANKING),
          Map.entry("sklearn.metrics._ranking", RANKING),
          Map.entry("sklearn.metrics.regression", REGRESSION),
          Map.entry("sklearn.metrics._regression", REGRESSION),
          Map.entry("sklearn.metrics.pairwise", KERNELS),
          Map.entry("sklearn.model_selection._split", SPLITTERS),
          Map.entry(
              "sklearn.model_selection._search_successive_halving", Set.of("_refit_callable")),
          Map.entry("exceptions", Set.of("FutureWarning")),
          Map.entry("builtins", Set.of("FutureWarning")),
          Map.entry("sklearn.feature_selection.univariate_selection", SCORES),
          Map.entry("sklearn.feature_selection._univariate_selection", SCORES),
          Map.entry("sklearn.feature_selection.mutual_info_", INFORMATION),
          Map.entry("sklearn.feature_selection._mutual_info", INFORMATION),
          Map.entry(
              "sklearn.utils._metadata_requests",
              Set.of("MetadataRequest", "MethodMetadataRequest")),
          Map.entry("sklearn.utils", Set.of("Bunch")),
          Map.entry("sklearn.utils.deprecation", Set.of("DeprecationDict")),
          Map.entry("sklearn.utils._bunch", Set.of("Bunch")),
          Map.entry("sklearn.utils.fixes", Set.of("loguniform")),
          Map.entry("sklearn.utils.validation", Set.of("check_array")),
          Map.entry(
              "numpy",
              Set.of(
                  "number",
                  "integer",
                  "floating",
                  "inexact",
                  "generic",
                  "signedinteger",
                  "unsignedinteger",
                  "character",
                  "flexible")),
          Map.entry("pandas._libs.missing", Set.of("NA", "NAType", "_NA", "C_NA")),
          Map.entry("scipy.stats._continuous_distns", CONTINUOUS),
          Map.entry(
              "scipy.stats._discrete_distns",
              Set.of("binom_gen", "geom_gen", "poisson_gen", "randint_gen")),
          Map.entry(
              "scipy.stats._distn_infrastructure",
              Set.of("rv_continuous_frozen", "rv_discrete_frozen", "rv_frozen")));

  private final Set<String> all = new HashSet<>();

  KnownNames(List<Family> families) {
    add(DATA);
    for (Family family : families) {
      add(family.inert());
      for (Recipe recipe : family.recipes()) {
        recipe.modules().forEach(module -> all.add(module + "." + recipe.type()));
      }
    }
  }

  /** Compiled losses, each with the function that older releases rebuild it by. */
  private static Set<String> losses(String... types) {
    Set<String> names = new HashSet<>(List.of(types));
    for (String type : types) {
      names.add("__pyx_unpickle_" + type);
    }
    return Set.copyOf(names);
  }

  private void add(Map<String, Set<String>> names) {
    names.forEach((module, set) -> set.forEach(name -> all.add(module + "." + name)));
  }

  @Override
  public boolean allows(String module, String name) {
    return all.contains(module + "." + name);
  }
}
