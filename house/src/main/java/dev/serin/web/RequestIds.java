package dev.serin.web;

import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/** Ids of requests: the client's own where it gave a plain one, else ours, never twice. */
final class RequestIds {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private final String run;
  private final AtomicLong next = new AtomicLong();

  /** Ids that begin with this number, which differs from run to run. */
  RequestIds(int run) {
    this.run = HexFormat.of().toHexDigits(run);
  }

  String of(Optional<String> given) {
    return given
        .filter(id -> PLAIN.matcher(id).matches())
        .orElseGet(() -> run + "-" + Long.toHexString(next.incrementAndGet()));
  }
}
