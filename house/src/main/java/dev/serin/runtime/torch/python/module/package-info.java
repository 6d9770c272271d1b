/**
 * Keeps what {@code torch} means to the interpreted language: its functions, the methods of its
 * tensors, and the classes of {@code torch.nn}, which are described in the language itself. A class
 * or a pickled module and its weights come in; a graph, or a refusal that names the line or the
 * layer, goes out.
 */
package dev.serin.runtime.torch.python.module;
