/**
 * Runs models that no reader may read in Python processes which are shut off from the machine; off
 * unless an administrator allowed exactly these bytes. Bundles and settings come in; predictors
 * whose answers cross a pipe as frames, or refusals, go out.
 */
package dev.serin.runtime.worker;
