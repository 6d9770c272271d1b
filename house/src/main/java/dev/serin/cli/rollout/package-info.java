/**
 * Keeps the commands about roll-outs. Words of people and programs come in; calls to a running
 * server go out, and what it answers is shown as a view that stays, as sentences, or as JSON.
 * Nothing is decided here.
 */
package dev.serin.cli.rollout;
