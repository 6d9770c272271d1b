/**
 * Keeps what a class makes of a row: the logarithm of its likelihood, up to a constant that all
 * classes share. Parameters come in, checked once; scores [rows, classes] go out.
 */
package dev.serin.kernel.likelihood;
