/**
 * Keeps the loaded models: loads what is wanted, admits, routes, predicts, frees. Images of what is
 * wanted and calls with tensors come in; predictions, load states and counts go out. No model is
 * freed under a running call.
 */
package dev.serin.serving;
