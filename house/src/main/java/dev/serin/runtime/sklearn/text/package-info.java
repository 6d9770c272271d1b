/**
 * The text vectorisers and hashers of scikit-learn: Python's rules for letters, words and n-grams,
 * vocabularies, weights. Attributes of fitted vectorisers come in; transformers that give sparse
 * rows go out.
 */
package dev.serin.runtime.sklearn.text;
