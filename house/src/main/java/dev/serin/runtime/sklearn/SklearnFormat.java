package dev.serin.runtime.sklearn;

import dev.serin.artifact.Bundle;
import dev.serin.base.Problem;
import dev.serin.reader.Budget;
import dev.serin.reader.Imports;
import dev.serin.reader.Node;
import dev.serin.reader.Unpickler;
import dev.serin.runtime.Format;
import dev.serin.runtime.Guest;
import dev.serin.runtime.Limits;
import dev.serin.runtime.Mention;
import dev.serin.runtime.Risk;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Pickles and joblib files of fitted scikit-learn models, from 0.20 on. The file is read into inert
 * nodes by an exact list of names; the steps are then built from those by an exact table of
 * classes.
 */
public final class SklearnFormat implements Format {
  private final Classes classes;
  private final KnownNames names;

  /** Serves the classes of these families. */
  public SklearnFormat(List<Family> families) {
    this(families, List.of());
  }

  /** Serves the classes of these families, and the estimators of other libraries among them. */
  public SklearnFormat(List<Family> families, List<Guest.Library> guests) {
    this.classes = new Classes(families, guests);
    this.names = classes.names();
  }

  @Override
  public String name() {
    return "sklearn";
  }

  @Override
  public Risk risk() {
    return Risk.CODE;
  }

  @Override
  public boolean recognises(Bundle bundle) {
    if (bundle.folder()) {
      return false;
    }
    try (InputStream in = bundle.only().open()) {
      return Signs.ofPickle(in);
    } catch (IOException unreadable) {
      throw unreadable(bundle, unreadable);
    }
  }

  static Problem.Raised unreadable(Bundle bundle, IOException cause) {
    return new Problem.Raised(
        new Problem.Refused(
            "CORRUPT",
            bundle.name(),
            "the file cannot be read: " + cause.getMessage(),
            "check the file and its disk"),
        cause);
  }

  @Override
  public Opened open(Bundle bundle, Limits limits) {
    Budget budget = limits.budget();
    Node root = read(bundle, budget);
    Optional<Opened> guest = classes.guest(root, limits);
    return guest.isPresent()
        ? guest.get()
        : Fitted.of(
            new Fitted.Source(name(), bundle.name(), root, Map.of()),
            classes.all(limits),
            limits,
            budget);
  }

  @Override
  public List<Known> vocabulary() {
    return classes.all(Limits.DEFAULT).stream()
        .flatMap(family -> family.recipes().stream())
        .map(recipe -> new Known(recipe.type(), recipe.mapsTo()))
        .distinct()
        .toList();
  }

  @Override
  public List<Mention> mentions(Bundle bundle, Limits limits) {
    try (InputStream in = bundle.only().open()) {
      return Unpickler.survey(in, limits.budget(), names).named().stream()
          .map(SklearnFormat::mention)
          .toList();
    } catch (IOException unreadable) {
      throw unreadable(bundle, unreadable);
    }
  }

  private static Mention mention(Imports.Named named) {
    return new Mention(named.name(), named.place(), Mention.Verdict.valueOf(named.kind().name()));
  }

  private Node read(Bundle bundle, Budget budget) {
    try (InputStream in = bundle.only().open()) {
      return Unpickler.read(in, budget, names);
    } catch (IOException unreadable) {
      throw unreadable(bundle, unreadable);
    }
  }
}
