package dev.serin.runtime;

import dev.serin.artifact.Bundle;
import dev.serin.base.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All formats that the process knows, asked in order; {@code app} fills it. */
public final class Formats {
  private final List<Format> formats;
  private final Limits limits;

  /** Knows these formats, asked in this order. */
  public Formats(List<Format> formats, Limits limits) {
    this.formats = List.copyOf(formats);
    this.limits = limits;
  }

  /** These formats, after {@code first} was asked. */
  public Formats before(Format first) {
    List<Format> all = new ArrayList<>(List.of(first));
    all.addAll(formats);
    return new Formats(all, limits);
  }

  /** The formats in the order in which they are asked. */
  public List<Format> inOrder() {
    return formats;
  }

  /** The first format that recognises the bundle. */
  public Optional<Format> recognise(Bundle bundle) {
    return formats.stream().filter(format -> format.recognises(bundle)).findFirst();
  }

  /** What the file would have its own library import; see {@link Format#mentions}. */
  public List<Mention> mentions(Bundle bundle) {
    return recognise(bundle).map(format -> format.mentions(bundle, limits)).orElse(List.of());
  }

  /** Reads and checks the bundle by its own format, or refuses. */
  public Format.Opened open(Bundle bundle) {
    return accept(bundle).open(bundle, limits);
  }

  /** The format of a bundle that is worth copying: no file is too large, and it is recognised. */
  public Format accept(Bundle bundle) {
    for (Bundle.Entry entry : bundle.entries()) {
      if (entry.size() > limits.fileBytes()) {
        throw refused(
            "LIMIT_EXCEEDED",
            entry.path(),
            "the file has " + entry.size() + " bytes, the limit is " + limits.fileBytes(),
            "raise runtime.budget.file-bytes if the file is wanted");
      }
    }
    return recognise(bundle)
        .orElseThrow(
            () ->
                refused(
                    "UNRECOGNISED",
                    bundle.name(),
                    "no known model format starts like this",
                    "give a model file or folder that serin inspect accepts"));
  }

  private static Problem.Raised refused(String code, String place, String what, String remedy) {
    return new Problem.Raised(new Problem.Refused(code, place, what, remedy));
  }
}
