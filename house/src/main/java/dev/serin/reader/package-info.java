/**
 * Keeps the grammars of foreign files: pickle and joblib, NumPy arrays, HDF5, the protobuf wire.
 * Bytes that nobody trusts come in, under a budget; inert trees, arrays and views go out, or a
 * refusal that says where and why. Nothing is ever executed, and no class is chosen by a file.
 */
package dev.serin.reader;
