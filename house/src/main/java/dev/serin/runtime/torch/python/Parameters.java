package dev.serin.runtime.torch.python;

import java.util.List;
import java.util.Optional;

/** What a function takes: {@code rest} and {@code named} catch what is left, empty when none. */
record Parameters(List<One> list, Optional<String> rest, Optional<String> named) {

  /** One parameter; after a star it can be given by its name only. */
  record One(String name, Optional<Expression> byDefault, boolean nameOnly) {}
}
