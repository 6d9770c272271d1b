package dev.serin.runtime.boosting;

import dev.serin.runtime.Guest;
import java.util.Collections;
import java.util.List;

/** What the object around a booster makes of its scores. */
public sealed interface Head {

  /** The booster itself: its own prediction; probabilities too where it classifies. */
  record Native() implements Head {}

  /** A regressor or ranker: its own prediction. */
  record Plain() implements Head {}

  /** A classifier: the most probable of these classes. */
  record Classifier(Guest.Classes classes) implements Head {}

  /** A classifier of several labels at once, each 0 or 1: those above one half. */
  record Several(int labels) implements Head {}

  /** The classes of each target. */
  default List<Guest.Classes> targets(Booster booster) {
    return switch (this) {
      case Native _ ->
          booster.classifies()
              ? List.of(Guest.Classes.counted(Math.max(2, booster.width())))
              : List.of();
      case Plain _ -> List.of();
      case Classifier(Guest.Classes classes) -> List.of(classes);
      case Several(int labels) -> Collections.nCopies(labels, Guest.Classes.counted(2));
    };
  }
}
