/**
 * Keeps what lies in the data folder but the ledger: the lock of the folder and the artifacts by
 * digest. Bundles come in; verified bundles go out.
 */
package dev.serin.plug.file;
