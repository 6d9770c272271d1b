/**
 * Operations that stand among the layers of a model. Each comes in with its arguments, results and
 * constants alike; the same operation on graph values goes out, or a refusal where it would mix
 * rows. It knows what its parent knows of layers, and no other room of layers.
 */
package dev.serin.runtime.keras.layers.operations;
