package dev.serin.runtime.torch.python;

import dev.serin.runtime.torch.python.Expression.Clause;
import dev.serin.runtime.torch.python.Expression.Given;
import dev.serin.runtime.torch.python.Parameters.One;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads expressions; binary signs by their strength. */
final class ExpressionParser {
  private static final Map<String, Integer> STRENGTH =
      Map.ofEntries(
          Map.entry("|", 1),
          Map.entry("^", 2),
          Map.entry("&", 3),
          Map.entry("<<", 4),
          Map.entry(">>", 4),
          Map.entry("+", 5),
          Map.entry("-", 5),
          Map.entry("*", 6),
          Map.entry("/", 6),
          Map.entry("//", 6),
          Map.entry("%", 6),
          Map.entry("@", 6));

  private final Words words;

  ExpressionParser(Words words) {
    this.words = words;
  }

  /** One or several with commas between them: then a tuple. */
  Expression several() {
    int line = words.line();
    Expression first = starred();
    if (!words.sees(",")) {
      return first;
    }
    List<Expression> items = new ArrayList<>(List.of(first));
    while (words.take(",")) {
      if (ends()) {
        break;
      }
      items.add(starred());
    }
    return new Expression.Sequence(true, items, line);
  }

  private boolean ends() {
    return words.sees(Token.Kind.NEWLINE)
        || words.sees("=")
        || words.sees(")")
        || words.sees("]")
        || words.sees(":")
        || words.sees(";")
        || words.sees("in");
  }

  private Expression starred() {
    int line = words.line();
    return words.take("*") ? new Expression.Star(binary(1), line) : expression();
  }

  Expression expression() {
    words.down();
    int line = words.line();
    Expression value = words.sees("lambda") ? function() : choice(line);
    words.up();
    return value;
  }

  private Expression choice(int line) {
    Expression value = or();
    if (words.take("if")) {
      Expression test = or();
      words.need("else");
      return new Expression.Choice(test, value, expression(), line);
    }
    if (words.sees(":=")) {
      throw words.unexpected("the end of an expression");
    }
    return value;
  }

  private Expression function() {
    int line = words.line();
    words.need("lambda");
    Parameters parameters = parameters(":", false);
    words.need(":");
    return new Expression.Function(parameters, expression(), line);
  }

  /** The parameters up to the closing sign, which is left. */
  Parameters parameters(String end, boolean typed) {
    List<One> list = new ArrayList<>();
    Optional<String> rest = Optional.empty();
    Optional<String> named = Optional.empty();
    boolean nameOnly = false;
    while (!words.sees(end)) {
      if (words.take("**")) {
        named = Optional.of(typedName(typed));
      } else if (words.take("*")) {
        nameOnly = true;
        rest = words.sees(",") ? Optional.empty() : Optional.of(typedName(typed));
      } else if (!words.take("/")) {
        String name = typedName(typed);
        Optional<Expression> byDefault =
            words.take("=") ? Optional.of(expression()) : Optional.empty();
        list.add(new One(name, byDefault, nameOnly));
      }
      if (!words.take(",") && !words.sees(end)) {
        throw words.unexpected("',' or '" + end + "'");
      }
    }
    return new Parameters(List.copyOf(list), rest, named);
  }

  private String typedName(boolean typed) {
    String name = words.name();
    if (typed && words.take(":")) {
      expression();
    }
    return name;
  }

  private Expression or() {
    int line = words.line();
    Expression first = and();
    List<Expression> parts = new ArrayList<>(List.of(first));
    while (words.take("or")) {
      parts.add(and());
    }
    return parts.size() == 1 ? first : new Expression.Junction(false, parts, line);
  }

  private Expression and() {
    int line = words.line();
    Expression first = not();
    List<Expression> parts = new ArrayList<>(List.of(first));
    while (words.take("and")) {
      parts.add(not());
    }
    return parts.size() == 1 ? first : new Expression.Junction(true, parts, line);
  }

  private Expression not() {
    int line = words.line();
    if (words.take("not")) {
      words.down();
      Expression of = not();
      words.up();
      return new Expression.Unary("not", of, line);
    }
    return comparison();
  }

  private Expression comparison() {
    int line = words.line();
    Expression first = binary(1);
    List<String> signs = new ArrayList<>();
    List<Expression> rest = new ArrayList<>();
    for (String sign = comparing(); !sign.isEmpty(); sign = comparing()) {
      signs.add(sign);
      rest.add(binary(1));
    }
    return signs.isEmpty() ? first : new Expression.Compare(first, signs, rest, line);
  }

  private String comparing() {
    for (String sign : List.of("==", "!=", "<=", ">=", "<", ">", "in")) {
      if (words.take(sign)) {
        return sign;
      }
    }
    if (words.sees("not") && words.peek(1).is("in")) {
      words.next();
      words.next();
      return "not in";
    }
    if (words.take("is")) {
      return words.take("not") ? "is not" : "is";
    }
    return "";
  }

  private Expression binary(int weakest) {
    Expression left = unary();
    while (true) {
      String sign = words.sees(Token.Kind.SIGN) ? words.peek().text() : "";
      int strength = STRENGTH.getOrDefault(sign, 0);
      if (strength < weakest) {
        return left;
      }
      int line = words.next().line();
      left = new Expression.Binary(sign, left, binary(strength + 1), line);
    }
  }

  private Expression unary() {
    int line = words.line();
    for (String sign : List.of("-", "+", "~")) {
      if (words.take(sign)) {
        words.down();
        Expression of = unary();
        words.up();
        return new Expression.Unary(sign, of, line);
      }
    }
    Expression value = primary();
    if (words.take("**")) {
      words.down();
      Expression power = unary();
      words.up();
      return new Expression.Binary("**", value, power, line);
    }
    return value;
  }

  private Expression primary() {
    Expression value = atom();
    while (true) {
      int line = words.line();
      if (words.take(".")) {
        value = new Expression.Attribute(value, words.name(), line);
      } else if (words.take("(")) {
        value = new Expression.Call(value, given(), line);
      } else if (words.take("[")) {
        value = new Expression.Index(value, index(), line);
      } else {
        return value;
      }
    }
  }

  /** The arguments of a call, and its closing bracket. */
  List<Given> given() {
    List<Given> given = new ArrayList<>();
    while (!words.take(")")) {
      if (words.take("**")) {
        given.add(new Given("", 2, expression()));
      } else if (words.take("*")) {
        given.add(new Given("", 1, expression()));
      } else if (words.sees(Token.Kind.NAME) && words.peek(1).is("=")) {
        String name = words.name();
        words.next();
        given.add(new Given(name, 0, expression()));
      } else {
        int line = words.line();
        Expression value = expression();
        given.add(
            new Given(
                "", 0, words.sees("for") ? comprehension(value, Optional.empty(), line) : value));
      }
      if (!words.take(",") && !words.sees(")")) {
        throw words.unexpected("',' or ')'");
      }
    }
    return given;
  }

  private Expression index() {
    int line = words.line();
    List<Expression> items = new ArrayList<>();
    boolean comma = false;
    while (!words.take("]")) {
      items.add(slice());
      boolean more = words.take(",");
      comma |= more;
      if (!more && !words.sees("]")) {
        throw words.unexpected("',' or ']'");
      }
    }
    if (items.isEmpty()) {
      throw words.unexpected("an index");
    }
    return comma ? new Expression.Sequence(true, items, line) : items.getFirst();
  }

  private Expression slice() {
    int line = words.line();
    Optional<Expression> from = words.sees(":") ? Optional.empty() : Optional.of(expression());
    if (!words.take(":")) {
      return from.orElseThrow();
    }
    Optional<Expression> to = bound();
    Optional<Expression> step = words.take(":") ? bound() : Optional.empty();
    return new Expression.Slice(from, to, step, line);
  }

  private Optional<Expression> bound() {
    boolean left = words.sees(":") || words.sees(",") || words.sees("]");
    return left ? Optional.empty() : Optional.of(expression());
  }

  private Expression atom() {
    Token token = words.peek();
    int line = token.line();
    if (words.take("(")) {
      return bracketed(line);
    }
    if (words.take("[")) {
      return list(line);
    }
    if (words.take("{")) {
      return braced(line);
    }
    if (words.take("...")) {
      return new Expression.Constant(Thing.ELLIPSIS, line);
    }
    return switch (token.kind()) {
      case NUMBER -> new Expression.Constant(number(words.next()), line);
      case STRING -> text();
      case NAME -> word(line);
      default -> throw words.unexpected("a value");
    };
  }

  private Expression word(int line) {
    if (words.sees("yield") || words.sees("await")) {
      throw Trouble.custom(words.place(line), "'" + words.peek().text() + "' is not interpreted");
    }
    String name = words.name();
    return switch (name) {
      case "None" -> new Expression.Constant(Thing.NONE, line);
      case "True" -> new Expression.Constant(new Thing.Flag(true), line);
      case "False" -> new Expression.Constant(new Thing.Flag(false), line);
      default -> new Expression.Name(name, line);
    };
  }

  private Thing number(Token token) {
    String digits = token.text();
    try {
      if (digits.matches("0[xX][0-9a-fA-F]{1,15}")) {
        return new Thing.Whole(Long.parseLong(digits.substring(2), 16));
      }
      if (digits.matches("[0-9]{1,400}")) {
        return new Thing.Whole(new BigInteger(digits).longValueExact());
      }
      if (digits.matches("[0-9]*\\.?[0-9]*([eE][+-]?[0-9]+)?")) {
        return new Thing.Real(Double.parseDouble(digits));
      }
    } catch (NumberFormatException | ArithmeticException large) {
      throw Trouble.limit(words.place(token.line()), "a whole number", Long.MAX_VALUE);
    }
    throw Trouble.value(words.place(token.line()), "the number " + digits + " is not read");
  }

  private Expression bracketed(int line) {
    if (words.take(")")) {
      return new Expression.Sequence(true, List.of(), line);
    }
    Expression value = several();
    if (words.sees("for")) {
      value = comprehension(value, Optional.empty(), line);
    }
    words.need(")");
    return value;
  }

  private Expression list(int line) {
    List<Expression> items = new ArrayList<>();
    while (!words.take("]")) {
      items.add(starred());
      if (words.sees("for")) {
        Expression all = comprehension(items.getFirst(), Optional.empty(), line);
        words.need("]");
        return all;
      }
      if (!words.take(",") && !words.sees("]")) {
        throw words.unexpected("',' or ']'");
      }
    }
    return new Expression.Sequence(false, items, line);
  }

  private Expression braced(int line) {
    List<Expression> keys = new ArrayList<>();
    List<Expression> values = new ArrayList<>();
    while (!words.take("}")) {
      if (words.sees("**")) {
        throw words.unexpected("a key");
      }
      keys.add(expression());
      if (words.take(":")) {
        values.add(expression());
      }
      if (words.sees("for")) {
        Optional<Expression> value = values.stream().findFirst();
        Expression all = comprehension(keys.getFirst(), value, line);
        words.need("}");
        return all;
      }
      if (!words.take(",") && !words.sees("}")) {
        throw words.unexpected("',' or '}'");
      }
    }
    if (values.isEmpty() && !keys.isEmpty()) {
      return new Expression.Group(keys, line);
    }
    if (keys.size() != values.size()) {
      throw words.unexpected("a key and a value");
    }
    return new Expression.Pairs(keys, values, line);
  }

  private Expression comprehension(Expression item, Optional<Expression> value, int line) {
    List<Clause> clauses = new ArrayList<>();
    while (words.take("for")) {
      Expression target = targets();
      words.need("in");
      Expression source = or();
      List<Expression> tests = new ArrayList<>();
      while (words.take("if")) {
        tests.add(or());
      }
      clauses.add(new Clause(target, source, tests));
    }
    return new Expression.Comprehension(item, value, clauses, line);
  }

  /** What a loop gives its values to: names, without the word {@code in}. */
  Expression targets() {
    int line = words.line();
    Expression first = target();
    if (!words.sees(",")) {
      return first;
    }
    List<Expression> items = new ArrayList<>(List.of(first));
    while (words.take(",") && !words.sees("in")) {
      items.add(target());
    }
    return new Expression.Sequence(true, items, line);
  }

  private Expression target() {
    int line = words.line();
    if (words.take("*")) {
      return new Expression.Star(primary(), line);
    }
    return primary();
  }

  private Expression text() {
    int line = words.line();
    List<Expression.Part> parts = new ArrayList<>();
    boolean formatted = false;
    while (words.sees(Token.Kind.STRING)) {
      Token token = words.next();
      int colon = token.text().indexOf(':');
      String prefix = token.text().substring(0, colon);
      String content = token.text().substring(colon + 1);
      if (prefix.indexOf('b') >= 0) {
        throw Trouble.value(words.place(line), "bytes are not read");
      }
      if (prefix.indexOf('f') >= 0) {
        formatted = true;
        parts.addAll(new FormatParser(words.place(line), content, line, this::inner).parts());
      } else {
        parts.add(new Expression.Part(content, Optional.empty(), ""));
      }
    }
    if (formatted) {
      return new Expression.Format(List.copyOf(parts), line);
    }
    StringBuilder all = new StringBuilder();
    parts.forEach(part -> all.append(part.words()));
    return new Expression.Constant(new Thing.Text(all.toString()), line);
  }

  /** An expression inside of a formatted text. */
  private Expression inner(String source) {
    words.down();
    Words inside =
        new Words(words.place(words.line()), Lexer.read(words.place(words.line()), source));
    Expression value = new ExpressionParser(inside).several();
    inside.need(Token.Kind.NEWLINE);
    words.up();
    return value;
  }
}
