package dev.serin.runtime.sklearn.compose;

import dev.serin.reader.Node;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Estimator;
import dev.serin.runtime.sklearn.Invertible;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Refusal;
import dev.serin.runtime.sklearn.Rows;
import dev.serin.runtime.sklearn.Sparse;
import dev.serin.runtime.sklearn.Table;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;

/**
 * {@code FunctionTransformer} of one listed function of one number of NumPy, or expit or logit of
 * SciPy, known by its exact name; any other function is refused, for it would have to be run.
 */
final class Function implements Invertible {
  static final Set<String> MODULES =
      Set.of(
          "numpy",
          "numpy.core._multiarray_umath",
          "numpy._core._multiarray_umath",
          "numpy.core.umath",
          "numpy._core.umath",
          "scipy.special",
          "scipy.special._ufuncs",
          "scipy.special._special_ufuncs");

  static final String REBUILT = "_ufunc_reconstruct";

  private static final Map<String, DoubleUnaryOperator> LISTED =
      Map.ofEntries(
          Map.entry("log1p", Math::log1p),
          Map.entry("log", Math::log),
          Map.entry("log10", Math::log10),
          Map.entry("log2", Function::log2),
          Map.entry("sqrt", Math::sqrt),
          Map.entry("cbrt", Math::cbrt),
          Map.entry("exp", Math::exp),
          Map.entry("expm1", Math::expm1),
          Map.entry("exp2", x -> Math.pow(2, x)),
          Map.entry("absolute", Math::abs),
          Map.entry("abs", Math::abs),
          Map.entry("fabs", Math::abs),
          Map.entry("sign", Math::signum),
          Map.entry("square", x -> x * x),
          Map.entry("negative", x -> -x),
          Map.entry("positive", x -> x),
          Map.entry("reciprocal", x -> 1 / x),
          Map.entry("floor", Math::floor),
          Map.entry("ceil", Math::ceil),
          Map.entry("rint", Math::rint),
          Map.entry("sin", Math::sin),
          Map.entry("cos", Math::cos),
          Map.entry("tan", Math::tan),
          Map.entry("arcsin", Math::asin),
          Map.entry("arccos", Math::acos),
          Map.entry("sinh", Math::sinh),
          Map.entry("cosh", Math::cosh),
          Map.entry("arcsinh", Hyperbolic::areaSine),
          Map.entry("arccosh", Hyperbolic::areaCosine),
          Map.entry("arctanh", Hyperbolic::areaTangent),
          Map.entry("trunc", x -> x < 0 ? Math.ceil(x) : Math.floor(x)),
          Map.entry("degrees", x -> x * (180 / Math.PI)),
          Map.entry("radians", x -> x * (Math.PI / 180)),
          Map.entry("tanh", Math::tanh),
          Map.entry("arctan", Math::atan),
          Map.entry("deg2rad", x -> x * (Math.PI / 180)),
          Map.entry("expit", x -> 1 / (1 + Math.exp(-x))),
          Map.entry("logit", x -> Math.log(x / (1 - x))),
          Map.entry("rad2deg", x -> x * (180 / Math.PI)));

  private final DoubleUnaryOperator function;
  private final List<DoubleUnaryOperator> inverse; // none where it is not listed
  private final int width;
  private final boolean checked;

  private Function(
      DoubleUnaryOperator function, List<DoubleUnaryOperator> inverse, int width, boolean checked) {
    this.function = function;
    this.inverse = inverse;
    this.width = width;
    this.checked = checked;
  }

  /** The names of all listed functions. */
  static Set<String> names() {
    return LISTED.keySet();
  }

  static Estimator of(Attributes state) {
    Optional<Node> function = state.optional("func");
    refuseArguments(state, function);
    // Up to 0.21 the default None meant True, with a warning.
    boolean checked = state.flag("validate", state.release().before(0, 22));
    int width = state.width();
    if (function.isEmpty()) {
      boolean plain = !checked && !state.has("inverse_func");
      return plain ? new Unchanged(width) : new Function(x -> x, inverse(state), width, checked);
    }
    return new Function(listed(state, function.get()), inverse(state), width, checked);
  }

  /** The inverse, which only a transformed target needs: none where it cannot be served. */
  private static List<DoubleUnaryOperator> inverse(Attributes state) {
    if (!state.has("inverse_func")) {
      return List.of(x -> x);
    }
    boolean arguments =
        state.optional("inv_kw_args").isPresent()
            && !(state.node("inv_kw_args") instanceof Node.DictNode dict
                && dict.entries().isEmpty());
    boolean known =
        named(state.node("inverse_func")) instanceof Node.Global global
            && MODULES.contains(global.module())
            && LISTED.containsKey(global.name());
    return known && !arguments ? List.of(listed(state, state.node("inverse_func"))) : List.of();
  }

  private static void refuseArguments(Attributes state, Optional<Node> function) {
    boolean none =
        state
            .optional("kw_args")
            .map(node -> node instanceof Node.DictNode dict && dict.entries().isEmpty())
            .orElse(true);
    if (!none) {
      String name = function.map(Function::shown).orElse("None");
      throw state.unsupported("func is " + name + " with arguments in kw_args");
    }
  }

  /** Before NumPy 1.20 a function was a call of {@link #REBUILT} with its module and name. */
  private static Node named(Node function) {
    if (function instanceof Node.Instance call
        && call.type().equals(new Node.Global("numpy.core", REBUILT))
        && call.args().size() == 2
        && call.args().get(0) instanceof Node.Text(String module)
        && call.args().get(1) instanceof Node.Text(String name)) {
      return new Node.Global(module, name);
    }
    return function;
  }

  private static DoubleUnaryOperator listed(Attributes state, Node given) {
    Node function = named(given);
    if (function instanceof Node.Global global && MODULES.contains(global.module())) {
      DoubleUnaryOperator found = LISTED.get(global.name());
      if (found != null) {
        return found;
      }
    }
    if (function instanceof Node.Instance made) {
      throw Refusal.type(state.place() + ".func", made.type().qualified());
    }
    throw state.unsupported("func is " + shown(function) + ", which is not a listed function");
  }

  private static String shown(Node function) {
    return switch (function) {
      case Node.Global global -> global.qualified();
      case Node.Instance made -> made.type().qualified();
      default -> "not a name";
    };
  }

  private static double log2(double x) {
    int exponent = Math.getExponent(x); // of infinity it is 1024, one more than of any number
    return x > 0 && exponent <= Double.MAX_EXPONENT && Math.scalb(1.0, exponent) == x
        ? exponent
        : Math.log(x) / Math.log(2);
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public int outputWidth(int inputWidth) {
    return inputWidth;
  }

  @Override
  public Table transform(Table rows) {
    if (rows instanceof Sparse && function.applyAsDouble(0) == 0) {
      Table given =
          checked ? Rows.table(rows, width, Rows.Cells.FINITE, "FunctionTransformer") : rows;
      return ((Sparse) given).map(function);
    }
    Matrix from =
        checked
            ? Rows.numbers(rows, width, Rows.Cells.FINITE, "FunctionTransformer")
            : rows.numbers();
    return applied(function, from);
  }

  private static Matrix applied(DoubleUnaryOperator each, Matrix from) {
    Matrix to = Matrix.zeros(from.rows(), from.columns());
    for (int i = 0; i < from.values().length; i++) {
      to.values()[i] = each.applyAsDouble(from.values()[i]);
    }
    return to;
  }

  @Override
  public boolean turnsBack() {
    return !inverse.isEmpty();
  }

  @Override
  public Matrix back(Matrix transformed) {
    if (checked) {
      Rows.check(transformed.values(), Rows.Cells.FINITE, "FunctionTransformer");
    }
    return applied(inverse.getFirst(), transformed);
  }
}
