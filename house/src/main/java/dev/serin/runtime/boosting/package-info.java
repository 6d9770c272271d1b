/**
 * Serves boosted models of other libraries: LightGBM and XGBoost, each in a child package, from
 * their own files and from pickles. Text, JSON, UBJSON or inert nodes come in; inspections and
 * predictors, or guests of a scikit-learn pipeline, go out.
 *
 * <p>What the outputs are called: {@code predict} is what the library's own {@code predict} gives,
 * so labels for a pickled classifier, and probabilities or means for a model file, which knows no
 * labels; {@code predict_proba} has one column for each class wherever the model classifies; {@code
 * raw_score} is the sum of the trees ({@code output_margin} of XGBoost). Without a wish it is
 * {@code predict} that is answered. LightGBM answers in FP64, XGBoost in FP32, as they compute.
 */
package dev.serin.runtime.boosting;
