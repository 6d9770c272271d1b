/**
 * Reads the archives of torch.export (.pt2): the graph in JSON, its signature and its weights.
 * Bundles come in; converted models, or refusals that name the node, go out. Nothing in the file is
 * executed.
 */
package dev.serin.runtime.torch.export;
