/**
 * Keeps the plan of the house: settings, wiring by hand from cellar to roof, start and stop. Words
 * from flags, environment and file come in; a running process goes out. It knows everybody and is
 * known by nobody.
 */
package dev.serin.app;
