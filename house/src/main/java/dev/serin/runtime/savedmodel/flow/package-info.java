/**
 * Operators with functions as their bodies, and the lists of tensors that go through loops. Calls
 * come in; nodes with bodies go out.
 */
package dev.serin.runtime.savedmodel.flow;
