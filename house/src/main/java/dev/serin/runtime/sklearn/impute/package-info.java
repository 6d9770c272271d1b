/**
 * The imputers of scikit-learn that look at other columns and rows. Attributes of fitted imputers
 * and the workshop that builds their inner estimators come in; transformers whose sizes were
 * checked go out.
 */
package dev.serin.runtime.sklearn.impute;
