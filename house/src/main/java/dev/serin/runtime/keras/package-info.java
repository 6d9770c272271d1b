/**
 * Serves Keras models from HDF5 files. The configuration and the weights come in through the guard
 * of {@code reader}; each layer whose every setting is understood becomes ONNX nodes; a predictor
 * goes out, or a refusal that names the layer and the setting.
 */
package dev.serin.runtime.keras;
