/**
 * Layers that read texts. Inputs and vocabularies come in; places of words, counts and buckets go
 * out, by operators of the graph where those are exact and computed before the graph elsewhere. It
 * knows what its parent knows of layers, and no other room of layers.
 */
package dev.serin.runtime.keras.layers.texts;
