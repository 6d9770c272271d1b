/**
 * Keeps the documented interfaces of other systems, one child each. Their requests come in; their
 * answers, word for word, go out. A facade translates and owns nothing.
 */
package dev.serin.facade;
