/**
 * What puts steps together: pipelines, column transformers, functions, search wrappers. Attributes
 * and the workshop that builds inner steps come in; estimators that pass rows on go out.
 */
package dev.serin.runtime.sklearn.compose;
