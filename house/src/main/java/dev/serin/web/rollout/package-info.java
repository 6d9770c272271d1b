/**
 * Keeps the door to roll-outs: their calls under {@code /serin/v1}, their live events, and their
 * page. Requests of people and programs come in and become wishes of {@code rollout}; what it knows
 * goes out as JSON, as events, and as files of the page. Nothing is decided here.
 */
package dev.serin.web.rollout;
