package dev.serin.runtime.folder;

import dev.serin.tensor.Signature;
import dev.serin.tensor.TensorSpec;
import java.util.List;
import java.util.Map;

/** Lays the ports that a description declares over the signature of the model inside. */
record Described(String place, boolean exactTypes, List<Port> inputs, List<Port> outputs) {

  /**
   * The model under the declared names; undeclared inputs or outputs keep their own.
   *
   * @throws dev.serin.base.Problem.Raised {@code Refused} SIGNATURE_MISMATCH
   */
  Presentation over(Signature own) {
    Map<String, String> in = Port.names(inputs, own.inputs(), place);
    Map<String, String> out = Port.names(outputs, own.outputs(), place);
    inputs.forEach(port -> check(port, own.inputs(), in));
    outputs.forEach(port -> check(port, own.outputs(), out));
    Signature shown =
        new Signature(
            own.kind(),
            renamed(own.inputs(), in),
            renamed(own.outputs(), out),
            own.columns(),
            own.labels(),
            defaults(own, out));
    return new Presentation(shown, in, out);
  }

  /** Declared outputs are what is answered when nothing is asked for. */
  private List<String> defaults(Signature own, Map<String, String> names) {
    return outputs.isEmpty()
        ? own.defaults()
        : renamed(own.outputs(), names).stream()
            .map(TensorSpec::name)
            .filter(name -> outputs.stream().anyMatch(port -> port.name().equals(name)))
            .toList();
  }

  private void check(Port port, List<TensorSpec> own, Map<String, String> names) {
    String name = names.getOrDefault(port.name(), port.name());
    own.stream()
        .filter(spec -> spec.name().equals(name))
        .forEach(spec -> port.check(spec, exactTypes, place));
  }

  private static List<TensorSpec> renamed(List<TensorSpec> own, Map<String, String> names) {
    return own.stream()
        .map(
            spec ->
                names.entrySet().stream()
                    .filter(entry -> entry.getValue().equals(spec.name()))
                    .findFirst()
                    .map(entry -> new TensorSpec(entry.getKey(), spec.type(), spec.shape()))
                    .orElse(spec))
        .toList();
  }
}
