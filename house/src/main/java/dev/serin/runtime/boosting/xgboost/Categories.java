package dev.serin.runtime.boosting.xgboost;

import dev.serin.runtime.boosting.Columns;
import dev.serin.runtime.boosting.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The categories that a data frame had in training, which a model holds since 3.1: texts as the
 * bytes of all with their offsets, or numbers.
 */
final class Categories {
  /** The releases that count characters where bytes are meant. */
  private static final Pattern CUTTING = Pattern.compile("3\\.[0-3](\\..*)?");

  private Categories() {}

  /** The columns of the learner with their names and categories. */
  static Columns columns(
      Document.View learner, Document.View gradient, int features, String release) {
    Map<Integer, Columns.Categories> categories = new HashMap<>();
    List<Document> encodings = encodings(gradient);
    if (!encodings.isEmpty() && encodings.size() != features) {
      throw Refusal.corrupt(
          "cats.enc", encodings.size() + " encodings for " + features + " features");
    }
    for (int i = 0; i < encodings.size(); i++) {
      Document.View one = Document.View.of(encodings.get(i), "cats.enc[" + i + "]");
      if (one.numbers("values").length > 0) {
        categories.put(i, one.has("offsets") ? texts(one, release) : numbers(one));
      }
    }
    return new Columns(
        features, learner.texts("feature_names"), categories, Columns.Unknown.REFUSED);
  }

  private static List<Document> encodings(Document.View gradient) {
    Document.View model =
        gradient.has("gbtree") ? gradient.inner("gbtree").inner("model") : gradient.inner("model");
    Optional<Document> cats = model.optional("cats");
    return cats.isEmpty() ? List.of() : Document.View.of(cats.get(), "cats").items("enc");
  }

  private static Columns.Categories texts(Document.View one, String release) {
    int[] offsets = one.wholes("offsets");
    int[] values = one.wholes("values");
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) values[i];
      if (bytes[i] < 0 && CUTTING.matcher(release).matches()) {
        throw Refusal.value(
            one.place(), "XGBoost " + release + " cut off categories that are not ASCII");
      }
    }
    List<String> texts = new ArrayList<>();
    for (int i = 0; i + 1 < offsets.length; i++) {
      if (offsets[i] < 0 || offsets[i] > offsets[i + 1] || offsets[i + 1] > bytes.length) {
        throw Refusal.corrupt(one.place(), "has offsets beyond its bytes");
      }
      texts.add(new String(bytes, offsets[i], offsets[i + 1] - offsets[i], StandardCharsets.UTF_8));
    }
    return Columns.Categories.ofTexts(texts);
  }

  private static Columns.Categories numbers(Document.View one) {
    List<Double> numbers = new ArrayList<>();
    for (double number : one.numbers("values")) {
      numbers.add(number + 0.0);
    }
    return Columns.Categories.ofNumbers(numbers);
  }
}
