package dev.serin.facade.canary;

import dev.serin.base.Deadline;
import dev.serin.base.ModelName;
import dev.serin.base.Problem;
import dev.serin.codec.image.Box;
import dev.serin.codec.image.Detections;
import dev.serin.codec.image.ImagePair;
import dev.serin.codec.image.Overlay;
import dev.serin.codec.image.Picture;
import dev.serin.codec.image.PictureReader;
import dev.serin.registry.ModelVersion;
import dev.serin.serving.Call;
import dev.serin.serving.Gateway;
import dev.serin.serving.Prediction;
import dev.serin.tensor.Signature;
import dev.serin.web.Ask;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From two image files to boxes. The files are decoded before a version is asked for, so that what
 * is no image counts for no arm; so many bodies and pairs of pictures at a time, since both take
 * memory, and the others wait within their deadlines.
 */
final class Detector {
  private static final Logger LOG = LoggerFactory.getLogger(Detector.class);
  private static final int PAIRS_AT_ONCE = 8;
  private static final int MOST_WAITING = 256;
  private static final int KIBIBYTES = 256 << 10;
  private static final int UNSAID = 64 << 10;
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final Gateway gateway;
  private final CanarySettings settings;
  private final PictureReader reader;
  private final Detections detections;
  private final Overlay overlay;
  private final Semaphore room = new Semaphore(PAIRS_AT_ONCE, true);
  private final Semaphore bodies = new Semaphore(KIBIBYTES, true);

  Detector(Gateway gateway, CanarySettings settings) {
    this.gateway = gateway;
    this.settings = settings;
    this.reader = new PictureReader(settings.images());
    this.detections = new Detections(settings.thresholds());
    this.overlay = new Overlay(settings.classes());
  }

  /** Two image files. */
  record Images(byte[] before, byte[] after) {}

  /** Who shall answer, what the request says of itself, and until when. */
  record Wish(ModelName model, Gateway.Wish said, Deadline deadline) {

    /** What a request says; {@code version}: it insists on one. */
    static Wish of(Gateway gateway, ModelName model, Ask ask, Optional<String> version) {
      Optional<String> key = gateway.stickyHeader(model).flatMap(ask::header);
      return new Wish(
          model, new Gateway.Wish(version, key, ask.declared(), ask.id()), ask.deadline());
    }

    Wish until(Deadline other) {
      return new Wish(model, said, other);
    }
  }

  /** The boxes in pixels of the second image, that image with them as PNG, and who found them. */
  record Found(List<Box> boxes, byte[] overlay, Prediction by) {}

  boolean fits(ModelVersion version) {
    return pair(version.signature()).isPresent();
  }

  private Optional<ImagePair> pair(Signature signature) {
    return ImagePair.of(signature, settings.imageSide());
  }

  /**
   * Finds the boxes.
   *
   * @throws Problem.Raised {@code Invalid} IMAGE_INVALID or IMAGE_TOO_LARGE, {@code Conflict}
   *     MODEL_KIND, {@code Busy} OVERLOADED, and what the gateway raises
   */
  Found found(Wish wish, Images images) {
    take(room, 1, wish.deadline());
    try {
      Picture before = reader.read(images.before(), "pre_disaster");
      Picture after = reader.read(images.after(), "post_disaster");
      return found(wish, before, after);
    } finally {
      room.release();
    }
  }

  /** Room for a body of this size, negative when it is not known; before the body is read. */
  Seat seat(long declaredBytes, Deadline deadline) {
    long wanted = declaredBytes < 0 ? UNSAID : declaredBytes / 1024 + 1;
    int kibibytes = (int) Math.min(KIBIBYTES, wanted);
    take(bodies, kibibytes, deadline);
    return () -> bodies.release(kibibytes);
  }

  private static void take(Semaphore from, int permits, Deadline deadline) {
    try {
      if (from.getQueueLength() < MOST_WAITING
          && from.tryAcquire(permits, Math.max(0, deadline.left()), TimeUnit.NANOSECONDS)) {
        return;
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    throw new Problem.Raised(
        new Problem.Busy("OVERLOADED", "too many images are being decoded", RETRY));
  }

  /** Room that was taken, given back when it is closed. */
  @FunctionalInterface
  interface Seat extends AutoCloseable {
    @Override
    void close();
  }

  private Found found(Wish wish, Picture before, Picture after) {
    try (Call call = gateway.call(wish.model(), wish.said(), wish.deadline())) {
      ImagePair pair = pair(call.signature()).orElseThrow(() -> kind(wish.model()));
      Prediction by = call.predict(List.of(pair.tensor(before, after)), Set.of());
      LOG.info(
          "Using model: {} (version {} of '{}', request {})",
          by.arm(),
          by.version(),
          by.model(),
          wish.said().requestId());
      List<Box> boxes = detections.of(by.outputs(), pair, after);
      return new Found(boxes, overlay.png(after, boxes), by);
    }
  }

  private static Problem.Raised kind(ModelName model) {
    return new Problem.Raised(
        new Problem.Conflict(
            "MODEL_KIND",
            "'" + model + "' does not take pairs of images, which are one tensor of 1x6xHxW"));
  }
}
