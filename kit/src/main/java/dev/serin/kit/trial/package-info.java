/**
 * Plays whole roll-outs, second by second, with traffic that is drawn and a clock that is counted.
 * Behaviours of two arms and a seed come in; what the judge decided, and when, goes out.
 */
package dev.serin.kit.trial;
