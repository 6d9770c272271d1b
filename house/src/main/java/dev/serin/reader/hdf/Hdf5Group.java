package dev.serin.reader.hdf;

import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** A folder of an HDF5 file: attributes, groups and datasets by name. */
public final class Hdf5Group {
  private final String path;
  private final List<Hdf5Attribute> attributes;
  private final SequencedMap<String, Hdf5Group> groups;
  private final SequencedMap<String, Hdf5Dataset> datasets;

  Hdf5Group(
      String path,
      List<Hdf5Attribute> attributes,
      SequencedMap<String, Hdf5Group> groups,
      SequencedMap<String, Hdf5Dataset> datasets) {
    this.path = path;
    this.attributes = attributes;
    this.groups = groups;
    this.datasets = datasets;
  }

  /** The way from the root, {@code /} for the root itself. */
  public String path() {
    return path;
  }

  /** The attributes, by name. */
  public List<Hdf5Attribute> attributes() {
    return attributes;
  }

  /** The attribute of this name. */
  public Optional<Hdf5Attribute> attribute(String name) {
    return attributes.stream().filter(attribute -> attribute.name().equals(name)).findFirst();
  }

  /** The names of the groups in it, in the order of their making, else by name. */
  public List<String> groupNames() {
    return List.copyOf(groups.keySet());
  }

  /** The names of the datasets in it, in the order of their making, else by name. */
  public List<String> datasetNames() {
    return List.copyOf(datasets.keySet());
  }

  /** The group of this path below, such as {@code model_weights/dense}. */
  public Optional<Hdf5Group> group(String below) {
    int slash = below.indexOf('/');
    if (slash < 0) {
      return Optional.ofNullable(groups.get(below));
    }
    return Optional.ofNullable(groups.get(below.substring(0, slash)))
        .flatMap(next -> next.group(below.substring(slash + 1)));
  }

  /** The dataset of this path below, such as {@code dense/kernel:0}. */
  public Optional<Hdf5Dataset> dataset(String below) {
    int slash = below.lastIndexOf('/');
    if (slash < 0) {
      return Optional.ofNullable(datasets.get(below));
    }
    return group(below.substring(0, slash))
        .flatMap(last -> last.dataset(below.substring(slash + 1)));
  }
}
