/**
 * Reads the tensor bundles in which TensorFlow keeps variables: an index, which is a sorted table
 * of protocol buffers, and data files. The bytes of both come in; the bytes of single tensors,
 * their checksums verified, go out without a copy.
 */
package dev.serin.reader.bundle;
