/**
 * Keeps ONNX Runtime, the one native engine of nets. Bytes of guarded graphs come in; opened nets
 * that run tensors until a deadline go out. It is the only place that knows the native library.
 */
package dev.serin.plug.onnx;
