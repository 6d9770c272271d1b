package dev.serin.runtime.torch.script;

import dev.serin.runtime.torch.Refusal;
import dev.serin.runtime.torch.script.Code.Expression;
import dev.serin.runtime.torch.script.Lexer.Token;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Parses expressions, types among them: names, calls, items, literals and plain operators. */
final class Expressions {
  private static final List<List<String>> LEVELS =
      List.of(
          List.of("or"),
          List.of("and"),
          List.of("==", "!=", "<", "<=", ">", ">=", "is", "in"),
          List.of("|"),
          List.of("^"),
          List.of("&"),
          List.of("+", "-"),
          List.of("*", "/", "//", "%", "@"));

  private final Tokens tokens;

  Expressions(Tokens tokens) {
    this.tokens = tokens;
  }

  /** One expression, or several with commas as a tuple. */
  Expression listed() {
    Expression first = expression();
    if (!tokens.at(",")) {
      return first;
    }
    List<Expression> items = new ArrayList<>(List.of(first));
    while (tokens.maybe(",")) {
      if (tokens.at("=") || tokens.atLine()) {
        break;
      }
      items.add(expression());
    }
    return new Expression.Tuple(items);
  }

  /** What a loop assigns. */
  Expression targets() {
    List<Expression> items = new ArrayList<>(List.of(postfix()));
    while (tokens.maybe(",")) {
      items.add(postfix());
    }
    return items.size() == 1 ? items.getFirst() : new Expression.Tuple(items);
  }

  Expression expression() {
    tokens.deeper();
    Expression value = binary(0);
    if (tokens.word("if")) {
      Expression test = binary(0);
      tokens.expect("else");
      value = new Expression.Choice(test, value, expression());
    }
    tokens.shallower(1);
    return value;
  }

  /** Operators that bind at least so tightly: one frame for a chain, however many levels exist. */
  private Expression binary(int loosest) {
    Expression left = unary();
    int chained = 0;
    for (int level = level(); level >= loosest; level = level()) {
      tokens.deeper();
      chained++;
      String symbol = tokens.take().text();
      if (symbol.equals("is") && tokens.word("not")) {
        symbol = "is not";
      }
      left = new Expression.Operator(symbol, List.of(left, binary(level + 1)));
    }
    tokens.shallower(chained);
    return left;
  }

  /** How tightly the operator binds that comes next, -1 when none does. */
  private int level() {
    for (int level = 0; level < LEVELS.size(); level++) {
      for (String symbol : LEVELS.get(level)) {
        if (tokens.at(symbol)) {
          return level;
        }
      }
    }
    return -1;
  }

  private Expression unary() {
    for (String symbol : List.of("-", "~", "not")) {
      if (tokens.at(symbol)) {
        tokens.take();
        tokens.deeper();
        Expression inner = unary();
        tokens.shallower(1);
        return new Expression.Operator(symbol, List.of(inner));
      }
    }
    Expression value = postfix();
    if (tokens.maybe("**")) {
      tokens.deeper();
      Expression exponent = unary();
      tokens.shallower(1);
      return new Expression.Operator("**", List.of(value, exponent));
    }
    return value;
  }

  private Expression postfix() {
    Expression value = atom();
    int chained = 0;
    while (true) {
      if (tokens.maybe(".")) {
        value = new Expression.Attribute(value, tokens.name());
      } else if (tokens.maybe("(")) {
        value = call(value);
      } else if (tokens.maybe("[")) {
        Expression place = tokens.at("]") ? new Expression.Tuple(List.of()) : inBrackets();
        tokens.symbol("]");
        value = new Expression.Item(value, place);
      } else {
        tokens.shallower(chained);
        return value;
      }
      tokens.deeper();
      chained++;
    }
  }

  private Expression inBrackets() {
    List<Expression> items = new ArrayList<>();
    do {
      if (tokens.at("]")) {
        break;
      }
      items.add(expression());
    } while (tokens.maybe(","));
    return items.size() == 1 ? items.getFirst() : new Expression.Tuple(items);
  }

  private Expression call(Expression function) {
    List<Expression> positional = new ArrayList<>();
    Map<String, Expression> named = new LinkedHashMap<>();
    while (!tokens.maybe(")")) {
      Expression argument = expression();
      if (argument instanceof Expression.Name(String name) && tokens.maybe("=")) {
        named.put(name, expression());
      } else {
        positional.add(argument);
      }
      if (!tokens.maybe(",") && !tokens.at(")")) {
        throw tokens.unexpected("')'");
      }
    }
    return new Expression.Call(function, positional, named);
  }

  private Expression atom() {
    Token token = tokens.peek();
    return switch (token.kind()) {
      case NAME -> named(tokens.take().text());
      case NUMBER -> number(tokens.take().text());
      case TEXT -> new Expression.Text(tokens.take().text());
      case SYMBOL -> bracket();
      default -> throw tokens.unexpected("a value");
    };
  }

  private static Expression named(String name) {
    return switch (name) {
      case "None" -> new Expression.Nothing();
      case "True" -> new Expression.Flag(true);
      case "False" -> new Expression.Flag(false);
      case "inf" -> new Expression.Real(Double.POSITIVE_INFINITY);
      case "nan" -> new Expression.Real(Double.NaN);
      default -> new Expression.Name(name);
    };
  }

  private Expression number(String digits) {
    try {
      boolean whole = digits.chars().allMatch(Character::isDigit);
      return whole
          ? new Expression.Whole(Long.parseLong(digits))
          : new Expression.Real(Double.parseDouble(digits));
    } catch (NumberFormatException none) {
      throw Refusal.corrupt(tokens.place(), digits + " is no number of 64 bits");
    }
  }

  private Expression bracket() {
    if (tokens.maybe("(")) {
      return parenthesised();
    }
    if (tokens.maybe("[")) {
      List<Expression> items = until("]");
      return new Expression.Sequence(items);
    }
    if (tokens.maybe("{")) {
      return table();
    }
    throw tokens.unexpected("a value");
  }

  private Expression parenthesised() {
    List<Expression> items = new ArrayList<>();
    boolean comma = false;
    while (!tokens.maybe(")")) {
      items.add(expression());
      if (tokens.maybe(",")) {
        comma = true;
      } else if (!tokens.at(")")) {
        throw tokens.unexpected("')'");
      }
    }
    return items.size() == 1 && !comma ? items.getFirst() : new Expression.Tuple(items);
  }

  private List<Expression> until(String end) {
    List<Expression> items = new ArrayList<>();
    while (!tokens.maybe(end)) {
      items.add(expression());
      if (!tokens.maybe(",") && !tokens.at(end)) {
        throw tokens.unexpected("'" + end + "'");
      }
    }
    return items;
  }

  private Expression table() {
    List<Expression> keys = new ArrayList<>();
    List<Expression> values = new ArrayList<>();
    while (!tokens.maybe("}")) {
      keys.add(expression());
      tokens.symbol(":");
      values.add(expression());
      if (!tokens.maybe(",") && !tokens.at("}")) {
        throw tokens.unexpected("'}'");
      }
    }
    return new Expression.Table(keys, values);
  }
}
