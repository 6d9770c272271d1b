package dev.serin.runtime.boosting.xgboost;

import java.util.Set;

/** The members of a model that say nothing about its predictions and are passed over. */
final class Wanted {
  private static final Set<String> PASSED =
      Set.of("Config", "loss_changes", "sum_hessian", "parents", "sorted_idx", "feature_segments");

  private Wanted() {}

  static boolean keeps(String member) {
    return !PASSED.contains(member);
  }
}
