package dev.serin.web;

import java.time.Duration;
import java.util.Objects;
import java.util.Set;

/**
 * The settings {@code http.*}: where to listen ({@code port} 0 takes a free one); {@code
 * publicHost} in shown addresses (empty: the one that the client used); {@code allowHosts} accepted
 * in the Host header beside loopback, the bound and the public one; the largest body of a call and
 * of an upload in bytes; {@code deadline} of a call; {@code jsonDepth} of bodies.
 */
public record HttpSettings(
    String host,
    int port,
    String publicHost,
    Set<String> allowHosts,
    long maxBodyBytes,
    long maxUploadBytes,
    Duration deadline,
    int jsonDepth) {

  /** The defaults. */
  public static final HttpSettings DEFAULT =
      new HttpSettings(
          "127.0.0.1", 8086, "", Set.of(), 64L << 20, 4L << 30, Duration.ofSeconds(30), 100);

  private static final int LAST_PORT = 65_535;

  public HttpSettings {
    Objects.requireNonNull(publicHost, "http.public-host");
    allowHosts = Set.copyOf(allowHosts);
    if (host.isBlank()) {
      throw new IllegalArgumentException("http.host must not be blank");
    }
    if (port < 0 || port > LAST_PORT) {
      throw new IllegalArgumentException("http.port must be 0 to 65535, was " + port);
    }
    atLeastOne("http.max-body-bytes", maxBodyBytes);
    atLeastOne("http.max-upload-bytes", maxUploadBytes);
    atLeastOne("http.deadline (ms)", deadline.toMillis());
    atLeastOne("http.json-depth", jsonDepth);
    if (maxBodyBytes > Integer.MAX_VALUE - 16) {
      throw new IllegalArgumentException("http.max-body-bytes must stay below 2 GiB");
    }
  }

  private static void atLeastOne(String key, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(key + " must be at least 1, was " + value);
    }
  }
}
