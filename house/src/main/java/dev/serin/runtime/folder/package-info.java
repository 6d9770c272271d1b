/**
 * Keeps nothing: it reads the folders that other systems put around a model (MLflow's MLmodel,
 * Triton's config.pbtxt, MLServer's model-settings.json). The folder comes in; the model inside is
 * opened by its own format, asked for through {@link dev.serin.runtime.Formats}. What goes out is
 * that model under the names, signature and examples that the folder gives it, or a refusal where
 * the folder and the model contradict each other.
 */
package dev.serin.runtime.folder;
