/**
 * Benchmarks, never on the test path: JMH for kernels and parsers, whole processes for the rest.
 */
package dev.serin.bench;
