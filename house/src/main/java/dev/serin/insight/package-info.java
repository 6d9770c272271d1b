/**
 * Keeps what answers meant: which classes both arms of a trial predict, and which answers turned
 * out to be wrong. Predictions come in from serving, labels from clients, even days later; counts
 * go out to the meter, and an alert when a version that was promoted proves worse.
 */
package dev.serin.insight;
