/**
 * Turns what PyTorch saved into graphs: keeps the vocabulary of its operators (aten), its tensors
 * and its rules of sizes and datatypes. Calls of operators come in from the front ends, which are
 * the children; nodes of a graph, or refusals that name the operator and its place, go out.
 */
package dev.serin.runtime.torch;
