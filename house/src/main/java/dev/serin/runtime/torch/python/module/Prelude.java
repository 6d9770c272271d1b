package dev.serin.runtime.torch.python.module;

import dev.serin.runtime.torch.Dim;
import dev.serin.runtime.torch.Refusal;
import dev.serin.runtime.torch.python.Execution;
import dev.serin.runtime.torch.python.Interpreter;
import dev.serin.runtime.torch.python.Source;
import dev.serin.runtime.torch.python.Thing;
import dev.serin.runtime.torch.python.Thing.Given;
import dev.serin.runtime.torch.python.Trouble;
import dev.serin.tensor.DataType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The parts of torch that are described in the language itself, read once. */
final class Prelude {
  private static final String NN_TEXT = text("nn.py");
  private static final Source FUNCTIONAL = Source.ofLibrary("functional.py", text("functional.py"));
  private static final Source TENSORS = Source.ofLibrary("tensors.py", text("tensors.py"));
  private static final Source NN = Source.ofLibrary("nn.py", NN_TEXT);
  private static final Set<String> CLASSES = found("(?m)^class ([A-Za-z]\\w*)");
  private static final Set<String> ATTRIBUTES = found("self\\.(\\w+) =");

  private Prelude() {}

  private static String text(String name) {
    try (InputStream in = Prelude.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static Set<String> found(String pattern) {
    return Pattern.compile(pattern)
        .matcher(NN_TEXT)
        .results()
        .map((MatchResult match) -> match.group(1))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The names of the classes of {@code torch.nn} that are read. */
  static Set<String> classes() {
    return CLASSES;
  }

  /** The names of the attributes that these classes have. */
  static Set<String> attributes() {
    return ATTRIBUTES;
  }

  static void load(Torch torch, Operations operations, Execution in) {
    Map<String, Thing> given = given(operations);
    torch.fill(in.run(FUNCTIONAL, given).names(), Map.of(), Map.of());
    torch.fill(Map.of(), in.run(TENSORS, given).names(), Map.of());
    torch.fill(Map.of(), Map.of(), in.run(NN, given).names());
  }

  private static Map<String, Thing> given(Operations operations) {
    Map<String, Thing> given = new LinkedHashMap<>();
    given.put("aten", new Thing.Space("aten"));
    given.put("bool_", new Thing.Type(DataType.BOOL));
    given.put("float32", new Thing.Type(DataType.FP32));
    given.put("float64", new Thing.Type(DataType.FP64));
    given.put("int32", new Thing.Type(DataType.INT32));
    given.put("int64", new Thing.Type(DataType.INT64));
    given.put("dtype_", new Thing.Native("dtype", (_, _) -> Thing.NONE));
    put(given, "refuse", Prelude::refuse);
    put(
        given,
        "refuse_numbers",
        (one, in) -> {
          throw Trouble.dependent(
              in.place(), in.text(one.list().getFirst()) + " wants the numbers of a tensor");
        });
    put(
        given,
        "training_mode",
        (one, in) -> {
          throw Refusal.training(in.place(), in.text(one.list().getFirst()));
        });
    put(given, "eye", (one, in) -> Literals.eye(operations, one, in));
    put(given, "mark_buffer", Modules::markBuffer);
    put(given, "copy_of", (one, in) -> Modules.copy(one.list().getFirst(), in, 0));
    put(given, "number_of", (one, in) -> number(one, operations, in));
    put(given, "channels_of_input", (one, _) -> channels(one));
    put(given, "shape_of_input", (one, in) -> probed(one, operations, in));
    return given;
  }

  private static void put(Map<String, Thing> given, String name, Thing.Body body) {
    given.put(name, new Thing.Native(name, body));
  }

  private static Thing refuse(Given given, Interpreter in) {
    throw Trouble.value(in.place(), in.text(given.list().getFirst()));
  }

  private static Thing number(Given given, Operations operations, Interpreter in) {
    Optional<Dim> number =
        given.list().getFirst() instanceof Thing.Tensor tensor
            ? operations.number(tensor)
            : Optional.empty();
    return number
        .map(dim -> Torch.sizes(java.util.List.of(dim)).getFirst())
        .orElseThrow(() -> Trouble.dependent(in.place(), "item() wants the number of a tensor"));
  }

  /** Tells the shape of an input that is still unknown: channels before so many spatial axes. */
  private static Thing channels(Given given) {
    if (given.list().get(0) instanceof Thing.Probe probe
        && given.list().get(1) instanceof Thing.Tensor weight
        && given.list().get(2) instanceof Thing.Whole(long channels)
        && given.list().get(3) instanceof Thing.Whole(long spatial)) {
      throw Probes.channels(probe, weight.value().type(), (int) spatial, channels);
    }
    return Thing.NONE;
  }

  /** Tells the shape of an input that is still unknown: rows of what this weight takes. */
  private static Thing probed(Given given, Operations operations, Interpreter in) {
    if (given.list().get(0) instanceof Thing.Probe probe
        && given.list().get(1) instanceof Thing.Tensor weight
        && given.list().get(2) instanceof Thing.Whole(long rank)) {
      long last = operations.sizes(weight).getLast().number().orElse(-1);
      throw Probes.rows(probe, weight.value().type(), (int) rank, last);
    }
    return Thing.NONE;
  }
}
