package dev.serin.runtime.sklearn;

import dev.serin.reader.Node;
import dev.serin.runtime.Format;
import dev.serin.runtime.Guest;
import dev.serin.runtime.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Every class that a file of scikit-learn may hold: its own, and the estimators of guests. */
record Classes(List<Family> families, List<Guest.Library> guests) {
  Classes {
    families = List.copyOf(families);
    guests = List.copyOf(guests);
  }

  /** The names that may stand in a file. */
  KnownNames names() {
    return new KnownNames(all(Limits.DEFAULT));
  }

  /** The families, guests among them, for a load under these limits. */
  List<Family> all(Limits limits) {
    List<Family> all = new ArrayList<>(families);
    guests.forEach(library -> all.add(new GuestFamily(library, limits)));
    return all;
  }

  /** A file whose root is an estimator of a guest is the guest's own. */
  Optional<Format.Opened> guest(Node root, Limits limits) {
    if (!(root instanceof Node.Instance alone)) {
      return Optional.empty();
    }
    return guests.stream()
        .filter(library -> new GuestFamily(library, limits).owns(alone))
        .findFirst()
        .map(library -> library.open(alone, limits));
  }
}
