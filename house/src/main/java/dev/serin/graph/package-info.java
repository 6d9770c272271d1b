/**
 * Builds ONNX graphs: typed values with tracked shapes, nodes, weights. Front ends say which
 * operators they want; the bytes of a model go out (opset 20, IR 10), without unused weights. It
 * knows no model format and no engine.
 */
package dev.serin.graph;
