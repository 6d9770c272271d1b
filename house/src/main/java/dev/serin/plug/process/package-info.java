/** Keeps nothing: commands of training jobs come in, processes of this machine run them. */
package dev.serin.plug.process;
