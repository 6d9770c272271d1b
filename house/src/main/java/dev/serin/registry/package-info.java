/**
 * Keeps registered models, their immutable versions and their aliases, all as facts in one stream
 * of the ledger. Bundles and commands come in by {@link dev.serin.registry.Registration} and {@link
 * dev.serin.registry.Registry}; immutable images go out. {@code champion} and {@code challenger}
 * live here and nowhere else.
 */
package dev.serin.registry;
