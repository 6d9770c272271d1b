/**
 * Keeps named, typed, shaped numbers and the signatures that describe them. Arrays come in; checked
 * tensors and signatures go out. It knows no protocol and no model.
 */
package dev.serin.tensor;
