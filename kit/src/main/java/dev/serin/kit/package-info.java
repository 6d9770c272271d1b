/**
 * Keeps what every implementation of a port must do, as abstract tests, and references in memory.
 * An implementation's test extends a contract and says only how to open it; verdicts go out.
 */
package dev.serin.kit;
