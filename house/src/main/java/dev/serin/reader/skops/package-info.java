/**
 * Reads skops archives: a tree of described objects beside arrays in NumPy's own files. A zip
 * archive and the list of allowed names come in; the same inert nodes that a pickle gives, or a
 * refusal with the place, go out.
 */
package dev.serin.reader.skops;
