package dev.serin.stories;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** One output as the original library gave it. */
sealed interface Expected {

  List<Long> shape();

  int size();

  /** An element, for people. */
  String shown(int i);

  /** Numbers, from a file of NumPy. */
  record Numbers(Npy array) implements Expected {
    @Override
    public List<Long> shape() {
      return Arrays.stream(array.shape()).boxed().toList();
    }

    @Override
    public int size() {
      return array.doubles().length;
    }

    @Override
    public String shown(int i) {
      return String.valueOf(array.doubles()[i]);
    }
  }

  /** Texts; one may be null. */
  record Texts(List<Long> shape, List<String> elements) implements Expected {
    @Override
    public int size() {
      return elements.size();
    }

    @Override
    public String shown(int i) {
      return "'" + elements.get(i) + "'";
    }
  }

  /** Truth values. */
  record Truths(List<Long> shape, List<Boolean> elements) implements Expected {
    @Override
    public int size() {
      return elements.size();
    }

    @Override
    public String shown(int i) {
      return String.valueOf(elements.get(i));
    }
  }

  /** Reads {@code .npy}, an object with datatype, shape and data, or a bare list of texts. */
  static Expected read(Path file) {
    if (file.toString().endsWith(".npy")) {
      return new Numbers(Npy.read(file));
    }
    JsonNode json = Jsons.read(file);
    JsonNode data = json.isArray() ? json : json.path("data");
    List<Long> shape = new ArrayList<>();
    json.path("shape").forEach(size -> shape.add(size.asLong()));
    if (json.isArray()) {
      shape.add((long) data.size());
    }
    if (json.path("datatype").asText().equals("BOOL")) {
      List<Boolean> truths = new ArrayList<>();
      data.forEach(element -> truths.add(element.booleanValue()));
      return new Truths(shape, truths);
    }
    List<String> texts = new ArrayList<>();
    data.forEach(element -> texts.add(element.textValue()));
    return new Texts(shape, Collections.unmodifiableList(texts));
  }
}
