/**
 * Keeps scikit-learn's support vector machines that LIBSVM fits. The states of fitted instances
 * come in; checked estimators over the kernels go out.
 */
package dev.serin.runtime.sklearn.svm;
