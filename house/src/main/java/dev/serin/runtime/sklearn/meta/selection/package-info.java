/**
 * Selections of columns that another estimator decided. Attributes and the workshop come in;
 * transformers that keep some columns, and maybe predict from them, go out.
 */
package dev.serin.runtime.sklearn.meta.selection;
