/**
 * Multi-layer perceptrons. Attributes of fitted ones come in; checked classifiers and regressors go
 * out.
 */
package dev.serin.runtime.sklearn.neural;
