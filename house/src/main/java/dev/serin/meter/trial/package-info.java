/**
 * Counts what the two arms of a trial do, second by second, without a lock. Outcomes come in from
 * the threads that serve; blocks that only grow go out, and add up over replicas and restarts in
 * any order. Nothing here knows what a count means for the trial.
 */
package dev.serin.meter.trial;
