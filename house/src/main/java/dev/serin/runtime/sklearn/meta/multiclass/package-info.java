/**
 * Many classes or targets from estimators of few: one against the rest, pairs, codes, one for each
 * target, chains. Attributes come in; estimators that combine their members' answers go out.
 */
package dev.serin.runtime.sklearn.meta.multiclass;
