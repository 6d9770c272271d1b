/**
 * Keeps scikit-learn's projections: principal components and their kin, factors, topics, kernel
 * spaces and their approximations, partial least squares, random projections. The states of fitted
 * instances come in; checked transformers go out.
 */
package dev.serin.runtime.sklearn.decomposition;
