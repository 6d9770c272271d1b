package dev.serin.source.layout;

import dev.serin.base.Digest;
import java.util.List;

/** Port: remembers which contents of a folder are known, so that nobody takes in what we wrote. */
public interface Memory {

  /** The contents of this folder that were taken in, refused or written by us. */
  List<Digest> known(Part part);

  /** Whether this content of the folder was refused; it is left where it is. */
  boolean refused(Part part, Digest content);

  /** Knows this content alone, which was refused; durable on return. */
  void refuse(Part part, Digest content);

  /** From now on exactly these are known; durable on return. */
  void know(Part part, List<Digest> contents);
}
