package dev.serin.runtime.boosting.lightgbm;

import dev.serin.artifact.Bundle;
import dev.serin.reader.Budget;
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
import java.util.Arrays;

/** The text files that {@code Booster.save_model} of LightGBM writes. */
public final class LightGbmFormat implements Format {
  private static final byte[] SIGN = "tree\nversion=".getBytes(StandardCharsets.US_ASCII);

  @Override
  public String name() {
    return LightGbmPickles.NAME;
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
      return Arrays.equals(in.readNBytes(SIGN.length), SIGN);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  @Override
  public Opened open(Bundle bundle, Limits limits) {
    Budget budget = limits.budget();
    try (InputStream in = bundle.only().open()) {
      LightGbmText.Model model = LightGbmText.read(in, budget, limits, 0);
      return OpenedModel.of(
          name(),
          "format " + model.version(),
          "lightgbm.Booster",
          new BoostedModel(model.booster(), model.columns(), new Head.Native(), DataType.FP64));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
