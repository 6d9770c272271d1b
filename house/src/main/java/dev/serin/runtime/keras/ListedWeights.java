package dev.serin.runtime.keras;

import dev.serin.reader.hdf.Hdf5Attribute;
import dev.serin.reader.hdf.Hdf5Dataset;
import dev.serin.reader.hdf.Hdf5Group;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Weights as HDF5 files of whole models keep them: each layer of the outermost model lists the
 * names of all of its weights. A model inside of it lists first all that training changes and then
 * all else, so what belongs to whom is counted beforehand ({@link CountedWeights}).
 */
final class ListedWeights implements Weights {
  private static final String NAMES = "weight_names";

  private final Store store;
  private final String layer;
  private final Optional<Hdf5Group> group;
  private final List<String> names;
  private final Optional<CountedWeights> plan;
  private int next;
  private int nextPart;

  private ListedWeights(
      Store store,
      String layer,
      Optional<Hdf5Group> group,
      List<String> names,
      Optional<CountedWeights> plan) {
    this.store = store;
    this.layer = layer;
    this.group = group;
    this.names = names;
    this.plan = plan;
  }

  /** The weights of a layer, whose group lies in the root or in {@code model_weights}. */
  static ListedWeights of(Store store, Hdf5Group root, String layer) {
    Optional<Hdf5Group> group = root.group("model_weights").orElse(root).group(layer);
    List<String> names = group.map(ListedWeights::listed).orElse(List.of());
    return new ListedWeights(store, layer, group, names, Optional.empty());
  }

  /** The same weights, handed out to the layers inside as they were counted. */
  ListedWeights as(CountedWeights counted) {
    counted.assign(layer, names);
    return planned(counted);
  }

  /** Whether it is known what belongs to which layer inside. */
  boolean planned() {
    return plan.isPresent();
  }

  private ListedWeights planned(CountedWeights part) {
    return new ListedWeights(store, layer, group, part.names(), Optional.of(part));
  }

  /** How many numbers the file has for this layer. */
  long count() {
    long all = 0;
    for (String name : names) {
      all += group.flatMap(found -> found.dataset(name)).map(ListedWeights::elements).orElse(0L);
    }
    return all;
  }

  private static long elements(Hdf5Dataset dataset) {
    return Arrays.stream(dataset.shape()).asLongStream().reduce(1, (one, two) -> one * two);
  }

  /** The names; a long list is split into several attributes with numbers at their ends. */
  private static List<String> listed(Hdf5Group group) {
    List<String> names = new ArrayList<>();
    Optional<Hdf5Attribute> list = group.attribute(NAMES).or(() -> group.attribute(NAMES + 0));
    for (int part = 1; list.isPresent(); part++) {
      names.addAll(Arrays.asList(texts(list.get())));
      list = group.attribute(NAMES + part);
    }
    return names;
  }

  /** An empty list is written as an array of numbers. */
  private static String[] texts(Hdf5Attribute list) {
    return list.textual() ? list.texts() : new String[0];
  }

  @Override
  public ByteBuffer next(String what, long... sizes) {
    if (next == names.size() || group.isEmpty()) {
      throw Refusal.corrupt(layer, "it has no weights '" + what + "'");
    }
    String name = names.get(next++);
    Hdf5Dataset dataset =
        group
            .get()
            .dataset(name)
            .orElseThrow(
                () -> Refusal.corrupt(layer, "its " + what + ": there is no dataset " + name));
    return store.floats(layer, what, dataset, sizes);
  }

  @Override
  public ByteBuffer nextState(String what, long... sizes) {
    return next(what, sizes);
  }

  @Override
  public void skip() {
    next++;
  }

  @Override
  public void skipCopy() {} // listed once

  @Override
  public Weights part(String attribute, boolean frozen) {
    return plan.<Weights>map(counted -> planned(counted.part(nextPart++)))
        .orElseGet(() -> new Within(this));
  }

  @Override
  public List<Weights> layers(List<Member> members) {
    CountedWeights counted = plan.orElseThrow();
    return members.stream().<Weights>map(_ -> planned(counted.part(nextPart++))).toList();
  }

  @Override
  public List<Weights> numbered(List<Member> members) {
    return plan.isPresent()
        ? layers(members)
        : Collections.nCopies(members.size(), new Within(this));
  }

  @Override
  public Weights again() {
    return new ListedWeights(store, layer, group, names, plan);
  }

  @Override
  public void end() {
    if (next < names.size()) {
      throw Refusal.corrupt(layer, "it has more weights than a layer of its kind: " + names);
    }
  }

  /** A part of a layer whose weights are listed with all others: they are taken from there. */
  private record Within(ListedWeights whole) implements Weights {
    @Override
    public ByteBuffer next(String what, long... sizes) {
      return whole.next(what, sizes);
    }

    @Override
    public ByteBuffer nextState(String what, long... sizes) {
      return whole.next(what, sizes);
    }

    @Override
    public void skip() {
      whole.skip();
    }

    @Override
    public void skipCopy() {} // listed once

    @Override
    public Weights part(String attribute, boolean frozen) {
      return this;
    }

    @Override
    public List<Weights> layers(List<Member> members) {
      return numbered(members);
    }

    @Override
    public List<Weights> numbered(List<Member> members) {
      return Collections.nCopies(members.size(), this);
    }

    @Override
    public Weights again() {
      return this;
    }

    @Override
    public void end() {} // the layer itself looks whether any is left
  }
}
