package dev.serin.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Whole-process figures: {@code start} (time, CPU, memory) and {@code load} (CPU a request). */
public final class Servers {
  private static final String IRIS =
      "{\"id\":\"1\",\"inputs\":[{\"name\":\"input-0\",\"shape\":[1,4],\"datatype\":\"FP64\","
          + "\"data\":[5.1,3.5,1.4,0.2]}]}";
  private static final int RUNS = 5;
  private final Path top;

  private Servers(Path top) {
    this.top = top;
  }

  /** Arguments: {@code start} or {@code load}; the working directory is the top of the tree. */
  public static void main(String[] args) throws Exception {
    Servers servers = new Servers(Path.of("").toAbsolutePath());
    switch (args[0]) {
      case "start" -> servers.start();
      case "load" -> servers.load();
      default -> throw new IllegalArgumentException("start or load, not " + args[0]);
    }
  }

  private void start() throws Exception {
    double[] seconds = new double[RUNS];
    double[] cpu = new double[RUNS];
    double[] idle = new double[RUNS];
    double[] loaded = new double[RUNS];
    for (int run = 0; run < RUNS; run++) {
      Path scratch = scratch();
      long from = System.nanoTime();
      try (Child child = serin(scratch)) {
        Load load = new Load(child.port(), "/v2/models/iris/infer", IRIS);
        String answer = load.once();
        seconds[run] = (System.nanoTime() - from) / 1e9;
        if (!answer.contains("setosa")) {
          throw new IllegalStateException("a wrong answer: " + answer);
        }
        cpu[run] = child.cpuSeconds();
        idle[run] = child.residentMegabytes();
        load.run(8, 50_000);
        loaded[run] = child.residentMegabytes();
      } finally {
        delete(scratch);
      }
    }
    row("start to first answer, s", seconds);
    row("CPU until then, s", cpu);
    row("resident after it, MB", idle);
    row("resident after 50,000 requests, MB", loaded);
  }

  private void load() throws Exception {
    Path scratch = scratch();
    String java = ProcessHandle.current().info().command().orElseThrow();
    List<String> echo =
        List.of(
            java,
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            Echo.class.getName());
    try (Child floor = Child.start(echo, top);
        Child serin = serin(scratch)) {
      for (int connections : new int[] {1, 8, 64}) {
        double[] bare = new double[RUNS];
        double[] ours = new double[RUNS];
        double[] ratio = new double[RUNS];
        for (int run = -2; run < RUNS; run++) {
          double a = perRequest(floor, "/echo", connections);
          double b = perRequest(serin, "/v2/models/iris/infer", connections);
          if (run >= 0) {
            bare[run] = a;
            ours[run] = b;
            ratio[run] = b / a;
          }
        }
        row("echo, CPU ms a request, " + connections + " connections", bare);
        row("serin V2 iris, CPU ms a request, " + connections + " connections", ours);
        row("ratio", ratio);
      }
    } finally {
      delete(scratch);
    }
  }

  private static double perRequest(Child child, String path, int connections) throws Exception {
    int total = connections == 1 ? 20_000 : 60_000;
    double before = child.cpuSeconds();
    int failed = new Load(child.port(), path, IRIS).run(connections, total);
    if (failed > 0) {
      throw new IllegalStateException(failed + " of " + total + " requests failed");
    }
    return (child.cpuSeconds() - before) * 1000 / total;
  }

  private Child serin(Path scratch) throws Exception {
    return Child.start(
        List.of(
            top.resolve("serin").toString(),
            "serve",
            scratch.resolve("models").toString(),
            "--data",
            scratch.resolve("data").toString(),
            "--port",
            "0"),
        top);
  }

  private Path scratch() throws IOException {
    Path scratch = Files.createTempDirectory("serin-bench");
    Files.createDirectory(scratch.resolve("models"));
    Files.copy(
        top.resolve("examples/models/iris.pkl"),
        scratch.resolve("models/iris.pkl"),
        StandardCopyOption.COPY_ATTRIBUTES); // not a file that is still growing
    return scratch;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      files
          .sorted(Comparator.reverseOrder())
          .forEach(
              file -> {
                try {
                  Files.delete(file);
                } catch (IOException stays) {
                  throw new UncheckedIOException(stays);
                }
              });
    }
  }

  private static void row(String what, double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    System.out.printf(
        Locale.ROOT,
        "%-52s min %8.4f  median %8.4f  max %8.4f%n",
        what,
        sorted[0],
        sorted[sorted.length / 2],
        sorted[sorted.length - 1]);
  }
}
