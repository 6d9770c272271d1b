/**
 * Keeps the files that hold weights: torch's pickles of before and after 1.6, checkpoints and
 * safetensors. A folder with a {@code model_class.py}, or a whole pickled module of {@code
 * torch.nn}, comes in; a converted model, or a refusal that names the way out, goes out.
 */
package dev.serin.runtime.torch.python.module.state;
