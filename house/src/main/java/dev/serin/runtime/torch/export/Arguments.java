package dev.serin.runtime.torch.export;

import dev.serin.base.Json;
import dev.serin.runtime.torch.Argument;
import dev.serin.runtime.torch.Held;
import dev.serin.runtime.torch.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Reads the arguments of one node, and keeps the tensors among them in their order. */
final class Arguments {
  private final Scope scope;
  private final String place;
  private final List<Held> tensors = new ArrayList<>();

  Arguments(Scope scope, String place) {
    this.scope = scope;
    this.place = place;
  }

  List<Held> tensors() {
    return tensors;
  }

  Argument of(Json json) {
    Map.Entry<String, Json> form = Codes.form(json, place);
    Json value = form.getValue();
    return switch (form.getKey()) {
      case "as_none" -> Argument.NOTHING;
      case "as_tensor" -> tensor(value);
      case "as_tensors" -> items(value, this::tensor);
      case "as_optional_tensor" -> of(value);
      case "as_optional_tensors" -> items(value, this::of);
      case "as_int" -> new Argument.Whole(Codes.whole(value, place));
      case "as_ints" -> items(value, item -> new Argument.Whole(Codes.whole(item, place)));
      case "as_float" -> new Argument.Real(Codes.real(value, place));
      case "as_floats" -> items(value, item -> new Argument.Real(Codes.real(item, place)));
      case "as_bool" -> new Argument.Flag(flag(value));
      case "as_bools" -> items(value, item -> new Argument.Flag(flag(item)));
      case "as_string" -> text(value);
      case "as_sym_int", "as_sym_bool" -> symbol(value);
      case "as_sym_ints" -> items(value, this::symbol);
      case "as_sym_float" -> of(value);
      case "as_scalar_type" -> new Argument.Type(Codes.type(Codes.whole(value, place), place));
      case "as_layout" -> layout(value);
      case "as_memory_format", "as_device" -> Argument.NOTHING;
      default ->
          throw Refusal.value(place, "an argument of the kind " + form.getKey().substring(3));
    };
  }

  private Argument tensor(Json json) {
    Held held = scope.tensor(Codes.name(json, place), place);
    tensors.add(held);
    return new Argument.Tensor(held.value(place));
  }

  private Argument items(Json json, Function<Json, Argument> each) {
    if (json instanceof Json.Arr(List<Json> items)) {
      return new Argument.Items(items.stream().map(each).toList());
    }
    throw Refusal.corrupt(place, "a list is missing");
  }

  private boolean flag(Json json) {
    if (json instanceof Json.Bool(boolean value)) {
      return value;
    }
    throw Refusal.corrupt(place, json.text() + " is not true or false");
  }

  private Argument text(Json json) {
    if (json instanceof Json.Str(String value)) {
      return new Argument.Text(value);
    }
    throw Refusal.corrupt(place, json.text() + " is no text");
  }

  private Argument symbol(Json json) {
    Map.Entry<String, Json> form = Codes.form(json, place);
    return switch (form.getKey()) {
      case "as_int" -> new Argument.Whole(Codes.whole(form.getValue(), place));
      case "as_bool" -> new Argument.Flag(flag(form.getValue()));
      case "as_name" -> {
        if (!(form.getValue() instanceof Json.Str(String name))) {
          throw Refusal.corrupt(place, "a name is no text");
        }
        yield new Argument.Size(scope.size(name, place));
      }
      default -> throw Refusal.value(place, "a size of the kind " + form.getKey());
    };
  }

  private Argument layout(Json json) {
    if (Codes.whole(json, place) != Codes.STRIDED) {
      throw Refusal.value(place, "an unusual layout of tensors");
    }
    return Argument.NOTHING;
  }
}
