/**
 * The linear models of scikit-learn: weighted sums, the labels and probabilities made of them.
 * Attributes of fitted models come in; estimators whose sizes were checked go out.
 */
package dev.serin.runtime.sklearn.linear;
