/**
 * Keeps scikit-learn's clusterings that can judge new rows. The states of fitted instances come in;
 * checked estimators over their centres go out.
 */
package dev.serin.runtime.sklearn.cluster;
