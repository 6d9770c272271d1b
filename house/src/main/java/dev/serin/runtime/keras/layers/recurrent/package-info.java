/**
 * Layers that run over the steps of an input. Cells come in with their settings and weights;
 * operators of ONNX go out where they know the cell, else a loop that holds one step of it. It
 * knows what its parent knows of layers, and no other room of layers.
 */
package dev.serin.runtime.keras.layers.recurrent;
