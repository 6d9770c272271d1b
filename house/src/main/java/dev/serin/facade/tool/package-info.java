/**
 * Keeps the interface of the model serving tool: list, status, activate, deactivate, predict, help.
 * Its requests come in; calls to the rooms go out, and its documented texts and shapes come back.
 */
package dev.serin.facade.tool;
