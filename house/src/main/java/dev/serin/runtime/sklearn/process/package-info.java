/**
 * Keeps scikit-learn's Gaussian processes and the other regressions over stored points: kernel
 * ridge and isotonic. The states of fitted instances come in; checked estimators go out.
 */
package dev.serin.runtime.sklearn.process;
