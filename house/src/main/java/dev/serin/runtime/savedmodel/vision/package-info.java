/**
 * Operators on pictures and signals: convolutions, poolings, normalisations over channels, and
 * changes of the size. Calls come in; nodes of the graph that is built go out.
 */
package dev.serin.runtime.savedmodel.vision;
