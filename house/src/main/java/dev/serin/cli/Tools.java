package dev.serin.cli;

import dev.serin.base.Json;
import dev.serin.runtime.Formats;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What the commands cannot reach themselves: the version of Serin; all formats, made when first
 * asked for because engines are slow to load; and the check of the audit trail in a data folder
 * that no server holds.
 */
public record Tools(String version, Supplier<Formats> formats, Function<Path, Verdict> audit) {

  /** Whether the hash chain of an audit trail holds: how many events, or why it does not. */
  public record Verdict(boolean sound, long events, String why) {
    Json.Obj json() {
      return sound
          ? Json.Obj.of("sound", true, "events", events)
          : Json.Obj.of("sound", false, "why", why);
    }
  }
}
