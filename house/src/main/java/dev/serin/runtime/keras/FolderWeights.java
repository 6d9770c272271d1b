package dev.serin.runtime.keras;

import dev.serin.reader.hdf.Hdf5Dataset;
import dev.serin.reader.hdf.Hdf5Group;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Weights as {@code .keras} files keep them: {@code vars/0}, {@code vars/1} ... below the group of
 * their layer; the layers of a model below {@code layers}, named by their class and numbered within
 * it.
 */
final class FolderWeights implements Weights {
  private static final List<String> CONTAINERS =
      List.of("layers", "_layer_checkpoint_dependencies");

  /** Classes that are saved under another name than they have. */
  private static final Map<String, String> RENAMED =
      Map.of("GroupQueryAttention", "GroupedQueryAttention");

  private final Store store;
  private final String layer;
  private final Optional<Hdf5Group> group;
  private final String path; // of the group, which is missing where nothing is kept
  private int next;

  private FolderWeights(Store store, String layer, Optional<Hdf5Group> group, String path) {
    this.store = store;
    this.path = path;
    this.layer = layer;
    this.group = group;
  }

  /** The weights of a model whose file has this root, and the files of its layers beside it. */
  static FolderWeights of(Hdf5Group root, Function<String, Optional<ByteBuffer>> assets) {
    return new FolderWeights(new Store(assets), "model", Optional.of(root), "");
  }

  @Override
  public ByteBuffer next(String what, long... sizes) {
    String name = "vars/" + next++;
    Hdf5Dataset dataset =
        group
            .flatMap(found -> found.dataset(name))
            .orElseThrow(
                () ->
                    Refusal.corrupt(
                        layer,
                        "it has no weights '"
                            + what
                            + "'"
                            + group.map(found -> ": " + found.path() + "/" + name).orElse("")));
    return store.floats(layer, what, dataset, sizes);
  }

  @Override
  public ByteBuffer nextState(String what, long... sizes) {
    return next(what, sizes);
  }

  @Override
  public Optional<ByteBuffer> named(String name) {
    Optional<Hdf5Dataset> found = group.flatMap(own -> own.dataset("vars/" + name));
    next += found.isPresent() ? 1 : 0;
    return found.map(
        set -> store.floats(layer, name, set, set.shape().length == 1 ? set.shape()[0] : 0));
  }

  @Override
  public void skip() {
    next++;
  }

  @Override
  public void skipCopy() {
    next++;
  }

  @Override
  public Weights part(String attribute, boolean frozen) {
    Optional<Hdf5Group> part =
        group.flatMap(found -> found.group(attribute).or(() -> found.group("_" + attribute)));
    return new FolderWeights(store, layer, part, path + attribute + "/");
  }

  @Override
  public List<Weights> layers(List<Member> members) {
    Optional<Hdf5Group> folder =
        CONTAINERS.stream()
            .flatMap(name -> group.flatMap(found -> found.group(name)).stream())
            .findFirst();
    return new FolderWeights(store, layer, folder, path + CONTAINERS.getFirst() + "/")
        .numbered(members);
  }

  @Override
  public List<Weights> numbered(List<Member> members) {
    Map<String, Integer> seen = new HashMap<>();
    List<Weights> all = new ArrayList<>();
    for (Member member : members) {
      String name = snake(RENAMED.getOrDefault(member.type(), member.type()));
      int before = seen.merge(name, 1, Integer::sum) - 1;
      String place = before == 0 ? name : name + "_" + before;
      Optional<Hdf5Group> own = group.flatMap(found -> found.group(place));
      all.add(new FolderWeights(store, member.name(), own, path + place + "/"));
    }
    return all;
  }

  /** The name of a class as Keras turns it: {@code Conv2DTranspose} is conv2d_transpose. */
  private static String snake(String type) {
    return type.replaceAll("\\W+", "")
        .replaceAll("(.)([A-Z][a-z]+)", "$1_$2")
        .replaceAll("([a-z])([A-Z])", "$1_$2")
        .toLowerCase(Locale.ROOT);
  }

  @Override
  public Weights again() {
    return new FolderWeights(store, layer, group, path);
  }

  @Override
  public Optional<String> asset(String name) {
    return store.asset(path + name);
  }

  @Override
  public void end() {
    int kept =
        group
            .flatMap(found -> found.group("vars"))
            .map(Hdf5Group::datasetNames)
            .map(List::size)
            .orElse(0);
    if (next < kept) {
      throw Refusal.corrupt(layer, "it has more weights than a layer of its kind: " + kept);
    }
  }
}
