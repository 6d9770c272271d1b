package dev.serin.runtime.sklearn;

import dev.serin.artifact.Bundle;
import dev.serin.base.Problem;
import dev.serin.reader.Budget;
import dev.serin.reader.Imports;
import dev.serin.reader.Node;
import dev.serin.reader.Unpickler;
import dev.serin.runtime.Format;
import dev.serin.runtime.Guest;
import dev.serin.runtime.Inspection;
import dev.serin.runtime.Limits;
import dev.serin.runtime.Mention;
import dev.serin.runtime.Predictor;
import dev.serin.runtime.Risk;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Pickles and joblib files of fitted scikit-learn models, from 0.20 on. The file is read into inert
 * nodes by an exact list of names; the steps are then built from those by an exact table of
 * classes.
 */
public final class SklearnFormat implements Format {
  private final List<Family> families;
  private final List<Guest.Library> guests;
  private final KnownNames names;

  /** Serves the classes of these families. */
  public SklearnFormat(List<Family> families) {
    this(families, List.of());
  }

  /** Serves the classes of these families, and the estimators of other libraries among them. */
  public SklearnFormat(List<Family> families, List<Guest.Library> guests) {
    this.families = List.copyOf(families);
    this.guests = List.copyOf(guests);
    this.names = new KnownNames(all(Limits.DEFAULT));
  }

  private List<Family> all(Limits limits) {
    List<Family> all = new ArrayList<>(families);
    guests.forEach(library -> all.add(new GuestFamily(library, limits)));
    return all;
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

  private static Problem.Raised unreadable(Bundle bundle, IOException cause) {
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
    if (root instanceof Node.Instance alone) {
      for (Guest.Library library : guests) {
        if (new GuestFamily(library, limits).owns(alone)) {
          return library.open(alone, limits);
        }
      }
    }
    Workshop workshop = new Workshop(all(limits), limits.graphNodes());
    String place = root instanceof Node.Instance model ? model.type().name() : bundle.name();
    Estimator model = workshop.build(root, place);
    if (model.forms().isEmpty()) {
      throw Refusal.value(place, "can neither predict nor transform");
    }
    Inputs inputs = Inputs.of(model, FeatureNames.of(root));
    SklearnPredictor predictor = new SklearnPredictor(model, inputs, budget.heapBytes());
    Map<String, String> writers =
        workshop.writer().isEmpty() ? Map.of() : Map.of("scikit-learn", workshop.writer());
    Inspection inspection =
        new Inspection(
            name(), writers, predictor.signature(), workshop.steps(), workshop.warnings());
    return new Fitted(inspection, predictor);
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

  private record Fitted(Inspection inspection, Predictor predictor) implements Opened {}
}
