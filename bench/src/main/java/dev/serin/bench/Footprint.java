package dev.serin.bench;

import dev.serin.app.Shelf;
import dev.serin.artifact.Bundle;
import dev.serin.artifact.DiskBundle;
import dev.serin.plug.onnx.OnnxRuntimeEngine;
import dev.serin.runtime.Format;
import dev.serin.runtime.Formats;
import dev.serin.runtime.Limits;
import dev.serin.runtime.Predictor;
import dev.serin.runtime.onnx.Foreign;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Load time and memory of model files, each in fresh processes: {@code ./do bench footprint [--heap
 * SIZE] [--rounds N] FILE...} prints one row of a table for each file. A process first takes its
 * own resident memory as the base, then opens the file and makes its predictor.
 *
 * <p>Columns: the file in MB; read (and converted) and made ready, in ms, the fastest round; CPU
 * seconds of that round; the highest resident memory above the base, in MB and as a multiple of the
 * file; what stays above the base after a collection; the base.
 */
public final class Footprint {
  private static final double MEGA = 1e6;

  /** As ./serin starts. */
  private static final List<String> OPTIONS =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:+UseCompactObjectHeaders",
          "-Xms24m",
          "-XX:MinHeapFreeRatio=15",
          "-XX:MaxHeapFreeRatio=30",
          "-XX:-ShrinkHeapInSteps",
          "--enable-native-access=ALL-UNNAMED");

  private Footprint() {}

  private record Row(
      String format,
      double readMillis,
      double readyMillis,
      double cpuSeconds,
      double peak,
      double stays,
      double base) {

    static Row parse(String line) {
      String[] cells = line.split(" ");
      return new Row(
          cells[1],
          at(cells, 2),
          at(cells, 3),
          at(cells, 4),
          at(cells, 5),
          at(cells, 6),
          at(cells, 7));
    }

    private static double at(String[] cells, int place) {
      return Double.parseDouble(cells[place]);
    }

    double millis() {
      return readMillis + readyMillis;
    }
  }

  /** Runs it. */
  public static void main(String[] words) throws Exception {
    if (words.length == 2 && words[0].equals("--child")) {
      child(Path.of(words[1]));
      return;
    }
    String heap = "";
    int rounds = 3;
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < words.length; i++) {
      switch (words[i]) {
        case "--heap" -> heap = words[++i];
        case "--rounds" -> rounds = Integer.parseInt(words[++i]);
        default -> files.add(Path.of(words[i]));
      }
    }
    System.out.println(
        "| file | format | MB | read ms | ready ms | CPU s | peak MB | peak / file | stays MB | base MB"
            + " |");
    System.out.println("|---|---|---:|---:|---:|---:|---:|---:|---:|---:|");
    for (Path file : files) {
      row(file, heap, rounds);
    }
  }

  private static void row(Path file, String heap, int rounds) throws Exception {
    double megabytes = size(file) / MEGA;
    Optional<Row> best = Optional.empty();
    for (int round = 0; round < rounds; round++) {
      Optional<Row> row = measured(file, heap);
      if (row.isEmpty()) {
        System.out.printf("| %s | does not load |%n", file.getFileName());
        return;
      }
      if (best.isEmpty() || row.get().millis() < best.get().millis()) {
        best = row;
      }
    }
    Row row = best.orElseThrow();
    System.out.printf(
        "| %s | %s | %.1f | %.0f | %.0f | %.2f | %.0f | %.1f | %.0f | %.0f |%n",
        file.getFileName(),
        row.format(),
        megabytes,
        row.readMillis(),
        row.readyMillis(),
        row.cpuSeconds(),
        row.peak(),
        row.peak() / megabytes,
        row.stays(),
        row.base());
  }

  private static Optional<Row> measured(Path file, String heap) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    if (!heap.isEmpty()) {
      command.add("-Xmx" + heap);
    }
    command.addAll(OPTIONS);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(Footprint.class.getName(), "--child", file.toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    Optional<Row> row =
        said.lines().filter(line -> line.startsWith("FOOTPRINT ")).map(Row::parse).findFirst();
    if (row.isEmpty()) {
      System.err.println(said);
    }
    return row;
  }

  private static double size(Path file) throws IOException {
    try (Stream<Path> files = Files.walk(file)) {
      return files.filter(Files::isRegularFile).mapToLong(each -> each.toFile().length()).sum();
    }
  }

  private static void child(Path file) throws IOException {
    try (OnnxRuntimeEngine engine = new OnnxRuntimeEngine();
        Bundle bundle = DiskBundle.of(file)) {
      Formats formats = Shelf.of(Limits.DEFAULT, engine, Foreign.ALLOW);
      double base = status("VmRSS:");
      long cpu = cpu();
      long start = System.nanoTime();
      Format.Opened opened = formats.open(bundle);
      double afterRead = status("VmHWM:");
      long read = System.nanoTime();
      try (Predictor predictor = opened.predictor()) {
        long ready = System.nanoTime();
        double cpuSeconds = (cpu() - cpu) / 1e9;
        double peak = status("VmHWM:");
        System.gc();
        System.out.printf("after reading %.0f, heap %.0f%n", afterRead - base, heapPeak() / MEGA);
        System.out.printf(
            "FOOTPRINT %s %.1f %.1f %.2f %.1f %.1f %.1f%n",
            opened.inspection().format(),
            (read - start) / 1e6,
            (ready - read) / 1e6,
            cpuSeconds,
            peak - base,
            status("VmRSS:") - base,
            base);
      }
    }
  }

  private static long cpu() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static long heapPeak() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .mapToLong((MemoryPoolMXBean pool) -> pool.getPeakUsage().getUsed())
        .sum();
  }

  /** A line of Linux's own account of this process, in MB. */
  private static double status(String name) throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith(name))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) * 1024 / MEGA)
        .findFirst()
        .orElseThrow();
  }
}
