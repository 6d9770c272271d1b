package dev.serin.codec;

import dev.serin.base.Json;
import dev.serin.tensor.Signature;
import dev.serin.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The JSON form of the Open Inference Protocol V2. Beside its {@code inputs} a request may carry
 * {@code records} or {@code columns} (see {@link Columns}), and a bare array of records is taken as
 * well, for models whose columns have names. {@code jsonDepth} bounds the nesting; {@code
 * literalNonfinite} writes NaN and infinities as bare words instead of {@code null}.
 */
public record InferenceV2(int jsonDepth, boolean literalNonfinite) {

  /**
   * Reads a request for a model of this signature. Its tensors are as the client declared them, in
   * number and shape; whether they fit the model is checked where it predicts.
   *
   * @throws dev.serin.base.Problem.Raised {@code Invalid} that names the field and what would be
   *     right
   */
  public InferenceRequest read(byte[] body, Signature signature) {
    JsonScanner in = new JsonScanner(body, jsonDepth);
    if (in.peek() == '[') {
      List<Tensor> inputs = Columns.of(signature).records(in);
      in.end();
      return InferenceRequest.of(inputs);
    }
    Reading reading = new Reading(in, signature);
    in.object(reading::member);
    in.end();
    return reading.request();
  }

  /** Writes an answer; data is flat, doubles have the fewest digits that tell them apart. */
  public byte[] write(InferenceAnswer answer) {
    JsonWriter out = new JsonWriter(literalNonfinite);
    out.raw("{\"model_name\":").text(answer.model());
    out.raw(",\"model_version\":\"").whole(answer.version()).raw("\",\"id\":").text(answer.id());
    if (!answer.parameters().members().isEmpty()) {
      out.raw(",\"parameters\":").json(answer.parameters());
    }
    out.raw(",\"outputs\":[");
    String comma = "";
    for (Tensor output : answer.outputs()) {
      out.raw(comma).raw("{\"name\":").text(output.name());
      out.raw(",\"datatype\":\"").raw(output.type().name());
      out.raw("\",\"shape\":[").wholes(output.shape());
      out.raw("],\"data\":[").elements(output).raw("]}");
      comma = ",";
    }
    return out.raw("]}").bytes();
  }

  /** One request while it is read. */
  private static final class Reading {
    private final JsonScanner in;
    private final Signature signature;
    private final List<Tensor> tensors = new ArrayList<>();
    private final Set<String> outputs = new LinkedHashSet<>();
    private List<Tensor> columns = List.of();
    private String id = "";
    private Json.Obj parameters = Json.Obj.of();
    private boolean given;

    Reading(JsonScanner in, Signature signature) {
      this.in = in;
      this.signature = signature;
    }

    void member(String name) {
      switch (name) {
        case "id" -> id = in.absent() ? "" : in.text();
        case "parameters" -> parameters = parameters();
        case "inputs" -> {
          form();
          in.array(() -> tensors.add(InputV2.read(in)));
        }
        case "records" -> {
          form();
          columns = Columns.of(signature).records(in);
        }
        case "columns" -> {
          form();
          columns = Columns.of(signature).lists(in);
        }
        case "outputs" -> {
          if (!in.absent()) {
            in.array(() -> in.object(this::output));
          }
        }
        default -> in.skip();
      }
    }

    private void form() {
      if (given) {
        throw Wrong.json("give one of 'inputs', 'records' and 'columns'");
      }
      given = true;
    }

    private Json.Obj parameters() {
      return switch (in.tree()) {
        case Json.Obj object -> object;
        case Json.Null _ -> Json.Obj.of();
        case Json.Arr _, Json.Str _, Json.Num _, Json.Bool _ ->
            throw Wrong.invalid("JSON_INVALID", "parameters", "'parameters' is an object");
      };
    }

    private void output(String member) {
      if (member.equals("name")) {
        outputs.add(in.text());
      } else {
        in.skip();
      }
    }

    InferenceRequest request() {
      if (!given) {
        throw Wrong.invalid(
            "INPUT_MISSING",
            "inputs",
            "the request has no 'inputs'; expected " + Expected.by(signature));
      }
      List<Tensor> inputs = columns.isEmpty() ? tensors : columns;
      return new InferenceRequest(id, parameters, inputs, outputs);
    }
  }
}
