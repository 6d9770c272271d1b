package dev.serin.runtime.torch.python;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the statements of a source. */
final class Parser {
  private static final Set<String> CHANGES =
      Set.of("+=", "-=", "*=", "/=", "//=", "%=", "**=", "@=", "&=", "|=", "^=", ">>=", "<<=");

  private final Words words;
  private final ExpressionParser expressions;

  private Parser(Words words) {
    this.words = words;
    this.expressions = new ExpressionParser(words);
  }

  static List<Statement> read(String name, String source) {
    Parser parser = new Parser(new Words(name, Lexer.read(name, source)));
    List<Statement> all = new ArrayList<>();
    while (!parser.words.sees(Token.Kind.END)) {
      parser.statement(all);
    }
    return List.copyOf(all);
  }

  private void statement(List<Statement> into) {
    if (words.sees(Token.Kind.NEWLINE)) {
      words.next();
      return;
    }
    words.down();
    into.add(compound().orElseGet(this::simpleLine));
    words.up();
  }

  private Optional<Statement> compound() {
    int line = words.line();
    if (words.take("if")) {
      return Optional.of(test(line));
    }
    if (words.take("for")) {
      return Optional.of(loop(line));
    }
    if (words.take("while")) {
      return Optional.of(whileLoop(line));
    }
    if (words.sees("def") || words.sees("class") || words.sees("@")) {
      return Optional.of(definition(line));
    }
    if (words.take("with")) {
      return Optional.of(entered(line));
    }
    if (words.sees("try") || words.sees("async")) {
      return Optional.of(forbidden(line));
    }
    return Optional.empty();
  }

  private Statement test(int line) {
    Expression test = expressions.expression();
    List<Statement> yes = block();
    List<Statement> no = List.of();
    int other = words.line();
    if (words.take("elif")) {
      words.down();
      no = List.of(test(other));
      words.up();
    } else if (words.take("else")) {
      no = block();
    }
    return new Statement.If(test, yes, no, line);
  }

  private Statement loop(int line) {
    Expression target = expressions.targets();
    words.need("in");
    Expression source = expressions.several();
    List<Statement> body = block();
    List<Statement> after = words.take("else") ? block() : List.of();
    return new Statement.For(target, source, body, after, line);
  }

  private Statement whileLoop(int line) {
    Expression test = expressions.expression();
    List<Statement> body = block();
    if (words.sees("else")) {
      throw words.unexpected("a statement");
    }
    return new Statement.While(test, body, line);
  }

  private Statement entered(int line) {
    Expression context = expressions.expression();
    if (words.sees(":")) {
      return new Statement.With(context, block(), line);
    }
    while (!words.sees(":")) {
      if (words.sees(Token.Kind.NEWLINE) || words.sees(Token.Kind.END)) {
        throw words.unexpected("':'");
      }
      words.next();
    }
    block();
    return new Statement.Forbidden("'with'", line);
  }

  /** Statements that are read over: what they would do is refused where they would be done. */
  private Statement forbidden(int line) {
    String what = words.peek().text();
    words.take("async");
    while (!words.sees(":")) {
      if (words.sees(Token.Kind.NEWLINE) || words.sees(Token.Kind.END)) {
        throw words.unexpected("':'");
      }
      words.next();
    }
    block();
    while (words.sees("except") || words.sees("finally") || words.sees("else")) {
      while (!words.sees(":") && !words.sees(Token.Kind.NEWLINE) && !words.sees(Token.Kind.END)) {
        words.next();
      }
      block();
    }
    return new Statement.Forbidden("'" + what + "'", line);
  }

  private List<Statement> block() {
    words.need(":");
    List<Statement> body = new ArrayList<>();
    if (!words.sees(Token.Kind.NEWLINE)) {
      body.add(simpleLine());
      return List.copyOf(body);
    }
    words.next();
    words.need(Token.Kind.INDENT);
    while (!words.sees(Token.Kind.DEDENT)) {
      if (words.sees(Token.Kind.END)) {
        throw words.unexpected("a statement");
      }
      statement(body);
    }
    words.next();
    return List.copyOf(body);
  }

  private Statement definition(int first) {
    List<Expression> decorators = new ArrayList<>();
    while (words.take("@")) {
      decorators.add(expressions.expression());
      words.need(Token.Kind.NEWLINE);
    }
    if (words.sees("async")) {
      return forbidden(first);
    }
    int line = words.line();
    if (words.take("def")) {
      String name = words.name();
      words.need("(");
      Parameters parameters = expressions.parameters(")", true);
      words.need(")");
      if (words.take("->")) {
        expressions.expression();
      }
      return new Statement.Define(name, parameters, block(), decorators, line);
    }
    words.need("class");
    return type(words.name(), decorators, line);
  }

  private Statement type(String name, List<Expression> decorators, int line) {
    List<Expression> bases = new ArrayList<>();
    if (words.take("(")) {
      for (Expression.Given base : expressions.given()) {
        if (!base.name().isEmpty() || base.stars() > 0) {
          throw Trouble.value(words.place(line), "a class with keywords is not read");
        }
        bases.add(base.value());
      }
    }
    return new Statement.Type(name, bases, block(), decorators, line);
  }

  private Statement simpleLine() {
    int line = words.line();
    List<Statement> parts = new ArrayList<>();
    parts.add(simple());
    while (words.take(";")) {
      if (!words.sees(Token.Kind.NEWLINE)) {
        parts.add(simple());
      }
    }
    words.need(Token.Kind.NEWLINE);
    return parts.size() == 1 ? parts.getFirst() : new Statement.Several(parts, line);
  }

  private Statement simple() {
    Token token = words.peek();
    int line = token.line();
    if (!words.reserved()) {
      return assignment(line);
    }
    return switch (token.text()) {
      case "pass" -> done(new Statement.Pass(line));
      case "break" -> done(new Statement.Leave(true, line));
      case "continue" -> done(new Statement.Leave(false, line));
      case "return" -> {
        words.next();
        yield new Statement.Return(optional(), line);
      }
      case "raise" -> raised(line);
      case "assert" -> asserted(line);
      case "import", "from" -> imports(line);
      case "del" -> {
        words.next();
        yield new Statement.Delete(List.of(expressions.several()), line);
      }
      case "global", "nonlocal" -> skipped(line);
      default -> assignment(line);
    };
  }

  private Statement done(Statement statement) {
    words.next();
    return statement;
  }

  private Statement skipped(int line) {
    String what = "'" + words.peek().text() + "'";
    while (!words.sees(Token.Kind.NEWLINE)) {
      words.next();
    }
    return new Statement.Forbidden(what, line);
  }

  private Optional<Expression> optional() {
    boolean nothing = words.sees(Token.Kind.NEWLINE) || words.sees(";");
    return nothing ? Optional.empty() : Optional.of(expressions.several());
  }

  private Statement raised(int line) {
    words.next();
    Optional<Expression> value = optional();
    if (words.take("from")) {
      expressions.expression();
    }
    return new Statement.Raise(value, line);
  }

  private Statement asserted(int line) {
    words.next();
    Expression test = expressions.expression();
    Optional<Expression> message =
        words.take(",") ? Optional.of(expressions.expression()) : Optional.empty();
    return new Statement.Assert(test, message, line);
  }

  private Statement assignment(int line) {
    Expression first = expressions.several();
    if (words.sees(Token.Kind.SIGN) && CHANGES.contains(words.peek().text())) {
      String sign = words.next().text();
      Expression value = expressions.several();
      return new Statement.Change(first, sign.substring(0, sign.length() - 1), value, line);
    }
    if (words.take(":")) {
      expressions.expression();
      if (!words.take("=")) {
        return new Statement.Pass(line);
      }
      return new Statement.Assign(List.of(first), expressions.several(), line);
    }
    List<Expression> targets = new ArrayList<>();
    Expression value = first;
    while (words.take("=")) {
      targets.add(value);
      value = expressions.several();
    }
    return targets.isEmpty()
        ? new Statement.Only(value, line)
        : new Statement.Assign(List.copyOf(targets), value, line);
  }

  private Statement imports(int line) {
    List<Statement> all = new ArrayList<>();
    if (words.take("import")) {
      do {
        String module = dotted();
        all.add(new Statement.Import(module, "", words.take("as") ? words.name() : "", line));
      } while (words.take(","));
    } else {
      words.need("from");
      String module = dotted();
      words.need("import");
      boolean brackets = words.take("(");
      do {
        if (brackets && words.sees(")")) {
          break;
        }
        String item = words.take("*") ? "*" : words.name();
        String name = words.take("as") ? words.name() : item;
        all.add(new Statement.Import(module, item, name, line));
      } while (words.take(","));
      if (brackets) {
        words.need(")");
      }
    }
    return all.size() == 1 ? all.getFirst() : new Statement.Several(all, line);
  }

  private String dotted() {
    StringBuilder name = new StringBuilder();
    while (words.sees(".") || words.sees("...")) {
      name.append(words.next().text());
    }
    if (words.sees(Token.Kind.NAME) && !words.reserved()) {
      name.append(words.name());
    }
    while (words.take(".")) {
      name.append('.').append(words.name());
    }
    return name.toString();
  }
}
