package dev.serin.source;

import java.util.List;

/** What one look at a whole source came to. */
public sealed interface Scan {

  /** All that it holds, in path order. */
  record Found(List<Sighting> sightings) implements Scan {
    public Found {
      sightings = List.copyOf(sightings);
    }
  }

  /** It could not be read to the end, so nothing is known. */
  record Unreachable(String why) implements Scan {}
}
