/**
 * Operators that look at shapes, and that cut, join, move, repeat, pick and place elements. Calls
 * come in; nodes of the graph that is built go out.
 */
package dev.serin.runtime.savedmodel.array;
