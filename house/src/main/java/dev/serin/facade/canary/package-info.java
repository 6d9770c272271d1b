/**
 * Keeps the interface of the canary deployments of an image model: status, predictions for pairs of
 * images, uploads, trainings. Its requests come in; calls to the rooms go out, and its documented
 * texts and shapes come back.
 */
package dev.serin.facade.canary;
