/**
 * Keeps training jobs and what is told of the versions that they made, as facts in one stream of
 * the ledger. Orders come in and run as configured commands behind the port {@link
 * dev.serin.training.Executor}, one at a time; new versions, which become challengers, and logs of
 * bounded size go out.
 */
package dev.serin.training;
