package dev.serin.runtime.keras;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Weights without content, for a conversion whose graph is thrown away: it tells which layer takes
 * how many, and which of them training changes. No more numbers are handed out than the file has.
 */
final class CountedWeights implements Weights {
  private final String layer;
  private final boolean frozen;
  private final AtomicLong left;
  private final List<Taken> taken;

  /** One weight, or the part of a layer inside; in the order in which Keras lists them. */
  private sealed interface Taken {}

  private record Single(boolean trained, ByteBuffer zeros, List<String> name) implements Taken {}

  private record Part(CountedWeights weights) implements Taken {}

  private CountedWeights(String layer, boolean frozen, AtomicLong left) {
    this.layer = layer;
    this.frozen = frozen;
    this.left = left;
    this.taken = new ArrayList<>();
  }

  /** The weights of a layer for which the file has so many numbers. */
  static CountedWeights of(String layer, boolean frozen, long numbers) {
    return new CountedWeights(layer, frozen, new AtomicLong(numbers));
  }

  @Override
  public ByteBuffer next(String what, long... sizes) {
    return take(!frozen, what, sizes);
  }

  @Override
  public ByteBuffer nextState(String what, long... sizes) {
    return take(false, what, sizes);
  }

  private ByteBuffer take(boolean trained, String what, long... sizes) {
    Single single = new Single(trained, zeros(what, sizes), new ArrayList<>());
    taken.add(single);
    return single.zeros();
  }

  private ByteBuffer zeros(String what, long... sizes) {
    long count = 1;
    for (long size : sizes) {
      count = Math.multiplyExact(count, size);
    }
    if (count < 0 || left.addAndGet(-count) < 0) {
      throw Refusal.corrupt(layer, "the file has fewer weights than its layers; no '" + what + "'");
    }
    return ByteBuffer.allocate(Math.toIntExact(4 * count)).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public void skip() {
    taken.add(new Single(false, ByteBuffer.allocate(0), new ArrayList<>()));
  }

  @Override
  public void skipCopy() {} // listed once

  @Override
  public Weights part(String attribute, boolean kept) {
    CountedWeights part = new CountedWeights(layer, frozen || kept, left);
    taken.add(new Part(part));
    return part;
  }

  @Override
  public List<Weights> layers(List<Member> members) {
    List<Weights> all = new ArrayList<>();
    members.forEach(member -> all.add(part(member.name(), member.frozen())));
    return all;
  }

  @Override
  public List<Weights> numbered(List<Member> members) {
    return layers(members);
  }

  @Override
  public Weights again() {
    return new Repeated(this);
  }

  @Override
  public void end() {}

  /** Gives the names to those who took them: first what training changes, then all else. */
  void assign(String place, List<String> names) {
    List<Single> all = new ArrayList<>();
    collect(all);
    if (all.size() != names.size()) {
      throw Refusal.corrupt(
          place, "its layers have " + all.size() + " weights, the file " + names.size());
    }
    Iterator<String> next = names.iterator();
    all.stream().filter(Single::trained).forEach(single -> single.name().add(next.next()));
    all.stream().filter(each -> !each.trained()).forEach(each -> each.name().add(next.next()));
  }

  private void collect(List<Single> all) {
    for (Taken each : taken) {
      switch (each) {
        case Single single -> all.add(single);
        case Part(CountedWeights part) -> part.collect(all);
      }
    }
  }

  /** The names of the weights that were taken here, but not in parts. */
  List<String> names() {
    return taken.stream()
        .filter(Single.class::isInstance)
        .flatMap(single -> ((Single) single).name().stream())
        .toList();
  }

  /** The part that was asked for at this place, counted from 0. */
  CountedWeights part(int place) {
    return taken.stream()
        .filter(Part.class::isInstance)
        .map(part -> ((Part) part).weights())
        .skip(place)
        .findFirst()
        .orElseThrow();
  }

  /** A further call of the same layer: it gets the same weights, and nothing is counted. */
  private static final class Repeated implements Weights {
    private final CountedWeights first;
    private final Iterator<Single> singles;
    private int nextPart;

    private Repeated(CountedWeights first) {
      this.first = first;
      this.singles =
          first.taken.stream().filter(Single.class::isInstance).map(Single.class::cast).iterator();
    }

    @Override
    public ByteBuffer next(String what, long... sizes) {
      if (!singles.hasNext()) {
        throw Refusal.corrupt(first.layer, "its calls take different weights; no '" + what + "'");
      }
      return singles.next().zeros();
    }

    @Override
    public ByteBuffer nextState(String what, long... sizes) {
      return next(what, sizes);
    }

    @Override
    public void skip() {
      next("");
    }

    @Override
    public void skipCopy() {} // listed once

    @Override
    public Weights part(String attribute, boolean frozen) {
      return first.part(nextPart++).again();
    }

    @Override
    public List<Weights> layers(List<Member> members) {
      return members.stream().<Weights>map(_ -> first.part(nextPart++).again()).toList();
    }

    @Override
    public List<Weights> numbered(List<Member> members) {
      return layers(members);
    }

    @Override
    public Weights again() {
      return new Repeated(first);
    }

    @Override
    public void end() {}
  }
}
