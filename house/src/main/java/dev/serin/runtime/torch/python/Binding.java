package dev.serin.runtime.torch.python;

import dev.serin.runtime.torch.python.Parameters.One;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gives the arguments of a call to the parameters of a function. */
final class Binding {
  private final Interpreter in;
  private final Thing.Function function;

  Binding(Interpreter in, Thing.Function function) {
    this.in = in;
    this.function = function;
  }

  void bind(Thing.Given given, Scope scope) {
    Parameters parameters = function.parameters();
    Map<String, Thing> named = new LinkedHashMap<>(given.named());
    int next = 0;
    int defaults = 0;
    for (One one : parameters.list()) {
      boolean place = !one.nameOnly() && next < given.list().size();
      if (place && named.containsKey(one.name())) {
        throw in.trouble(function.name() + "() is given '" + one.name() + "' twice");
      }
      if (place) {
        scope.set(one.name(), given.list().get(next++));
      } else if (named.containsKey(one.name())) {
        scope.set(one.name(), named.remove(one.name()));
      } else if (one.byDefault().isPresent()) {
        scope.set(one.name(), function.defaults().get(defaults));
      } else {
        throw in.trouble(function.name() + "() needs the argument '" + one.name() + "'");
      }
      defaults += one.byDefault().isPresent() ? 1 : 0;
    }
    rest(given.list().subList(next, given.list().size()), named, scope);
  }

  private void rest(List<Thing> list, Map<String, Thing> named, Scope scope) {
    Parameters parameters = function.parameters();
    if (parameters.rest().isEmpty() && !list.isEmpty()) {
      throw in.trouble(function.name() + "() is given " + list.size() + " arguments too many");
    }
    if (parameters.named().isEmpty() && !named.isEmpty()) {
      throw in.trouble(
          function.name() + "() has no argument '" + named.keySet().iterator().next() + "'");
    }
    parameters.rest().ifPresent(name -> scope.set(name, Thing.Tuple.of(new ArrayList<>(list))));
    parameters
        .named()
        .ifPresent(
            name -> {
              Thing.Dict dict = new Thing.Dict();
              named.forEach((key, value) -> dict.map().put(new Thing.Text(key), value));
              scope.set(name, dict);
            });
  }
}
