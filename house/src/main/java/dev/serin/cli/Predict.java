package dev.serin.cli;

import dev.serin.artifact.DiskBundle;
import dev.serin.base.Deadline;
import dev.serin.base.Json;
import dev.serin.base.Problem;
import dev.serin.codec.InferenceAnswer;
import dev.serin.codec.InferenceRequest;
import dev.serin.codec.InferenceV2;
import dev.serin.codec.JsonWriter;
import dev.serin.runtime.Formats;
import dev.serin.runtime.InputCheck;
import dev.serin.runtime.Predictor;
import dev.serin.tensor.Signature;
import dev.serin.tensor.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code predict}: answers for the rows of a file, by a model file without any server, or by a
 * model of a server. A file that exists wins; {@code name:2} is always a model and its version.
 */
final class Predict {
  private static final int DEPTH = 100;
  private static final Duration LONGEST = Duration.ofMinutes(10);
  private static final Pattern VERSIONED = Pattern.compile("([^/:]+):(\\w+)");
  private final Offline offline;

  Predict(Supplier<Formats> formats) {
    offline = new Offline(formats);
  }

  Command command() {
    return new Command(
        "predict",
        "predicts the rows of a file, by a model file or by a model of a server",
        List.of(
            new Command.Option(
                List.of("-i", "--input"), "ROWS", false, "rows.csv or rows.json; - reads JSON"),
            Command.Option.value(
                    "--output",
                    "NAME",
                    "an output such as predict_proba (default: the model's own)")
                .repeated(),
            Server.OPTION,
            Command.JSON),
        Command.Operands.one("MODEL", "a model file, or the name of a model, or name:version"),
        this::run);
  }

  private int run(Words words, Screen screen) throws InterruptedException {
    String model = words.only();
    Rows rows = rows(words, screen);
    List<String> outputs = words.values("--output");
    Matcher versioned = VERSIONED.matcher(model);
    Answers answers;
    if (versioned.matches()) {
      answers =
          remote(new Server(words, screen), versioned.group(1), versioned.group(2), rows, outputs);
    } else if (Files.exists(Path.of(model))) {
      answers = local(Path.of(model), rows, outputs);
    } else {
      answers = remote(new Server(words, screen), model, "", rows, outputs);
    }
    if (words.has("--json")) {
      screen.json(answers.json());
    } else {
      screen.lines(answers.lines());
    }
    return Commands.FINE;
  }

  private static Rows rows(Words words, Screen screen) {
    String file =
        words
            .value("--input")
            .orElseThrow(() -> Failure.usage("-i", "give the rows by -i rows.csv or rows.json"));
    if (!file.equals("-")) {
      return Rows.of(file, Offline.bytes(Path.of(file)));
    }
    try {
      return new Rows(screen.in().readAllBytes(), false);
    } catch (IOException unreadable) {
      throw new Problem.Raised(
          new Problem.Unknown("FILE_UNREADABLE", "the rows cannot be read: " + unreadable),
          unreadable);
    }
  }

  private Answers local(Path file, Rows rows, List<String> outputs) {
    try (DiskBundle bundle = DiskBundle.of(file);
        Predictor predictor = offline.open(bundle).predictor()) {
      Signature signature = predictor.signature();
      InferenceRequest request = rows.request(signature);
      Set<String> wanted = wanted(signature, request, outputs);
      List<Tensor> answers =
          predictor.predict(
              InputCheck.conform(signature, request.inputs()), wanted, Deadline.in(LONGEST));
      byte[] written =
          new InferenceV2(DEPTH, false)
              .write(new InferenceAnswer(bundle.name(), 1, "", Json.Obj.of(), answers));
      Json.Obj all = (Json.Obj) Json.parse(written, DEPTH);
      Json.Obj answer = Json.Obj.of("model_name", bundle.name(), "outputs", all.list("outputs"));
      return new Answers(answer, signature.labels());
    }
  }

  private static Set<String> wanted(
      Signature signature, InferenceRequest request, List<String> outputs) {
    Set<String> asked = outputs.isEmpty() ? request.outputs() : new LinkedHashSet<>(outputs);
    return InputCheck.outputs(signature, asked);
  }

  private static Answers remote(
      Server server, String model, String version, Rows rows, List<String> outputs)
      throws InterruptedException {
    Signature signature = Remote.signature(server, model, version);
    InferenceRequest request = rows.request(signature);
    String path = "/v2/models/" + Server.segment(model);
    String versions = version.isEmpty() ? "" : "/versions/" + Server.segment(version);
    Set<String> wanted = wanted(signature, request, outputs);
    Json.Obj answer =
        server.post(path + versions + "/infer", body(request.inputs(), List.copyOf(wanted)));
    return new Answers(answer, signature.labels());
  }

  /** A request of the Open Inference Protocol V2. */
  private static String body(List<Tensor> inputs, List<String> outputs) {
    JsonWriter out = new JsonWriter(false).raw("{\"inputs\":[");
    String comma = "";
    for (Tensor input : inputs) {
      out.raw(comma).raw("{\"name\":").text(input.name());
      out.raw(",\"datatype\":\"").raw(input.type().name());
      out.raw("\",\"shape\":[").wholes(input.shape());
      out.raw("],\"data\":[").elements(input).raw("]}");
      comma = ",";
    }
    List<Json.Obj> names = outputs.stream().map(name -> Json.Obj.of("name", name)).toList();
    out.raw("],\"outputs\":").json(Json.of(names)).raw("}");
    return new String(out.bytes(), StandardCharsets.UTF_8);
  }
}
