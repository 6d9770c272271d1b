/**
 * What estimators that hold other estimators share: building the inner ones through the workshop
 * and asking them. Nodes of inner estimators come in; members that answer in checked forms go out.
 */
package dev.serin.runtime.sklearn.meta;
