package dev.serin.runtime.keras;

import dev.serin.artifact.Bundle;
import dev.serin.base.Problem;
import dev.serin.runtime.ConvertedNet;
import dev.serin.runtime.Format;
import dev.serin.runtime.Inspection;
import dev.serin.runtime.NetEngine;
import dev.serin.runtime.PreparedNet;
import dev.serin.tensor.Signature;
import dev.serin.tensor.TensorSpec;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the formats of Keras share: how bytes are fetched, and what comes of a conversion. */
final class KerasFile {
  private KerasFile() {}

  /** What was converted from a file of this format. */
  static Format.Opened of(
      String format, NetEngine engine, Dialect dialect, Conversion.Converted net) {
    Map<String, String> writers = new TreeMap<>(Map.of("Keras", dialect.version()));
    if (!dialect.backend().isEmpty()) {
      writers.put("backend", dialect.backend());
    }
    Signature signature =
        new Signature(
            Signature.Kind.NET,
            net.inputs(),
            net.outputs(),
            List.of(),
            List.of(),
            net.outputs().stream().map(TensorSpec::name).toList());
    Inspection inspection = new Inspection(format, writers, signature, net.steps(), List.of());
    return net.prepared().isEmpty()
        ? new ConvertedNet(inspection, net.onnx(), engine)
        : new PreparedNet(inspection, net.onnx(), engine, List.copyOf(net.prepared()));
  }

  /** The first bytes of a file, none when it cannot be read: its registration says why. */
  static byte[] head(Bundle.Entry entry, int length) {
    try (InputStream in = entry.open()) {
      return in.readNBytes(length);
    } catch (IOException unreadable) {
      return new byte[0];
    }
  }

  /** All bytes of a file, read into one array of its size. */
  static byte[] bytes(Bundle.Entry entry) {
    if (entry.size() > Integer.MAX_VALUE - 8) {
      throw Refusal.of(
          "LIMIT_EXCEEDED",
          entry.path(),
          "the file has " + entry.size() + " bytes, the limit is 2 GiB",
          "save the model without its optimizer (include_optimizer=False)");
    }
    try {
      return entry.bytes();
    } catch (IOException unreadable) {
      throw new Problem.Raised(
          Refusal.corrupt(entry.path(), "it cannot be read").problem(), unreadable);
    }
  }
}
