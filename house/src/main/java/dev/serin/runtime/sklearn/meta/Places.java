package dev.serin.runtime.sklearn.meta;

import dev.serin.runtime.sklearn.Labels;
import dev.serin.runtime.sklearn.Refusal;
import dev.serin.tensor.DataType;

/** Which label of the outer estimator each label of an inner one is. */
public final class Places {
  /** The place of a label that the outer one does not have. */
  public static final int NONE = -1;

  private Places() {}

  /** By equal labels; {@link #NONE} where there is no equal one. */
  public static int[] equal(Labels inner, Labels outer) {
    int[] places = new int[inner.size()];
    for (int i = 0; i < places.length; i++) {
      places[i] = of(inner, i, outer);
    }
    return places;
  }

  private static int of(Labels inner, int at, Labels outer) {
    boolean texts = inner.type() == DataType.BYTES;
    for (int i = 0; i < outer.size(); i++) {
      if (texts != (outer.type() == DataType.BYTES)) {
        return NONE;
      }
      boolean equal =
          texts ? inner.name(at).equals(outer.name(i)) : inner.number(at) == outer.number(i);
      if (equal) {
        return i;
      }
    }
    return NONE;
  }

  /** As {@link #equal}, where each label must have its equal. */
  public static int[] within(Member member, Labels outer) {
    int[] places = equal(member.labels(), outer);
    for (int i = 0; i < places.length; i++) {
      if (places[i] == NONE) {
        throw Refusal.corrupt(
            member.place(),
            "has the class " + member.labels().name(i) + ", which the outer one does not have");
      }
    }
    return places;
  }

  /** Where the inner one was fitted on the numbers of the outer labels: its labels are places. */
  public static int[] numbered(Member member, int classes) {
    return numbered(member.labels(), classes, member.place());
  }

  /** As {@link #numbered(Member, int)} for one of several targets. */
  public static int[] numbered(Labels labels, int classes, String place) {
    int[] places = new int[labels.size()];
    for (int i = 0; i < places.length; i++) {
      double number = labels.type() == DataType.BYTES ? NONE : labels.number(i);
      if (!(number >= 0 && number < classes && number == Math.rint(number))) {
        throw Refusal.corrupt(
            place, "has the class " + labels.name(i) + ", which is no number below " + classes);
      }
      places[i] = (int) number;
    }
    return places;
  }

  /** Each chosen place of the inner one as a place of the outer one. */
  public static int[] moved(int[] chosen, int[] places) {
    int[] moved = new int[chosen.length];
    for (int i = 0; i < moved.length; i++) {
      moved[i] = places[chosen[i]];
    }
    return moved;
  }
}
