/**
 * Reads TorchScript archives: the source text of the model is parsed and evaluated symbolically,
 * with its attributes from the archive's pickle, under budgets; it is never executed. Bundles come
 * in; converted models, or refusals that name the line, go out.
 */
package dev.serin.runtime.torch.script;
