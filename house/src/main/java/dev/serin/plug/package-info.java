/**
 * Keeps the outside behind the ports of the rooms, one third-party thing a child. Ports come in;
 * implementations go out. No room imports a plug; {@code app} puts them in.
 */
package dev.serin.plug;
