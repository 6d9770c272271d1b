package dev.serin.runtime.torch.python;

import java.util.List;
import java.util.stream.Collectors;

/** Things in words. */
final class Shown {
  private static final int MOST = 20;

  private Shown() {}

  /** What kind of thing it is. */
  static String kind(Thing thing) {
    return switch (thing) {
      case Thing.None _ -> "None";
      case Thing.Ellipsis _ -> "'...'";
      case Thing.Flag _ -> "a truth value";
      case Thing.Whole _, Thing.Size _ -> "a whole number";
      case Thing.Real _ -> "a real number";
      case Thing.Text _ -> "a text";
      case Thing.Type _ -> "a datatype";
      case Thing.Tuple _ -> "a tuple";
      case Thing.Items _ -> "a list";
      case Thing.Dict _ -> "a dict";
      case Thing.Group _ -> "a set";
      case Thing.Range _ -> "a range";
      case Thing.Cut _ -> "a slice";
      case Thing.Tensor _, Thing.Probe _ -> "a tensor";
      case Thing.Space(String name) -> "the module " + name;
      case Thing.Native(String name, _) -> "the function " + name;
      case Thing.Function function -> "the function " + function.name();
      case Thing.Bound _ -> "a method";
      case Thing.Wrapped(String how, _) -> "a " + how;
      case Thing.Kind kind -> "the class " + kind.name();
      case Thing.Instance instance -> "an object of " + instance.kind().name();
      case Thing.Above _ -> "super()";
    };
  }

  /** As Python's {@code str}. */
  static String text(Thing thing) {
    return switch (thing) {
      case Thing.Text(String value) -> value;
      case Thing.Whole(long value) -> Long.toString(value);
      case Thing.Real(double value) -> real(value);
      case Thing.Flag(boolean value) -> value ? "True" : "False";
      case Thing.Type(var type) -> "torch." + type.name();
      case Thing.Tuple(List<Thing> items, _) -> listed(items, "(", items.size() == 1 ? ",)" : ")");
      case Thing.Items items -> listed(items.list(), "[", "]");
      case Thing.Kind kind -> kind.name();
      default -> kind(thing);
    };
  }

  private static String real(double value) {
    boolean plain = value == Math.rint(value) && Math.abs(value) < 1e16;
    return plain ? (long) value + ".0" : Double.toString(value);
  }

  private static String listed(List<Thing> items, String open, String close) {
    return items.stream()
        .limit(MOST)
        .map(item -> item instanceof Thing.Items ? "[...]" : simple(item))
        .collect(Collectors.joining(", ", open, close));
  }

  private static String simple(Thing item) {
    return item instanceof Thing.Tuple ? "(...)" : text(item);
  }
}
