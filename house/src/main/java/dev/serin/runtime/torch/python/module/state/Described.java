package dev.serin.runtime.torch.python.module.state;

import dev.serin.artifact.Bundle;
import dev.serin.base.Json;
import dev.serin.base.Problem;
import dev.serin.runtime.Golden;
import dev.serin.runtime.Limits;
import dev.serin.runtime.torch.Refusal;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.TensorSpec;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The inputs of a model as its folder describes them: {@code serin.json}, else the golden rows,
 * else {@code input_example.json}. The first axis of an example is open.
 */
final class Described {
  private static final String EXAMPLE = "input_example.json";
  private static final int DEEPEST = 16;

  private Described() {}

  static List<TensorSpec> of(Bundle bundle, Json.Obj settings, Limits limits) {
    if (settings.member("inputs").isPresent()) {
      return settings.list("inputs").stream().map(Described::spec).toList();
    }
    Optional<Bundle.Entry> golden = bundle.entry(Golden.FILE);
    if (bundle.folder() && golden.isPresent()) {
      List<TensorSpec> specs = new ArrayList<>();
      for (Tensor input : Golden.parse(bytes(golden.get()), limits.jsonDepth()).inputs()) {
        List<Long> sizes = new ArrayList<>(Arrays.stream(input.shape()).boxed().toList());
        specs.add(new TensorSpec(input.name(), input.type(), opened(sizes)));
      }
      return specs;
    }
    Optional<Bundle.Entry> example = bundle.entry(EXAMPLE);
    return bundle.folder() && example.isPresent()
        ? examples(Json.parse(bytes(example.get()), limits.jsonDepth()))
        : List.of();
  }

  static byte[] bytes(Bundle.Entry entry) {
    if (entry.size() > Integer.MAX_VALUE - 8) {
      throw Refusal.limit(entry.path(), "the size of the file", entry.size(), Integer.MAX_VALUE);
    }
    try (InputStream in = entry.open()) {
      return in.readAllBytes();
    } catch (IOException unreadable) {
      throw new Problem.Raised(
          Refusal.corrupt(entry.path(), "it cannot be read").problem(), unreadable);
    }
  }

  private static List<Long> opened(List<Long> sizes) {
    if (!sizes.isEmpty()) {
      sizes.set(0, -1L);
    }
    return sizes;
  }

  private static TensorSpec spec(Json json) {
    if (!(json instanceof Json.Obj input)) {
      throw wrong("an input is no object with name, datatype and shape");
    }
    String name = input.text("name").orElseThrow(() -> wrong("an input has no name"));
    DataType type =
        input
            .text("datatype")
            .flatMap(DataType::named)
            .filter(DataType::numeric)
            .orElseThrow(() -> wrong("the input '" + name + "' has no datatype of V2"));
    List<Long> sizes = new ArrayList<>();
    for (Json size : input.list("shape")) {
      if (!(size instanceof Json.Num(String digits)) || !digits.matches("-1|[0-9]{1,9}")) {
        throw wrong("the shape of the input '" + name + "' holds something but sizes or -1");
      }
      sizes.add(Long.parseLong(digits));
    }
    if (sizes.isEmpty()) {
      throw wrong("the input '" + name + "' has no shape");
    }
    return new TensorSpec(name, type, sizes);
  }

  private static Problem.Raised wrong(String what) {
    return Refusal.of(
        "SIGNATURE_MISSING",
        "serin.json",
        what,
        "write {\"torch\":{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\","
            + "\"shape\":[-1,3,224,224]}]}}");
  }

  private static List<TensorSpec> examples(Json json) {
    Json inputs = json instanceof Json.Obj root ? root.member("inputs").orElse(json) : json;
    List<TensorSpec> specs = new ArrayList<>();
    switch (inputs) {
      case Json.Arr array -> specs.add(example("input-0", array));
      case Json.Obj named -> named.members().forEach((name, one) -> specs.add(example(name, one)));
      default -> throw Refusal.corrupt(EXAMPLE, "it holds no rows");
    }
    return specs;
  }

  private static TensorSpec example(String name, Json json) {
    List<Long> sizes = new ArrayList<>();
    Json at = json;
    while (at instanceof Json.Arr(List<Json> items) && !items.isEmpty() && sizes.size() < DEEPEST) {
      sizes.add((long) items.size());
      at = items.getFirst();
    }
    if (sizes.isEmpty() || !(at instanceof Json.Num)) {
      throw Refusal.corrupt(EXAMPLE, "'" + name + "' holds no rows of numbers");
    }
    return new TensorSpec(name, whole(json) ? DataType.INT64 : DataType.FP32, opened(sizes));
  }

  private static boolean whole(Json json) {
    return switch (json) {
      case Json.Arr(List<Json> items) -> items.stream().allMatch(Described::whole);
      case Json.Num(String digits) -> digits.matches("-?[0-9]+");
      default -> false;
    };
  }
}
