/**
 * Classifiers whose probabilities or thresholds were adjusted after their fit, and estimators that
 * only pass on to another. Attributes come in; estimators that ask the inner one go out.
 */
package dev.serin.runtime.sklearn.meta.calibration;
