/**
 * Classifiers by the likelihood of a row under each class: naive Bayes, and linear and quadratic
 * discriminant analysis. Attributes of fitted ones come in; checked classifiers go out.
 */
package dev.serin.runtime.sklearn.bayes;
