/**
 * Reads scikit-learn models from pickles and predicts with them in double precision, without
 * executing anything. Inert nodes come in; an inspection and a predictor, or a refusal that names
 * the step, go out. Each child package is a family of steps and knows only this one, which {@link
 * dev.serin.runtime.sklearn.SklearnFormat} is given by {@code app}.
 */
package dev.serin.runtime.sklearn;
