/**
 * Keeps the view of the process for Prometheus. The meter's snapshot and the JVM's own figures come
 * in; their exposition text goes out. The only place that knows Micrometer.
 */
package dev.serin.plug.telemetry;
