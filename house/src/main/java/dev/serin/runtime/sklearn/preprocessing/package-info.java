/**
 * The scalers, encoders, imputers and selectors of scikit-learn. Attributes of fitted transformers
 * come in; transformers whose sizes were checked, with the same arithmetic, go out.
 */
package dev.serin.runtime.sklearn.preprocessing;
