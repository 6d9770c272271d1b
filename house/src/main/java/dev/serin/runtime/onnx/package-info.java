/**
 * Serves ONNX files. A bundle with one {@code .onnx} comes in; a guard walks every byte of its
 * structure before a native parser sees it; a signature, operator counts and a predictor go out.
 */
package dev.serin.runtime.onnx;
