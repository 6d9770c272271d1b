package dev.serin.source.layout;

import dev.serin.base.Json;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Moments in version files: ISO texts, of which those without an offset count as UTC, and seconds
 * since 1970. Written as UTC with its offset in digits, which every reader of ISO texts knows.
 */
public final class Moments {
  private static final DateTimeFormatter FORM =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx").withZone(ZoneOffset.UTC);
  private static final double MILLIS = 1_000;
  private static final double LATEST = 253_402_300_799.0; // the year 9999

  private Moments() {}

  /** The text of a moment, to the second. */
  public static String text(Instant at) {
    return FORM.format(at.truncatedTo(ChronoUnit.SECONDS));
  }

  /** The moment that this says, empty when it says none. */
  static Optional<Instant> of(Json json) {
    return switch (json) {
      case Json.Str(String text) -> of(text.strip());
      case Json.Num number -> of(number.doubleValue());
      case Json.Obj _, Json.Arr _, Json.Bool _, Json.Null _ -> Optional.empty();
    };
  }

  private static Optional<Instant> of(double seconds) {
    return seconds >= 0 && seconds <= LATEST
        ? Optional.of(Instant.ofEpochMilli((long) (seconds * MILLIS)))
        : Optional.empty();
  }

  private static Optional<Instant> of(String text) {
    try {
      boolean offset = text.endsWith("Z") || text.matches(".*[+-]\\d\\d:\\d\\d");
      return Optional.of(
          offset
              ? OffsetDateTime.parse(text).toInstant()
              : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC));
    } catch (DateTimeException no) {
      return Optional.empty();
    }
  }
}
