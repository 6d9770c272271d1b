/**
 * Operators on numbers: arithmetic, comparison, activations, products of matrices and reductions.
 * Calls come in; nodes of the graph that is built go out.
 */
package dev.serin.runtime.savedmodel.math;
