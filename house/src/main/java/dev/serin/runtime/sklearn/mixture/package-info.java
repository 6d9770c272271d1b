/**
 * Keeps scikit-learn's mixtures of normal densities and its covariances. The states of fitted
 * instances come in; checked estimators go out.
 */
package dev.serin.runtime.sklearn.mixture;
