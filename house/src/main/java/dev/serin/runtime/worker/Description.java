package dev.serin.runtime.worker;

import dev.serin.base.Json;
import dev.serin.runtime.Inspection;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Signature;
import dev.serin.tensor.TensorSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a worker says of the model that it loaded; {@code resident} are bytes of its memory. */
record Description(
    String type,
    Signature signature,
    Map<String, String> writers,
    List<String> warnings,
    long resident) {
  private static final int MOST_SPECS = 10_000;
  private static final int MOST_SIZE_DIGITS = 9;

  Description {
    writers = Map.copyOf(writers);
    warnings = List.copyOf(warnings);
  }

  /** Reads the reply to a load; raises {@link IOException} where it is none. */
  static Description of(Json.Obj reply) throws IOException {
    List<TensorSpec> inputs = specs(reply, "inputs");
    List<TensorSpec> outputs = specs(reply, "outputs");
    if (inputs.isEmpty() || outputs.isEmpty()) {
      throw new IOException("a description without inputs or outputs");
    }
    boolean tabular = reply.member("tabular").filter(new Json.Bool(true)::equals).isPresent();
    Signature signature =
        new Signature(
            tabular ? Signature.Kind.TABULAR : Signature.Kind.NET,
            inputs,
            outputs,
            specs(reply, "columns"),
            texts(reply, "labels"),
            defaults(outputs));
    Map<String, String> writers = new TreeMap<>();
    reply
        .object("writers")
        .ifPresent(
            all ->
                all.members()
                    .keySet()
                    .forEach(name -> writers.put(name, all.text(name).orElse(""))));
    long resident =
        reply
            .number("resident")
            .map(Json.Num::digits)
            .filter(digits -> digits.matches("[0-9]{1,18}"))
            .map(Long::parseLong)
            .orElse(0L);
    return new Description(
        reply.text("type").orElse("?"), signature, writers, texts(reply, "warnings"), resident);
  }

  /** What predicts is answered by default; where nothing is called so, everything. */
  private static List<String> defaults(List<TensorSpec> outputs) {
    List<String> names = outputs.stream().map(TensorSpec::name).toList();
    return names.contains("predict") ? List.of("predict") : names;
  }

  private static List<TensorSpec> specs(Json.Obj reply, String key) throws IOException {
    List<TensorSpec> specs = new ArrayList<>();
    for (Json item : reply.list(key)) {
      if (!(item instanceof Json.Obj spec) || specs.size() == MOST_SPECS) {
        throw new IOException(key + " is no list of tensors");
      }
      String name = spec.text("name").orElseThrow(() -> new IOException(key + " lack a name"));
      DataType type =
          spec.text("datatype")
              .flatMap(DataType::named)
              .orElseThrow(() -> new IOException("'" + name + "' has no known datatype"));
      List<Long> shape = new ArrayList<>();
      for (Json size : spec.list("shape")) {
        shape.add(size(size));
      }
      specs.add(new TensorSpec(name, type, shape));
    }
    return specs;
  }

  private static long size(Json json) throws IOException {
    if (json instanceof Json.Num(String digits)
        && digits.length() <= MOST_SIZE_DIGITS
        && digits.matches("-1|[0-9]+")) {
      return Long.parseLong(digits);
    }
    throw new IOException("a shape holds " + json.text());
  }

  private static List<String> texts(Json.Obj reply, String key) {
    return reply.list(key).stream()
        .filter(Json.Str.class::isInstance)
        .map(text -> ((Json.Str) text).value())
        .toList();
  }

  Inspection inspection(String format, boolean rooted) {
    List<String> all = new ArrayList<>(warnings);
    all.add(
        "it runs as Python in a process of its own, allowed by an administrator"
            + (rooted ? "" : "; as Serin's own user, since Serin is not root"));
    return new Inspection(
        format,
        writers,
        signature,
        List.of(new Inspection.Step("", type, "Python, in an isolated worker", "")),
        all);
  }
}
