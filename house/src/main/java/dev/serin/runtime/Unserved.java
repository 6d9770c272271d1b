package dev.serin.runtime;

import dev.serin.artifact.Bundle;
import dev.serin.base.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Model files that are known by their first bytes or their folder's layout and not served: each is
 * refused with the way out. The start of a file is enough, so nothing of it is parsed.
 */
public final class Unserved implements Format {
  private static final int HEAD = 512;
  private static final int ZIP_NAME_AT = 30;

  private static final List<Kind> KINDS =
      List.of(
          new Kind(
              "zip",
              firstEntry(_ -> true),
              "UNSUPPORTED_FORMAT",
              "an archive of no known model format",
              "give the model file itself"),
          new Kind(
              "catboost",
              starts("CBM1"),
              "UNSUPPORTED_FORMAT",
              "a CatBoost model is not served",
              "export it to ONNX: save_model(\"model.onnx\", format=\"onnx\")"),
          new Kind(
              "xgboost-binf",
              starts("binf"),
              "LEGACY_FORMAT",
              "the old binary format of XGBoost, which XGBoost itself no longer reads",
              "load it with XGBoost before 3.1 and save it as .json or .ubj"));

  /** One family: how it is recognised, and what its refusal says. */
  private record Kind(
      String name, Predicate<Bundle> seen, String code, String what, String remedy) {}

  @Override
  public String name() {
    return "unserved";
  }

  @Override
  public Risk risk() {
    return Risk.CODE;
  }

  @Override
  public boolean recognises(Bundle bundle) {
    return kind(bundle).isPresent();
  }

  @Override
  public Opened open(Bundle bundle, Limits limits) {
    Kind kind = kind(bundle).orElseThrow();
    throw new Problem.Raised(
        new Problem.Refused(
            kind.code(), bundle.name(), kind.what() + " (" + kind.name() + ")", kind.remedy()));
  }

  private static Optional<Kind> kind(Bundle bundle) {
    return KINDS.stream().filter(kind -> kind.seen().test(bundle)).findFirst();
  }

  private static Predicate<Bundle> starts(String latin1) {
    return bundle -> !bundle.folder() && head(bundle).startsWith(latin1);
  }

  /** A zip file whose first entry has such a name; the central directory is not read. */
  private static Predicate<Bundle> firstEntry(Predicate<String> named) {
    return starts("PK\u0003\u0004").and(bundle -> named.test(firstName(head(bundle))));
  }

  private static String firstName(String head) {
    if (head.length() < ZIP_NAME_AT) {
      return "";
    }
    int length = head.charAt(26) | head.charAt(27) << 8;
    return head.substring(ZIP_NAME_AT, Math.min(head.length(), ZIP_NAME_AT + length));
  }

  private static String head(Bundle bundle) {
    try (InputStream in = bundle.only().open()) {
      return new String(in.readNBytes(HEAD), StandardCharsets.ISO_8859_1);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
