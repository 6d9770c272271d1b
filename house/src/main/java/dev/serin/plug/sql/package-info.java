/**
 * Keeps the ledger's rows in an SQLite file; JDBC is used here only. Rows come in, in transactions
 * that survive a crash; rows in order go out.
 */
package dev.serin.plug.sql;
