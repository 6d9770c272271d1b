package dev.serin.runtime.torch.script;

import dev.serin.runtime.torch.Refusal;
import dev.serin.runtime.torch.script.Code.Expression;
import dev.serin.runtime.torch.script.Code.Function;
import dev.serin.runtime.torch.script.Code.Parameter;
import dev.serin.runtime.torch.script.Code.Statement;
import dev.serin.runtime.torch.script.Code.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Parses one file of TorchScript: classes and functions, with an own grammar and nothing more. */
final class Parser {
  private final String file;
  private final Tokens tokens;
  private final Expressions expressions;
  private final Map<String, Type> types = new LinkedHashMap<>();
  private final Map<String, Function> functions = new LinkedHashMap<>();

  /** What one file holds, by the names in it. */
  record Unit(Map<String, Type> types, Map<String, Function> functions) {}

  private Parser(String file, String text) {
    this.file = file;
    this.tokens = new Tokens(file, Lexer.tokens(file, text));
    this.expressions = new Expressions(tokens);
  }

  static Unit parse(String file, String text) {
    return new Parser(file, text).unit();
  }

  private Unit unit() {
    while (!tokens.ends()) {
      if (tokens.word("class")) {
        Type type = type();
        types.put(type.name(), type);
      } else if (tokens.word("def")) {
        Function function = function();
        functions.put(function.name(), function);
      } else if (tokens.word("op_version_set")) {
        tokens.symbol("=");
        expressions.expression();
        tokens.line();
      } else if (!tokens.emptyLine()) {
        throw tokens.unexpected("a class or a function");
      }
    }
    return new Unit(types, functions);
  }

  private Type type() {
    String name = tokens.name();
    String parent = "";
    if (tokens.maybe("(")) {
      parent = tokens.name();
      tokens.symbol(")");
    }
    tokens.symbol(":");
    List<String> fields = new ArrayList<>();
    Map<String, Expression> constants = new LinkedHashMap<>();
    Map<String, Function> methods = new LinkedHashMap<>();
    tokens.indent();
    while (!tokens.dedent()) {
      if (tokens.word("def")) {
        Function method = function();
        methods.put(method.name(), method);
      } else if (tokens.word("pass")) {
        tokens.line();
      } else {
        field(fields, constants);
      }
    }
    return new Type(name, parent, fields, constants, methods);
  }

  /** {@code name : type}, {@code name : Final[type] = value} or {@code __parameters__ = [...]}. */
  private void field(List<String> fields, Map<String, Expression> constants) {
    Expression target = expressions.expression();
    boolean named = target instanceof Expression.Name;
    String name = target instanceof Expression.Name(String plain) ? plain : "";
    if (tokens.maybe(":")) {
      expressions.expression();
      fields.add(name);
    }
    if (tokens.maybe("=")) {
      Expression value = expressions.expression();
      if (named && !name.startsWith("__")) {
        constants.put(name, value);
      }
    }
    tokens.line();
  }

  private Function function() {
    String name = tokens.name();
    tokens.symbol("(");
    List<Parameter> parameters = new ArrayList<>();
    while (!tokens.maybe(")")) {
      if (tokens.maybe("*")) { // only a mark: what follows is given by name
        tokens.maybe(",");
        continue;
      }
      String parameter = tokens.name();
      Optional<Expression> type =
          tokens.maybe(":") ? Optional.of(expressions.expression()) : Optional.empty();
      Optional<Expression> otherwise =
          tokens.maybe("=") ? Optional.of(expressions.expression()) : Optional.empty();
      parameters.add(new Parameter(parameter, type, otherwise));
      if (!tokens.maybe(",")) {
        tokens.symbol(")");
        break;
      }
    }
    if (tokens.maybe("->")) {
      expressions.expression();
    }
    tokens.symbol(":");
    return new Function(file, name, parameters, block());
  }

  private List<Statement> block() {
    tokens.deeper();
    tokens.indent();
    List<Statement> body = new ArrayList<>();
    while (!tokens.dedent()) {
      body.add(statement());
    }
    tokens.shallower(1);
    return body;
  }

  private Statement statement() {
    int line = tokens.lineNumber();
    if (tokens.word("if")) {
      return condition(line);
    }
    if (tokens.word("for")) {
      Expression target = expressions.targets();
      tokens.expect("in");
      Expression over = expressions.expression();
      tokens.symbol(":");
      return new Statement.For(line, target, over, block());
    }
    if (tokens.word("while")) {
      Expression test = expressions.expression();
      tokens.symbol(":");
      return new Statement.While(line, test, block());
    }
    if (tokens.word("return")) {
      Expression value = tokens.atLine() ? new Expression.Nothing() : expressions.listed();
      tokens.line();
      return new Statement.Return(line, value);
    }
    if (tokens.word("pass")) {
      tokens.line();
      return new Statement.Pass(line);
    }
    if (tokens.at("with") || tokens.at("try") || tokens.at("raise") || tokens.at("assert")) {
      throw Refusal.value(file + ":" + line, "the statement " + tokens.name() + " is not read");
    }
    return assignment(line);
  }

  private Statement condition(int line) {
    Expression test = expressions.expression();
    tokens.symbol(":");
    List<Statement> yes = block();
    List<Statement> no = List.of();
    int next = tokens.lineNumber();
    if (tokens.word("elif")) {
      tokens.deeper();
      no = List.of(condition(next));
      tokens.shallower(1);
    } else if (tokens.word("else")) {
      tokens.symbol(":");
      no = block();
    }
    return new Statement.If(line, test, yes, no);
  }

  private Statement assignment(int line) {
    Expression first = expressions.listed();
    if (tokens.maybe(":")) {
      expressions.expression();
    }
    if (!tokens.maybe("=")) {
      tokens.line();
      return new Statement.Run(line, first);
    }
    Expression value = expressions.listed();
    tokens.line();
    boolean unpacks = first instanceof Expression.Tuple;
    List<Expression> targets =
        first instanceof Expression.Tuple(List<Expression> items) ? items : List.of(first);
    return new Statement.Assign(line, targets, unpacks, value);
  }
}
