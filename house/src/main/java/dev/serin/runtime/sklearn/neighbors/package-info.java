/**
 * Keeps scikit-learn's estimators over stored training rows: neighbours, densities, local outliers
 * and centroids. The states of fitted instances come in; checked estimators over the search of
 * {@code kernel.near} go out.
 */
package dev.serin.runtime.sklearn.neighbors;
