package dev.serin.runtime.onnx;

import dev.serin.graph.ElementCode;
import dev.serin.reader.Protobuf;
import dev.serin.runtime.Limits;
import dev.serin.runtime.onnx.OnnxModel.Port;
import dev.serin.tensor.DataType;
import dev.serin.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Walks an ONNX file before a native parser sees it. Every operator, in whatever subgraph or
 * function, is on the list; every tensor has the bytes that its sizes need; nothing is read from
 * outside of the model's folder; nesting and the number of nodes, functions unfolded, have bounds.
 * One guard for one file.
 */
final class OnnxGuard {
  private static final long OLDEST_OPSET = 7;
  private static final long NEWEST_OPSET = 24;

  private final NodeGuard nodes;
  private final SortedMap<String, Long> opsets = new TreeMap<>();
  private final List<Port> inputs = new ArrayList<>();
  private final List<Port> outputs = new ArrayList<>();
  private final List<String> otherOutputs = new ArrayList<>();
  private final List<Protobuf> graphs = new ArrayList<>();
  private final List<Protobuf> functions = new ArrayList<>();
  private String producer = "";
  private String producerVersion = "";

  private OnnxGuard(Limits limits, DataFiles files) {
    nodes = new NodeGuard(limits, files);
  }

  /**
   * Checks the whole file.
   *
   * @throws dev.serin.base.Problem.Raised {@code Refused}
   */
  static OnnxModel check(byte[] onnx, Limits limits, DataFiles files) {
    return new OnnxGuard(limits, files).model(Protobuf.over(onnx));
  }

  private OnnxModel model(Protobuf model) {
    while (model.next()) {
      switch (model.field()) {
        case 2 -> producer = model.text();
        case 3 -> producerVersion = model.text();
        case 7 -> graphs.add(model.message());
        case 8 -> opset(model.message());
        case 20 ->
            throw Refusal.value("model", "it holds training graphs", "export it for inference");
        case 25 -> functions.add(model.message());
        default -> {} // texts and versions
      }
    }
    if (graphs.size() != 1) {
      throw Refusal.corrupt("model", "it holds " + graphs.size() + " graphs instead of one");
    }
    checkOpset();
    functions.forEach(function -> nodes.declare(function.again()));
    functions.forEach(function -> nodes.function(function.again()));
    nodes.main(graphs.getFirst().again());
    ports(graphs.getFirst());
    return new OnnxModel(
        producer,
        producerVersion,
        opsets,
        inputs,
        outputs,
        otherOutputs,
        nodes.operators(),
        nodes.external());
  }

  private void opset(Protobuf opset) {
    String domain = "";
    long version = 0;
    while (opset.next()) {
      switch (opset.field()) {
        case 1 -> domain = opset.text();
        case 2 -> version = opset.number();
        default -> {} // nothing else is defined
      }
    }
    opsets.put(Operators.domain(domain), version);
  }

  private void checkOpset() {
    long version = opsets.getOrDefault(Operators.STANDARD, NEWEST_OPSET);
    if (version < OLDEST_OPSET || version > NEWEST_OPSET) {
      throw Refusal.value(
          "model",
          "operator set " + version + " is not between " + OLDEST_OPSET + " and " + NEWEST_OPSET,
          "export it with operator set 20");
    }
  }

  private void ports(Protobuf graph) {
    Set<String> weights = new HashSet<>();
    List<Protobuf> in = new ArrayList<>();
    List<Protobuf> out = new ArrayList<>();
    while (graph.next()) {
      switch (graph.field()) {
        case 5 -> weights.add(TensorProto.read(graph.message()).name());
        case 11 -> in.add(graph.message());
        case 12 -> out.add(graph.message());
        default -> {} // nodes, which were checked, and documentation
      }
    }
    for (Protobuf each : in) {
      Declared declared = Declared.read(each);
      if (!weights.contains(declared.name())) {
        inputs.add(declared.port().orElseThrow(() -> noTensor(declared.name())));
      }
    }
    for (Protobuf each : out) {
      Declared declared = Declared.read(each);
      declared.port().ifPresentOrElse(outputs::add, () -> otherOutputs.add(declared.name()));
    }
    if (inputs.isEmpty() || outputs.isEmpty()) {
      throw Refusal.of(
          "SIGNATURE_MISSING",
          "graph",
          "it has " + inputs.size() + " inputs and " + outputs.size() + " tensor outputs",
          "export it with at least one tensor input and one tensor output");
    }
  }

  private static dev.serin.base.Problem.Raised noTensor(String name) {
    return Refusal.value(
        "input " + name, "only tensors can be served", "export it with tensors as inputs");
  }

  /** A name and, when it is a tensor of ours, its type and shape. */
  private record Declared(String name, Optional<DataType> type, boolean ranked, List<Long> shape) {

    private static Declared read(Protobuf value) {
      String name = "";
      Optional<DataType> type = Optional.empty();
      List<Long> shape = new ArrayList<>();
      boolean ranked = false;
      while (value.next()) {
        if (value.field() == 1) {
          name = value.text();
        }
        if (value.field() != 2) {
          continue;
        }
        for (Protobuf kind = value.message(); kind.next(); ) {
          if (kind.field() == 1) {
            type = type(kind.message());
            ranked = shape(kind.message(), shape);
          }
        }
      }
      return new Declared(name, type, ranked, shape);
    }

    private static Optional<DataType> type(Protobuf tensor) {
      Optional<DataType> type = Optional.empty();
      while (tensor.next()) {
        type = tensor.field() == 1 ? ElementCode.type(tensor.number()) : type;
      }
      return type;
    }

    private static boolean shape(Protobuf tensor, List<Long> into) {
      boolean ranked = false;
      while (tensor.next()) {
        if (tensor.field() == 2) {
          ranked = true;
          for (Protobuf shape = tensor.message(); shape.next(); ) {
            into.add(shape.field() == 1 ? size(shape.message()) : -1);
          }
        }
      }
      return ranked;
    }

    private static long size(Protobuf dimension) {
      long size = -1;
      while (dimension.next()) {
        size = dimension.field() == 1 ? Math.max(-1, dimension.number()) : -1;
      }
      return size;
    }

    private Optional<Port> port() {
      return type.map(known -> new Port(new TensorSpec(name, known, shape), ranked));
    }
  }
}
