/**
 * The layers of Keras, each as a rule. A call of a layer comes in with its settings, weights and
 * inputs; every setting is understood or refused; the nodes of the graph that compute the same go
 * out.
 */
package dev.serin.runtime.keras.layers;
