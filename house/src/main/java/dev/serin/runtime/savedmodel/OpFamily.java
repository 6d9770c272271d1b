package dev.serin.runtime.savedmodel;

import java.util.Map;

/** Operators that belong together; {@code app} hands all families to the format. */
@FunctionalInterface
public interface OpFamily {

  /** The rules by the names that TensorFlow gives the operators. */
  Map<String, OpRule> rules();
}
