package dev.serin.runtime.sklearn;

import dev.serin.base.Problem;
import dev.serin.reader.NdArray;
import dev.serin.reader.Node;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Values;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A typed view on the state of one instance in a file, by attribute name. What is missing, of a
 * wrong kind or of a wrong size is refused, naming the place and the attribute; an attribute that
 * is None counts as absent.
 */
public final class Attributes {
  private final Node.Instance instance;
  private final String place;
  private final Release release;

  Attributes(Node.Instance instance, String place, Release inherited) {
    this.instance = instance;
    this.place = place;
    this.release =
        instance
            .attribute(Workshop.VERSION)
            .filter(Node.Text.class::isInstance)
            .flatMap(node -> Release.of(((Node.Text) node).value()))
            .orElse(inherited);
  }

  /** Where the instance stands, such as {@code Pipeline.steps[1]}. */
  public String place() {
    return place;
  }

  /** The instance that is looked at. */
  Node.Instance instance() {
    return instance;
  }

  /** The class as the file names it, with its module. */
  public Node.Global type() {
    return instance.type();
  }

  /** The simple name of the class. */
  public String name() {
    return instance.type().name();
  }

  /** The release that wrote it; an old one does not say, then it is 0.0. */
  public Release release() {
    return release;
  }

  /** The names of the columns that it was fitted on, empty when the file names none. */
  public List<String> featureNames() {
    return FeatureNames.own(instance);
  }

  /** The arguments of its making, for classes of compiled code. */
  public List<Node> args() {
    return instance.args();
  }

  /** Whether the attribute is there and not None. */
  public boolean has(String attribute) {
    return optional(attribute).isPresent();
  }

  /** Whether the attribute is there and None, which for some options is a value. */
  public boolean none(String attribute) {
    return instance.attribute(attribute).filter(Node.None.class::isInstance).isPresent();
  }

  /** The attribute, unless it is absent or None. */
  public Optional<Node> optional(String attribute) {
    return instance.attribute(attribute).filter(node -> !(node instanceof Node.None));
  }

  /** The attribute as it stands in the file. */
  public Node node(String attribute) {
    return optional(attribute).orElseThrow(() -> corrupt("has no attribute " + attribute));
  }

  /** The first of these attributes that is there: the names changed between releases. */
  public String either(String first, String older) {
    return has(first) ? first : older;
  }

  /** A number; whole numbers count. */
  public double real(String attribute) {
    return real(attribute, node(attribute));
  }

  /** A number, or this one when it is absent. */
  public double real(String attribute, double otherwise) {
    return optional(attribute).map(node -> real(attribute, node)).orElse(otherwise);
  }

  /** This part of an attribute as a number. */
  public double real(String attribute, Node node) {
    return switch (node) {
      case Node.Real(double value) -> value;
      case Node.Int(long value) -> value;
      case Node.Bool(boolean value) -> value ? 1 : 0;
      case Node.Array array when array.value().size() == 1 -> array.value().doubles()[0];
      default -> throw unsupported(attribute + " is not a number");
    };
  }

  /** A whole number that fits an array index. */
  public int whole(String attribute) {
    return whole(attribute, node(attribute));
  }

  /** A whole number, or this one when it is absent. */
  public int whole(String attribute, int otherwise) {
    return optional(attribute).map(node -> whole(attribute, node)).orElse(otherwise);
  }

  /** This part of an attribute as a whole number. */
  public int whole(String attribute, Node node) {
    if (node instanceof Node.Int(long value) && value == (int) value) {
      return (int) value;
    }
    throw corrupt("has an attribute " + attribute + " that is not a small whole number");
  }

  /** A truth value, or this one when it is absent. */
  public boolean flag(String attribute, boolean otherwise) {
    return optional(attribute)
        .map(
            node ->
                switch (node) {
                  case Node.Bool(boolean value) -> value;
                  case Node.Int(long value) -> value != 0;
                  default -> throw unsupported(attribute + " is neither true nor false");
                })
        .orElse(otherwise);
  }

  /** A text. */
  public String text(String attribute) {
    return text(attribute, node(attribute));
  }

  private String text(String attribute, Node node) {
    return switch (node) {
      case Node.Text(String value) -> value;
      case Node.Global global -> throw unsupported(attribute + " is the function " + global);
      case Node.Instance other -> throw unsupported(attribute + " is " + other);
      default -> throw unsupported(attribute + " is not a text");
    };
  }

  /** One of the known words, or the default of the class when it is absent. */
  public String choice(String attribute, String otherwise, String... known) {
    String chosen = optional(attribute).map(node -> text(attribute, node)).orElse(otherwise);
    if (List.of(known).contains(chosen)) {
      return chosen;
    }
    throw unsupported(attribute + " is '" + chosen + "', known are " + String.join(", ", known));
  }

  /** An array of any shape. */
  public NdArray array(String attribute) {
    return array(attribute, node(attribute));
  }

  /** This part of an attribute as an array of any shape. */
  public NdArray array(String attribute, Node node) {
    if (node instanceof Node.Array array) {
      return array.value();
    }
    if (node instanceof Node.Instance other) {
      throw unsupported(attribute + " is " + other + ", not a plain array");
    }
    throw corrupt("has an attribute " + attribute + " that is not an array");
  }

  /** Numbers along one axis. */
  public double[] vector(String attribute) {
    NdArray array = array(attribute);
    if (array.shape().length != 1) {
      throw corrupt("has an attribute " + attribute + " of " + array.shape().length + " axes");
    }
    return array.doubles();
  }

  /** Exactly this many numbers along one axis. */
  public double[] vector(String attribute, int length) {
    double[] numbers = vector(attribute);
    if (numbers.length != length) {
      throw corrupt(
          "has " + numbers.length + " numbers in " + attribute + " where " + length + " belong");
    }
    return numbers;
  }

  /** Exactly this many numbers: an array, or one number that stands for all. */
  public double[] spread(String attribute, int length) {
    if (node(attribute) instanceof Node.Array array && array.value().shape().length > 0) {
      return vector(attribute, length);
    }
    double[] numbers = new double[length];
    Arrays.fill(numbers, real(attribute));
    return numbers;
  }

  /** Numbers in rows and columns; an array of one axis is one row. */
  public Matrix matrix(String attribute) {
    return matrix(attribute, array(attribute));
  }

  private Matrix matrix(String attribute, NdArray array) {
    int[] shape = array.shape();
    return switch (shape.length) {
      case 1 -> new Matrix(1, shape[0], array.doubles());
      case 2 -> new Matrix(shape[0], shape[1], array.doubles());
      default -> throw corrupt("has an attribute " + attribute + " of " + shape.length + " axes");
    };
  }

  /** The items of a list, a tuple or an array of objects along one axis. */
  public List<Node> items(String attribute) {
    return items(attribute, node(attribute));
  }

  /** The items of this part of an attribute. */
  public List<Node> items(String attribute, Node node) {
    return switch (node) {
      case Node.ListNode list -> list.items();
      case Node.TupleNode tuple -> tuple.items();
      case Node.Array array when array.value().dtype().object() -> List.of(array.value().objects());
      default -> throw corrupt("has an attribute " + attribute + " that is not a list");
    };
  }

  /** The indices in an array or list; each is at least 0 and below {@code bound}. */
  public int[] indices(String attribute, Node node, int bound) {
    long[] numbers =
        node instanceof Node.Array array
            ? array.value().longs()
            : items(attribute, node).stream().mapToLong(item -> whole(attribute, item)).toArray();
    int[] indices = new int[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      if (numbers[i] < 0 || numbers[i] >= bound) {
        throw corrupt("has the index " + numbers[i] + " in " + attribute + ", of " + bound);
      }
      indices[i] = (int) numbers[i];
    }
    return indices;
  }

  /** The classes of one target. */
  public Labels labels(String attribute) {
    return labels(attribute, node(attribute));
  }

  /** The classes of each target: one array, or a list of arrays of one type. */
  public List<Labels> targets(String attribute) {
    if (node(attribute) instanceof Node.Array) {
      return List.of(labels(attribute));
    }
    List<Labels> targets = items(attribute).stream().map(item -> labels(attribute, item)).toList();
    if (targets.stream().map(Labels::type).distinct().count() != 1) {
      throw unsupported(attribute + " has targets of several types");
    }
    return targets;
  }

  private Labels labels(String attribute, Node node) {
    NdArray array = array(attribute, node);
    if (array.shape().length != 1 || array.size() == 0) {
      throw corrupt("has no classes along one axis in " + attribute);
    }
    return switch (array.dtype().kind()) {
      case 'i', 'u' -> new Labels(DataType.INT64, new Values.Longs(array.longs()));
      case 'b' -> new Labels(DataType.BOOL, new Values.Longs(array.longs()));
      case 'f' -> new Labels(DataType.FP64, new Values.Doubles(array.doubles()));
      case 'U' -> new Labels(DataType.BYTES, new Values.Texts(array.texts()));
      case 'S' -> bytes(attribute, array);
      case 'O' -> objects(attribute, array);
      default -> throw unsupported(attribute + " has elements of type " + array.dtype());
    };
  }

  /** Texts of Python 2, or bytes of Python 3; only in ASCII both mean the same. */
  private Labels bytes(String attribute, NdArray array) {
    String[] texts = array.texts();
    if (!Arrays.stream(texts).allMatch(text -> text.chars().allMatch(letter -> letter < 0x80))) {
      throw unsupported(attribute + " has bytes that are not ASCII as labels");
    }
    return new Labels(DataType.BYTES, new Values.Texts(texts));
  }

  private Labels objects(String attribute, NdArray array) {
    List<Node> nodes = List.of(array.objects());
    if (nodes.stream().allMatch(Node.Text.class::isInstance)) {
      return new Labels(DataType.BYTES, new Values.Texts(array.texts()));
    }
    if (nodes.stream().allMatch(Node.Bool.class::isInstance)) {
      return new Labels(DataType.BOOL, new Values.Longs(array.longs()));
    }
    if (nodes.stream().allMatch(Node.Int.class::isInstance)) {
      return new Labels(DataType.INT64, new Values.Longs(array.longs()));
    }
    throw unsupported(attribute + " mixes labels of several types");
  }

  /**
   * How many columns it was fitted on, by the new or the older attribute, or {@link Estimator#ANY}.
   */
  public int width() {
    for (String attribute : List.of("n_features_in_", "n_features_", "n_input_features_")) {
      if (has(attribute)) {
        int width = whole(attribute);
        if (width < 0) {
          throw corrupt("has the width " + width);
        }
        return width;
      }
    }
    return Estimator.ANY;
  }

  /** How many columns it was fitted on; {@code known} where an old file does not say. */
  public int width(int known) {
    int width = width();
    if (width != Estimator.ANY && width != known) {
      throw corrupt("was fitted on " + width + " features, its numbers are for " + known);
    }
    return known;
  }

  /** A view on an instance within this one; {@code where} continues the place. */
  public Attributes inner(String where, Node node) {
    if (node instanceof Node.Instance other) {
      return new Attributes(other, place + "." + where, release);
    }
    throw corrupt("has no instance in " + where);
  }

  /** A view on the instance in this attribute. */
  public Attributes inner(String attribute) {
    return inner(attribute, node(attribute));
  }

  /** The file contradicts itself here. */
  public Problem.Raised corrupt(String what) {
    return Refusal.corrupt(place, what);
  }

  /** A value whose meaning is not known here. */
  public Problem.Raised unsupported(String what) {
    return Refusal.value(place, "(" + name() + "): " + what);
  }
}
