package dev.serin.app;

import dev.serin.graph.ProtoWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Nets made to harm: committed cases of the original libraries, and archives that inflate. */
final class HostileNets {
  private static final String OUTSIDE = "EXTERNAL_REFERENCE";
  private static final String LIMIT = "LIMIT_EXCEEDED";
  private static final String CORRUPT = "CORRUPT";
  private static final String CODE = "CUSTOM_CODE";
  private static final String FORBIDDEN = "FORBIDDEN_OP";
  private static final int NODES = 1_000_000;

  private HostileNets() {}

  static List<Hostile> all() {
    return List.of(
        keras("external-link/model.h5", "a link into another file", OUTSIDE),
        keras("external-link-unused/model.h5", "the same, beside the weights", OUTSIDE),
        keras("soft-link-loop/model.h5", "soft links in a circle", CORRUPT),
        keras("hard-link-loop/model.h5", "a group in itself", CORRUPT),
        keras("external-storage/model.h5", "weights stored in another file", OUTSIDE),
        keras("dataset-bomb/model.h5", "2^31 floats in chunks that are not there", LIMIT),
        keras(
            "inflating-chunk/model.h5", "a chunk of 4 MB in 4 KB, for a kernel of 3 x 2", CORRUPT),
        keras("lambda-layer/model.h5", "a Lambda layer", CODE),
        keras("lambda-archive/model.keras", "a Lambda layer", CODE),
        keras("tfsm-layer-archive/model.keras", "TFSMLayer", CODE),
        keras("deep-config/model.h5", "10^5 brackets in the configuration", LIMIT),
        keras("deep-config-archive/model.keras", "10^5 brackets in config.json", LIMIT),
        keras("two-configs/model.keras", "two entries config.json", CORRUPT),
        keras("climbing-name/model.keras", "an entry `../x`", OUTSIDE),
        saved("writes-a-file", "WriteFile", FORBIDDEN),
        saved("reads-a-file", "ReadFile of /etc/hostname", FORBIDDEN),
        saved("calls-python", "PyFunc", FORBIDDEN),
        saved("writes-when-it-is-initialised", "WriteFile in the init op", FORBIDDEN),
        saved("writes-in-a-function-that-nothing-calls", "WriteFile, not called", FORBIDDEN),
        saved("index-past-the-data", "an index past the data", CORRUPT),
        saved("functions-in-a-circle", "functions that call each other", CORRUPT),
        saved("functions-that-unfold-without-end", "functions called 2^n times", LIMIT),
        onnx("external-data-parent", "weights at `../x`", OUTSIDE),
        onnx("external-data-absolute", "weights at an absolute path", OUTSIDE),
        onnx("external-data-in-subgraph", "the same in a subgraph", OUTSIDE),
        onnx("huge-constant-of-shape", "ConstantOfShape of 2^36", LIMIT),
        onnx("huge-initializer", "an initializer of huge sizes", LIMIT),
        onnx("deep-subgraphs", "subgraphs in subgraphs", LIMIT),
        onnx("endless-loop", "a Loop without end: the deadline of the self-check ends it", LIMIT),
        Hostile.file("nodes.onnx", "10^6 nodes", LIMIT, HostileNets::nodes),
        bomb("bomb.keras", "metadata.json", "config.json"),
        bomb("bomb.skops", "schema.json"),
        bomb("bomb.pt", "model/data.pkl"));
  }

  private static Hostile keras(String path, String how, String code) {
    return Hostile.fixture("keras-refused/" + path, how, code);
  }

  private static Hostile saved(String path, String how, String code) {
    return Hostile.fixture("savedmodel-refused/" + path + "/model", how, code);
  }

  private static Hostile onnx(String path, String how, String code) {
    return Hostile.fixture("onnx-refused/" + path + "/model.onnx", how, code);
  }

  private static byte[] nodes() {
    ProtoWriter node = new ProtoWriter().text(1, "x").text(2, "y").text(4, "Relu");
    byte[] one = new ProtoWriter().message(1, node).toBytes();
    byte[] all = new byte[NODES * one.length];
    for (int i = 0; i < NODES; i++) {
      System.arraycopy(one, 0, all, i * one.length, one.length);
    }
    ProtoWriter graph = new ProtoWriter().fields(all);
    return new ProtoWriter()
        .number(1, 10)
        .message(7, graph)
        .message(8, new ProtoWriter().number(2, 20))
        .toBytes();
  }

  /** An archive of which one entry has 256 MiB of blanks. */
  private static Hostile bomb(String file, String... names) {
    return Hostile.file(
        file,
        "256 MiB of blanks in " + names[names.length - 1],
        LIMIT,
        () -> {
          ByteArrayOutputStream bytes = new ByteArrayOutputStream();
          byte[] blanks = " ".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
          try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (String name : names) {
              zip.putNextEntry(new ZipEntry(name));
              for (int i = 0; i < (name.equals(names[names.length - 1]) ? 256 : 0); i++) {
                zip.write(blanks);
              }
            }
          } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
          }
          return bytes.toByteArray();
        });
  }
}
