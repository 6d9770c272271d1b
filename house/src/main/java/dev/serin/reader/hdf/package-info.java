/**
 * Keeps the grammar of HDF5 files, read-only. The bytes of a whole file come in; groups, attributes
 * and datasets go out, after every link, size and address was checked against the file. Nothing
 * outside of the file is ever opened.
 */
package dev.serin.reader.hdf;
