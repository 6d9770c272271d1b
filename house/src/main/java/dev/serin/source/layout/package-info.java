/**
 * Keeps the folder layout of canary deployments: {@code current/} and {@code canary/}, each with
 * the model and a {@code version.json}. Folders that others wrote come in as versions, champion and
 * challenger; what the registry says goes out as what the folders shall hold.
 */
package dev.serin.source.layout;
