package dev.serin.source.layout;

import dev.serin.base.Json;
import dev.serin.base.Problem;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a {@code version.json} says of one version. Three dialects are read: the documented one, the
 * same with more members, and the one for both versions at once ({@code current_version}, {@code
 * canary_version}, {@code models}); the documented one is written. {@code more} are all other
 * members.
 */
public record VersionFile(
    long version,
    Instant timestamp,
    Optional<Instant> canaryStart,
    Optional<Double> weight,
    Json.Obj metrics,
    Json.Obj more) {
  private static final int DEPTH = 16;
  private static final double PERCENT = 100;
  private static final Pattern NUMBER = Pattern.compile("v?(\\d{1,9})");

  /** The members of the documented form, in its order. */
  private static final String VERSION = "version";

  private static final String TIMESTAMP = "timestamp";
  private static final String START = "canary_start_time";
  private static final String WEIGHT = "traffic_weight";
  private static final String METRICS = "metrics";

  /** The documented form. */
  public Json.Obj json() {
    SequencedMap<String, Json> members = new LinkedHashMap<>();
    members.put(VERSION, Json.of(version));
    members.put(TIMESTAMP, Json.of(Moments.text(timestamp)));
    canaryStart.ifPresent(at -> members.put(START, Json.of(Moments.text(at))));
    weight.ifPresent(part -> members.put(WEIGHT, Json.of(part)));
    members.put(METRICS, metrics);
    more.members().forEach(members::putIfAbsent);
    return new Json.Obj(members);
  }

  /**
   * Reads any of the three dialects as said of this part; a moment that is missing is {@code
   * otherwise}. Empty when the file speaks of both versions and has none for this part.
   *
   * @throws Problem.Raised {@code Refused} VERSION_FILE
   */
  static Optional<VersionFile> parse(String text, Part part, Instant otherwise) {
    Json.Obj file;
    try {
      file = Json.parse(text, DEPTH) instanceof Json.Obj object ? object : Json.Obj.of();
    } catch (Problem.Raised malformed) {
      throw wrong("it is no JSON: " + malformed.problem().message());
    }
    return file.member("current_version").isPresent() || file.member("models").isPresent()
        ? both(file, part, otherwise)
        : Optional.of(one(file, otherwise));
  }

  private static VersionFile one(Json.Obj file, Instant otherwise) {
    SequencedMap<String, Json> more = new LinkedHashMap<>(file.members());
    List.of(VERSION, TIMESTAMP, START, WEIGHT, METRICS).forEach(more::remove);
    return new VersionFile(
        number(file.member(VERSION).orElseThrow(() -> wrong("it has no 'version'"))),
        file.member(TIMESTAMP).flatMap(Moments::of).orElse(otherwise),
        file.member(START).flatMap(Moments::of),
        file.number(WEIGHT).map(weight -> part(weight.doubleValue())),
        file.object(METRICS).orElse(Json.Obj.of()),
        new Json.Obj(more));
  }

  private static Optional<VersionFile> both(Json.Obj file, Part part, Instant otherwise) {
    boolean canary = part == Part.CANARY;
    boolean active =
        !(file.member("canary_active").orElse(Json.Null.NULL) instanceof Json.Bool(boolean is))
            || is;
    if (canary && !active) {
      return Optional.empty();
    }
    Optional<Long> number =
        file.member(canary ? "canary_version" : "current_version").map(VersionFile::number);
    return number.map(
        version -> {
          Json.Obj model = model(file, version);
          return new VersionFile(
              version,
              model.member("created_at").flatMap(Moments::of).orElse(otherwise),
              canary ? file.member(START).flatMap(Moments::of) : Optional.empty(),
              canary
                  ? model.number(WEIGHT).map(percent -> part(percent.doubleValue() / PERCENT))
                  : Optional.empty(),
              model.object(METRICS).orElse(Json.Obj.of()),
              model.text("file").map(name -> Json.Obj.of("file", name)).orElseGet(Json.Obj::of));
        });
  }

  private static Json.Obj model(Json.Obj file, long version) {
    Map<String, Json> models = file.object("models").orElse(Json.Obj.of()).members();
    Json found =
        models.getOrDefault("v" + version, models.getOrDefault("" + version, Json.Null.NULL));
    return found instanceof Json.Obj object ? object : Json.Obj.of();
  }

  private static long number(Json json) {
    String text =
        switch (json) {
          case Json.Num(String digits) -> digits;
          case Json.Str(String value) -> value.strip();
          case Json.Obj _, Json.Arr _, Json.Bool _, Json.Null _ -> "";
        };
    Matcher number = NUMBER.matcher(text);
    if (!number.matches()) {
      throw wrong("a version is a whole number, not " + json.text());
    }
    return Long.parseLong(number.group(1));
  }

  private static double part(double weight) {
    if (!(weight >= 0 && weight <= 1)) {
      throw wrong("'" + WEIGHT + "' is a part from 0 to 1, not " + weight);
    }
    return weight;
  }

  private static Problem.Raised wrong(String why) {
    return new Problem.Raised(
        new Problem.Refused(
            "VERSION_FILE", "version.json", why, "write {\"version\": 2, \"metrics\": {}}"));
  }
}
