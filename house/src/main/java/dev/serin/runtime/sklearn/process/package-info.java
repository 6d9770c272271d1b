/**
 * Keeps scikit-learn's Gaussian processes, and kernel ridge regression, which is their mean. The
 * states of fitted instances come in; checked estimators go out.
 */
package dev.serin.runtime.sklearn.process;
