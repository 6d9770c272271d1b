package dev.serin.runtime.sklearn;

import dev.serin.artifact.Bundle;
import dev.serin.reader.Budget;
import dev.serin.reader.Zip;
import dev.serin.reader.skops.Skops;
import dev.serin.runtime.Format;
import dev.serin.runtime.Guest;
import dev.serin.runtime.Limits;
import dev.serin.runtime.Risk;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Fitted scikit-learn models in skops archives. What skops asks its user to trust is decided by the
 * same exact list of names as for pickles; nothing else may stand in the file.
 */
public final class SkopsFormat implements Format {
  private static final String SCHEMA = "schema.json";
  private static final String CENTRAL = "PK\u0001\u0002";
  private static final int NAME_AT = 46;
  private static final int TAIL = 1 << 16;

  private final Classes classes;
  private final KnownNames names;

  /** Serves the classes of these families, and the estimators of other libraries among them. */
  public SkopsFormat(List<Family> families, List<Guest.Library> guests) {
    this.classes = new Classes(families, guests);
    this.names = classes.names();
  }

  @Override
  public String name() {
    return "skops";
  }

  @Override
  public Risk risk() {
    return Risk.DATA;
  }

  /** A zip archive whose directory, at its end, names the schema. */
  @Override
  public boolean recognises(Bundle bundle) {
    if (bundle.folder()) {
      return false;
    }
    try (InputStream in = bundle.only().open()) {
      byte[] head = in.readNBytes(4);
      in.skipNBytes(Math.max(0, bundle.only().size() - head.length - TAIL));
      return Zip.recognises(head) && namesSchema(in.readNBytes(TAIL));
    } catch (IOException unreadable) {
      throw SklearnFormat.unreadable(bundle, unreadable);
    }
  }

  private static boolean namesSchema(byte[] tail) {
    String text = new String(tail, StandardCharsets.ISO_8859_1);
    int at = text.lastIndexOf(CENTRAL);
    while (at >= 0) {
      int name = at + NAME_AT;
      int length = at + 30 <= text.length() ? text.charAt(at + 28) | text.charAt(at + 29) << 8 : 0;
      if (name + length <= text.length() && text.startsWith(SCHEMA, name)) {
        return length == SCHEMA.length();
      }
      at = text.lastIndexOf(CENTRAL, at - 1);
    }
    return false;
  }

  @Override
  public Opened open(Bundle bundle, Limits limits) {
    Budget budget = limits.budget();
    Skops read = Skops.read(archive(bundle, budget), budget, names, limits.jsonDepth());
    Map<String, String> writers =
        read.version().isEmpty() ? Map.of() : Map.of("skops", read.version());
    Fitted.Source source = new Fitted.Source(name(), bundle.name(), read.root(), writers);
    Optional<Opened> guest = classes.guest(read.root(), limits);
    return guest.isPresent() ? guest.get() : Fitted.of(source, classes.all(limits), limits, budget);
  }

  private static Zip archive(Bundle bundle, Budget budget) {
    budget.mayHold(bundle.only().size(), bundle::name);
    try (InputStream in = bundle.only().open()) {
      return Zip.read(in.readAllBytes(), budget);
    } catch (IOException unreadable) {
      throw SklearnFormat.unreadable(bundle, unreadable);
    }
  }
}
