/**
 * Keeps how alike two rows are: the kernels that scikit-learn names. Rows of numbers come in, and
 * matrices of likeness go out.
 */
package dev.serin.kernel.pairs;
