/**
 * Keeps counts and durations by name and labels. Events come in, from any number of threads at
 * once; snapshots and sliding sums go out. It bounds how many series there can be.
 */
package dev.serin.meter;
