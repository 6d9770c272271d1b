/**
 * Reads TensorFlow SavedModel folders without TensorFlow: the graph, its functions, the signatures
 * and the variables come in, an ONNX graph that answers one signature goes out. The children know
 * the operators, each family its own; whatever none of them knows is refused by name, and nothing
 * is ever run.
 */
package dev.serin.runtime.savedmodel;
