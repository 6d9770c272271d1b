/**
 * Keeps every change of version that has to prove itself: what is tried, how far it came, and why
 * it ended. Wishes of people, aliases that moved and counters come in; facts about aliases and
 * traffic go out, each with the evidence that it follows from.
 */
package dev.serin.rollout.control;
