package dev.serin.runtime.onnx;

/** Whether ONNX files that Serin did not write are run in this process. */
public enum Foreign {
  /** Those that pass the guard are. */
  ALLOW,
  /** None is. */
  REFUSE
}
