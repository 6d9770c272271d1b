/**
 * Keeps the HTTP door: routes of V2, of our own API, health and the console, and the one table that
 * turns problems into statuses. Requests and the rooms behind them come in; answers go out. Other
 * doors add their routes without knowing the HTTP library.
 */
package dev.serin.web;
