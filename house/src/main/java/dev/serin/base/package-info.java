/**
 * Keeps the words everybody needs: digests, names, tenants, actors, deadlines and problems. Nothing
 * comes in but values; records go out. It depends on the JDK alone.
 */
package dev.serin.base;
