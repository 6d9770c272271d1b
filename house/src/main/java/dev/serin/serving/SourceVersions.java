package dev.serin.serving;

import dev.serin.base.ModelName;
import java.util.Optional;

/** Port: which version of a model the source that it comes from holds now. */
public interface SourceVersions {
  /** Where no source knows any model. */
  SourceVersions NONE = _ -> Optional.empty();

  /** The number of the version, empty when no source holds the model. */
  Optional<Integer> held(ModelName model);
}
