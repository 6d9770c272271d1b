/**
 * Keeps the door of roll-outs: their calls, their events and their page. Requests come in; what
 * roll-outs answer goes out.
 */
package dev.serin.web.rollout;
