package dev.serin.training;

import dev.serin.base.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The summary of a training's log, for trainers that tell nothing else. Lines that it knows: {@code
 * [env] key=value, …}; the progress of an epoch {@code n/N memory box cls dfl}; {@code all images
 * instances P R mAP50 mAP50-95}; {@code [metrics] key: value}; {@code [done] Results saved at DIR};
 * {@code [publish] Copied best weight to FILE}.
 */
public final class TrainingLog {
  private static final String NUMBER = "(\\d+(?:\\.\\d+)?(?:e[-+]?\\d+)?)";
  private static final Pattern EPOCH =
      Pattern.compile(
          "^\\s*(\\d{1,9})/(\\d{1,9})\\s+\\S+\\s+" + NUMBER + "\\s+" + NUMBER + "\\s+" + NUMBER);
  private static final Pattern VALIDATION =
      Pattern.compile("^\\s*all" + ("\\s+" + NUMBER).repeat(6));
  private static final Pattern METRIC =
      Pattern.compile("^\\[metrics\\]\\s*([^:]{1,200}):\\s*(-?" + NUMBER + ")");
  private static final Pattern DONE = Pattern.compile("^\\[done\\] Results saved at (.+)");
  private static final Pattern PUBLISHED =
      Pattern.compile("^\\[publish\\] Copied best weight to (.+)");
  private static final List<String> VALIDATED =
      List.of("val_images", "val_instances", "precision", "recall", "mAP50", "mAP50_95");

  private final SequencedMap<String, Object> metrics = new LinkedHashMap<>();
  private final SequencedMap<String, Object> config = new LinkedHashMap<>();
  private final SequencedMap<String, Object> summary = new LinkedHashMap<>();

  private TrainingLog() {}

  /** The {@code training_summary} of a job that stands so and printed this. */
  public static Json.Obj summary(JobState state, String text) {
    TrainingLog log = new TrainingLog();
    log.summary.put("status", status(state));
    log.summary.put("epochs_completed", 0);
    log.summary.put("total_epochs", 0);
    text.lines().forEach(log::line);
    log.summary.put("final_metrics", log.metrics);
    log.summary.put("best_metrics", log.metrics);
    log.summary.put("training_config", log.config);
    return (Json.Obj) Json.of(log.summary);
  }

  /** By what became of the job, not by words in its log. */
  private static String status(JobState state) {
    return switch (state) {
      case QUEUED, RUNNING -> "unknown";
      case SUCCEEDED -> "success";
      case FAILED, TIMED_OUT, CANCELLED -> "error";
    };
  }

  private void line(String line) {
    if (line.startsWith("[env]")) {
      environment(line.substring("[env]".length()));
    }
    Matcher epoch = EPOCH.matcher(line);
    if (epoch.find()) {
      summary.put("epochs_completed", Long.parseLong(epoch.group(1)));
      summary.put("total_epochs", Long.parseLong(epoch.group(2)));
      double box = number("box_loss", epoch.group(3));
      double cls = number("cls_loss", epoch.group(4));
      double dfl = number("dfl_loss", epoch.group(5));
      metrics.put("total_loss", box + cls + dfl);
    }
    Matcher validation = VALIDATION.matcher(line);
    if (validation.find()) {
      for (int i = 0; i < VALIDATED.size(); i++) {
        number(VALIDATED.get(i), validation.group(i + 1));
      }
    }
    Matcher metric = METRIC.matcher(line);
    if (metric.find()) {
      number(metric.group(1).strip(), metric.group(2));
    }
    Matcher done = DONE.matcher(line);
    if (done.find()) {
      summary.put("model_path", done.group(1).strip());
    }
    Matcher published = PUBLISHED.matcher(line);
    if (published.find()) {
      summary.put("published_path", published.group(1).strip());
    }
  }

  private double number(String name, String text) {
    double value = Double.parseDouble(text);
    metrics.put(name, value);
    return value;
  }

  private void environment(String pairs) {
    for (String pair : pairs.split(",")) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        config.put(pair.substring(0, equals).strip(), pair.substring(equals + 1).strip());
      }
    }
  }
}
