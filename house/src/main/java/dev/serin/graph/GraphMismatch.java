package dev.serin.graph;

/** A node that its inputs do not fit; front ends catch it and name the layer. */
public final class GraphMismatch extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A mismatch in these words. */
  public GraphMismatch(String message) {
    super(message);
  }
}
