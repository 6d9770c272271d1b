/**
 * Keeps the search for the nearest of stored rows: distances, the search tree of a file, and
 * searching one by one. Rows and how to compare them come in, checked once; neighbours in the
 * library's own order go out.
 */
package dev.serin.kernel.near;
