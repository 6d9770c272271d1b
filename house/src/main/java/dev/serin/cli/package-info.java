/**
 * Keeps the command line: what the commands are called, what they take, how their answers look.
 * Words typed by people and programs come in; calls to a running server over HTTP, or offline work
 * on a file, go out. Tables are for people, {@code --json} for programs, and exit codes say how it
 * went: 0 fine, 1 the thing asked for failed, 2 wrong usage, 69 the server cannot be reached.
 */
package dev.serin.cli;
