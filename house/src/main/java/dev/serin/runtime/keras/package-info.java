/**
 * Serves Keras models from HDF5 files and {@code .keras} archives. The configuration and the
 * weights come in through the guards of {@code reader}; each layer whose every setting is
 * understood becomes ONNX nodes by a rule of {@code layers}; a predictor goes out, or a refusal
 * that names the layer and the setting.
 */
package dev.serin.runtime.keras;
