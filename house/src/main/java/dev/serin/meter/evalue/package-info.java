/**
 * Says how strongly counts speak against a hypothesis, at any moment and as often as one looks:
 * e-processes after J. Ville. Counts come in, logarithms of e-values and effect sizes go out;
 * nothing is kept.
 */
package dev.serin.meter.evalue;
