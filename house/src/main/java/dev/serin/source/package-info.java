/**
 * Keeps the registry equal to where versions come from: scans a source, waits until what it holds
 * is still, registers and says what became of it. Folders come in; versions, activations and
 * refusals go out, by the rooms that record them.
 */
package dev.serin.source;
