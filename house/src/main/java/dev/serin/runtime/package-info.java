/**
 * Turns the bytes of a model into something that predicts, without executing them: recognise,
 * inspect, load. Bundles come in; inspections and predictors, or refusals that name the way out, go
 * out. Each child is the front end of one family; {@link dev.serin.runtime.Formats} introduces
 * them.
 */
package dev.serin.runtime;
