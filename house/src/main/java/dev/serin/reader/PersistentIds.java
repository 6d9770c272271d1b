package dev.serin.reader;

import java.util.Optional;

/**
 * What stands in the tree for a reference of a pickle to something outside of it; empty refuses the
 * file with EXTERNAL_REFERENCE. Only references in binary form are asked for.
 */
@FunctionalInterface
public interface PersistentIds {
  /** Refuses every reference. */
  PersistentIds NONE = _ -> Optional.empty();

  /** The node for this reference. */
  Optional<Node> node(Node reference);
}
