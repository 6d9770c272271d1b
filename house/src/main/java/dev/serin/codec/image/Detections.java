package dev.serin.codec.image;

import dev.serin.base.Problem;
import dev.serin.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Reads boxes from what a detector gives. Either its raw head (1, 4+C, A): for each of A places the
 * centre, width and height of a box in pixels of the input and a score for each of C classes, and
 * for a segmenting one 32 coefficients more, which go with a second output (1, 32, h, w) and are
 * not used; then the overlapping boxes are suppressed here. Or a table (n, 6) or (1, n, 6) that is
 * finished already: corners, confidence, class.
 */
public final class Detections {
  private static final int CORNERS = 4;
  private static final int COLUMNS = 6;
  private static final int MASKS = 32;
  private static final int MOST_CANDIDATES = 30_000;

  private final Thresholds thresholds;

  /** Boxes by these thresholds. */
  public Detections(Thresholds thresholds) {
    this.thresholds = thresholds;
  }

  /**
   * The boxes in pixels of the picture, the most confident first.
   *
   * @throws Problem.Raised {@code Conflict} OUTPUT_NO_DETECTIONS
   */
  public List<Box> of(List<Tensor> outputs, ImagePair pair, Picture picture) {
    double perX = (double) picture.width() / pair.width();
    double perY = (double) picture.height() / pair.height();
    return boxes(outputs).stream()
        .map(box -> box.in(picture, perX, perY))
        .filter(Box::real)
        .limit(thresholds.most())
        .toList();
  }

  private List<Box> boxes(List<Tensor> outputs) {
    Optional<Tensor> table = outputs.stream().filter(Detections::table).findFirst();
    if (table.isPresent()) {
      return confident(rows(table.get())).toList();
    }
    Tensor head =
        outputs.stream()
            .filter(it -> it.shape().length == 3 && it.shape()[0] == 1)
            .filter(it -> it.shape()[1] > CORNERS)
            .findFirst()
            .orElseThrow(() -> none(outputs));
    int masks = outputs.stream().anyMatch(Detections::prototypes) ? MASKS : 0;
    if (head.shape()[1] <= CORNERS + masks) {
      throw none(outputs);
    }
    return suppressed(confident(head(head, masks)).limit(MOST_CANDIDATES).toList());
  }

  private static boolean table(Tensor output) {
    long[] shape = output.shape();
    boolean flat = shape.length == 2 || shape.length == 3 && shape[0] == 1;
    return flat && shape[shape.length - 1] == COLUMNS;
  }

  private static boolean prototypes(Tensor output) {
    return output.shape().length == 4 && output.shape()[1] == MASKS;
  }

  private static Problem.Raised none(List<Tensor> outputs) {
    return new Problem.Raised(
        new Problem.Conflict(
            "OUTPUT_NO_DETECTIONS",
            "the model gives %s, neither a head (1, 4+C, A) nor a table (n, 6)"
                .formatted(outputs.stream().map(it -> Arrays.toString(it.shape())).toList())));
  }

  private java.util.stream.Stream<Box> confident(List<Box> boxes) {
    return boxes.stream()
        .filter(Box::real)
        .filter(box -> box.conf() >= thresholds.confidence())
        .sorted(Comparator.comparingDouble(Box::conf).reversed());
  }

  private static List<Box> rows(Tensor table) {
    double[] cells = table.doubles();
    List<Box> boxes = new ArrayList<>();
    for (int i = 0; i + COLUMNS <= cells.length; i += COLUMNS) {
      double confidence = cells[i + 4];
      int cls = (int) cells[i + 5];
      boxes.add(new Box(cls, confidence, cells[i], cells[i + 1], cells[i + 2], cells[i + 3]));
    }
    return boxes;
  }

  private static List<Box> head(Tensor head, int masks) {
    double[] cells = head.doubles();
    int places = Math.toIntExact(head.shape()[2]);
    int classes = Math.toIntExact(head.shape()[1]) - CORNERS - masks;
    List<Box> boxes = new ArrayList<>(places);
    for (int i = 0; i < places; i++) {
      int best = 0;
      for (int cls = 1; cls < classes; cls++) {
        if (cells[(CORNERS + cls) * places + i] > cells[(CORNERS + best) * places + i]) {
          best = cls;
        }
      }
      double x = cells[i];
      double y = cells[places + i];
      double halfWidth = cells[2 * places + i] / 2;
      double halfHeight = cells[3 * places + i] / 2;
      double score = cells[(CORNERS + best) * places + i];
      boxes.add(new Box(best, score, x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight));
    }
    return boxes;
  }

  /** Non-maximum suppression, class by class: from the most confident on, rivals of it go. */
  private List<Box> suppressed(List<Box> sorted) {
    List<Box> kept = new ArrayList<>();
    for (Box box : sorted) {
      boolean rival =
          kept.stream().anyMatch(it -> it.cls() == box.cls() && it.overlap(box) > thresholds.iou());
      if (!rival) {
        kept.add(box);
      }
      if (kept.size() == thresholds.most()) {
        break;
      }
    }
    return kept;
  }
}
