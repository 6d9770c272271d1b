package dev.serin.runtime.torch;

import dev.serin.graph.Attribute;
import dev.serin.graph.Value;
import dev.serin.tensor.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Products of matrices and vectors. */
final class Products {
  private Products() {}

  static void addTo(Map<String, Rule> all) {
    Rule.one(
        all,
        "linear(input, weight, bias)",
        call -> {
          List<Value> bias = call.optional("bias").map(List::of).orElse(List.of());
          return linear(call.draft(), call.tensor("input"), call.tensor("weight"), bias);
        });
    Rule.one(
        all,
        "matmul __matmul__ linalg_matmul(self, other)",
        call -> matmul(call.draft(), call.tensor("self"), call.tensor("other")));
    Rule.one(
        all,
        "mm bmm(self, mat2)",
        call -> matmul(call.draft(), call.tensor("self"), call.tensor("mat2")));
    Rule.one(
        all,
        "mv(self, vec)",
        call -> matmul(call.draft(), call.tensor("self"), call.tensor("vec")));
    Rule.one(
        all,
        "dot vdot inner(self, other)",
        call -> {
          Value one = call.tensor("self");
          Value two = call.tensor("other");
          boolean vectors = two.shape().rank() < 2;
          return matmul(call.draft(), one, vectors ? two : call.draft().swap(two, -1, -2));
        });
    Rule.one(
        all,
        "outer ger(self, vec2)",
        call -> {
          Draft draft = call.draft();
          Value column = draft.unsqueeze(call.tensor("self"), 1);
          Value row = draft.unsqueeze(call.tensor("vec2"), 0);
          return new Numeric(draft).multiply(column, row);
        });
    Rule.one(all, "addmm(self, mat1, mat2, beta, alpha)", call -> sum(call, "mat1", "mat2"));
    Rule.one(all, "addmv(self, mat, vec, beta, alpha)", call -> sum(call, "mat", "vec"));
    Rule.one(
        all, "baddbmm(self, batch1, batch2, beta, alpha)", call -> sum(call, "batch1", "batch2"));
    Rule.one(
        all,
        "einsum(equation, tensors, path)",
        call -> {
          call.ignore("path");
          return Einsum.of(call, call.text("equation", ""), call.tensors("tensors"));
        });
    Rule.one(all, "bilinear(input1, input2, weight, bias)", Products::bilinear);
  }

  /** {@code x weightᵀ + bias}. */
  static Value linear(Draft draft, Value x, Value weight, List<Value> bias) {
    boolean matrices = x.shape().rank() == 2 && weight.shape().rank() == 2;
    if (matrices && (bias.isEmpty() || bias.getFirst().shape().rank() == 1)) {
      Shaping.same(draft.size(x, 1), draft.size(weight, 1));
      List<Value> takes = new ArrayList<>(List.of(x, weight));
      takes.addAll(bias);
      List<Dim> sizes = List.of(draft.size(x, 0), draft.size(weight, 0));
      return draft.node("Gemm", takes, x.type(), sizes, new Attribute.Whole("transB", 1));
    }
    Value turned = weight.shape().rank() == 2 ? draft.swap(weight, 0, 1) : weight;
    Value product = matmul(draft, x, turned);
    return bias.isEmpty() ? product : new Numeric(draft).add(product, bias.getFirst());
  }

  /** The product by the rule of {@code torch.matmul}: vectors, matrices, and stacks of them. */
  static Value matmul(Draft draft, Value one, Value two) {
    int left = one.shape().rank();
    int right = two.shape().rank();
    if (left == 0 || right == 0 || one.type() != two.type()) {
      throw Refusal.corrupt(
          "matmul", one.type() + " " + one.shape() + " and " + two.type() + " " + two.shape());
    }
    List<Dim> first = draft.sizes(one);
    List<Dim> second = draft.sizes(two);
    Shaping.same(first.getLast(), second.get(Math.max(0, right - 2)));
    List<Dim> sizes =
        new ArrayList<>(
            Draft.broadcast(
                "matmul",
                first.subList(0, Math.max(0, left - 2)),
                second.subList(0, Math.max(0, right - 2))));
    if (left > 1) {
      sizes.add(first.get(left - 2));
    }
    if (right > 1) {
      sizes.add(second.getLast());
    }
    DataType wide = Numeric.computing(one.type());
    List<Value> takes = List.of(draft.cast(one, wide), draft.cast(two, wide));
    return draft.cast(draft.node("MatMul", takes, wide, sizes), one.type());
  }

  private static Value sum(Call call, String first, String second) {
    Draft draft = call.draft();
    Numeric numeric = new Numeric(draft);
    Value product = matmul(draft, call.tensor(first), call.tensor(second));
    Value scaled = numeric.multiply(product, call.real("alpha", 1));
    double beta = call.real("beta", 1);
    Value self = call.tensor("self");
    return beta == 0 ? scaled : numeric.add(numeric.multiply(self, beta), scaled);
  }

  /** {@code x1ᵀ W_k x2 + b_k} for every k. */
  private static Value bilinear(Call call) {
    Draft draft = call.draft();
    Value one = draft.unsqueeze(call.tensor("input1"), call.tensor("input1").shape().rank() - 1);
    Value two = call.tensor("input2");
    Value left = draft.unsqueeze(one, one.shape().rank() - 1); // [..., 1, 1, i]
    Value mixed = matmul(draft, left, call.tensor("weight")); // [..., k, 1, j]
    int rank = mixed.shape().rank();
    Value flat = draft.squeeze(mixed, rank - 2);
    Value row = draft.unsqueeze(two, two.shape().rank() - 1);
    Value product = new Numeric(draft).multiply(flat, row);
    Value sum = Reductions.reduce(draft, "ReduceSum", product, List.of(rank - 2), false);
    return call.has("bias") ? new Numeric(draft).add(sum, call.tensor("bias")) : sum;
  }
}
