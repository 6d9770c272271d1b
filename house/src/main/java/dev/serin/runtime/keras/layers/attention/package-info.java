/**
 * Layers that weigh the steps of one input by those of another. Queries, keys, values and masks
 * come in; matrix products and a softmax go out. It knows what its parent knows of layers, and no
 * other room of layers.
 */
package dev.serin.runtime.keras.layers.attention;
