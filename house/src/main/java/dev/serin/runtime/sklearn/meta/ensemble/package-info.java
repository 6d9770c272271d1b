/**
 * Ensembles of other estimators: voting, stacking, bagging, AdaBoost. Attributes and the workshop
 * that builds the members come in; estimators that ask all members go out.
 */
package dev.serin.runtime.sklearn.meta.ensemble;
