package dev.serin.web;

import dev.serin.base.Problem;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps pages of other sites away from a server on somebody's own machine: the Host header must
 * name this server (against DNS rebinding), and a write that a page sends must come from a page of
 * this server.
 */
final class Guard {
  private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");
  private final Set<String> hosts = new HashSet<>(Set.of("localhost", "127.0.0.1", "::1"));

  Guard(HttpSettings settings) {
    hosts.add(bare(settings.host()));
    settings.allowHosts().forEach(host -> hosts.add(bare(host)));
    if (!settings.publicHost().isBlank()) {
      hosts.add(bare(settings.publicHost()));
    }
  }

  void check(Wire wire) {
    String host = wire.header("Host").orElse("");
    if (!hosts.contains(bare(host))) {
      throw new Problem.Raised(
          new Problem.Denied(
              "HOST_NOT_ALLOWED",
              "the host '" + host + "' is not this server's; allow it by --allow-host"));
    }
    Optional<String> origin = wire.header("Origin");
    if (origin.isPresent() && !READS.contains(wire.method()) && !same(origin.get(), host)) {
      throw new Problem.Raised(
          new Problem.Denied(
              "ORIGIN_NOT_ALLOWED", "a page of '" + origin.get() + "' may not change this server"));
    }
  }

  private static boolean same(String origin, String host) {
    try {
      String authority = new URI(origin).getRawAuthority();
      return authority != null && authority.equalsIgnoreCase(host);
    } catch (URISyntaxException _) {
      return false;
    }
  }

  /** A host without port, brackets and a dot at the end, in lower case. */
  private static String bare(String host) {
    String lower = host.strip().toLowerCase(Locale.ROOT);
    int bracket = lower.indexOf(']');
    if (lower.startsWith("[") && bracket > 0) {
      return lower.substring(1, bracket);
    }
    int colon = lower.indexOf(':');
    boolean port = colon >= 0 && colon == lower.lastIndexOf(':');
    String name = port ? lower.substring(0, colon) : lower;
    return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
  }
}
