/**
 * Keeps facts in one global order, chained by hash: the audit trail is the ledger itself. Batches
 * of entries come in with the stream position they were decided at; durable tickets, replays, pages
 * and watched images go out. How the bytes lie on a disk is a plug's business.
 */
package dev.serin.ledger;
