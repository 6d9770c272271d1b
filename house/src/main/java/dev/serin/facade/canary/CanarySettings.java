package dev.serin.facade.canary;

import dev.serin.base.ModelName;
import dev.serin.codec.image.ImageLimits;
import dev.serin.codec.image.Thresholds;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The settings {@code canary.*}: the model that requests mean which name none; the side of images
 * where the model leaves it open; how large images may be; which boxes count; names of the classes;
 * where the inference service is, if it is not this server; where batches are put; how long one
 * prediction may take.
 */
public record CanarySettings(
    Optional<ModelName> model,
    int imageSide,
    ImageLimits images,
    Thresholds thresholds,
    List<String> classes,
    Optional<URI> inferUrl,
    Path predictions,
    Duration deadline) {
  private static final int LARGEST_SIDE = 4_096;

  public CanarySettings {
    Objects.requireNonNull(model, "canary.model");
    Objects.requireNonNull(images, "canary.image-pixels");
    Objects.requireNonNull(thresholds, "canary.confidence");
    Objects.requireNonNull(predictions, "canary.predictions");
    classes = List.copyOf(classes);
    if (imageSide < 1 || imageSide > LARGEST_SIDE) {
      throw new IllegalArgumentException("canary.img-size must be 1 to 4096, was " + imageSide);
    }
  }

  /** What holds where nobody says otherwise; batches below this folder. */
  public static CanarySettings in(Path predictions) {
    return new CanarySettings(
        Optional.empty(),
        640,
        ImageLimits.DEFAULT,
        Thresholds.DEFAULT,
        List.of("building_no", "building_minor", "building_major", "building_destroyed"),
        Optional.empty(),
        predictions,
        Duration.ofSeconds(30));
  }
}
