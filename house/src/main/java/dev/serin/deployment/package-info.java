/**
 * Keeps what is wanted of each model: whether it answers, and how requests are shared between its
 * versions. Commands come in and become facts in one stream of the ledger; images computed from
 * these and the registry's aliases go out. It loads nothing and knows nobody who does.
 */
package dev.serin.deployment;
