/**
 * Keeps model bytes by digest: a stored artifact is immutable, and its manifest is written last.
 * Files or streams come in; manifests and verified bundles go out.
 */
package dev.serin.artifact;
