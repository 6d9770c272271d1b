package dev.serin.runtime.boosting.xgboost;

import dev.serin.artifact.Bundle;
import dev.serin.runtime.Format;
import dev.serin.runtime.Limits;
import dev.serin.runtime.Risk;
import dev.serin.runtime.boosting.BoostedModel;
import dev.serin.runtime.boosting.Head;
import dev.serin.runtime.boosting.OpenedModel;
import dev.serin.tensor.DataType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The JSON and UBJSON files that {@code Booster.save_model} of XGBoost writes since 1.0. */
public final class XgboostFormat implements Format {
  private static final int HEAD = 256;

  @Override
  public String name() {
    return XgboostPickles.NAME;
  }

  @Override
  public Risk risk() {
    return Risk.DATA;
  }

  @Override
  public boolean recognises(Bundle bundle) {
    if (bundle.folder()) {
      return false;
    }
    try (InputStream in = bundle.only().open()) {
      byte[] head = in.readNBytes(HEAD);
      String text = new String(head, StandardCharsets.ISO_8859_1);
      return switch (XgboostModel.kind(head)) {
        case JSON -> text.contains("\"learner\"");
        case UBJSON -> text.contains("learner");
        case OTHER -> false;
      };
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  @Override
  public Opened open(Bundle bundle, Limits limits) {
    try (InputStream in = bundle.only().open()) {
      XgboostModel model = XgboostModel.read(in, bundle.name(), limits.budget(), limits, false);
      return OpenedModel.of(
          name(),
          model.release(),
          "xgboost.Booster",
          new BoostedModel(model.booster(), model.columns(), new Head.Native(), DataType.FP32));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
