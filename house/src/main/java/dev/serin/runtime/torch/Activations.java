package dev.serin.runtime.torch;

import dev.serin.graph.Attribute;
import dev.serin.graph.Value;
import dev.serin.tensor.DataType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Activations, each by the formula in torch's documentation, and dropout, which must be off. */
final class Activations {
  private static final double SELU_ALPHA = 1.6732632423543772;
  private static final double SELU_SCALE = 1.0507009873554805;

  private Activations() {}

  static void addTo(Map<String, Rule> all) {
    Rule.one(all, "relu(self)", call -> relu(call.draft(), call.tensor("self")));
    Rule.one(all, "relu6(self)", call -> bounded(call, 0, 6));
    Rule.one(
        all,
        "hardtanh(self, min_val, max_val)",
        call -> bounded(call, call.real("min_val", -1), call.real("max_val", 1)));
    plain(all, "sigmoid special_expit", "Sigmoid");
    plain(all, "tanh", "Tanh");
    plain(all, "softsign", "Softsign");
    plain(all, "mish", "Mish");
    plain(all, "hardswish", "HardSwish");
    Rule.one(
        all,
        "hardsigmoid(self)",
        call ->
            call.draft()
                .map(
                    "HardSigmoid", call.tensor("self"), real("alpha", 1 / 6.0), real("beta", 0.5)));
    Rule.one(
        all,
        "leaky_relu(self, negative_slope)",
        call -> leaky(call, call.real("negative_slope", 0.01)));
    Rule.one(
        all,
        "rrelu(self, lower, upper, training, generator)",
        call -> {
          off(call, "training");
          call.ignore("generator");
          return leaky(call, (call.real("lower", 1 / 8.0) + call.real("upper", 1 / 3.0)) / 2);
        });
    Rule.one(all, "elu(self, alpha, scale, input_scale)", Activations::elu);
    Rule.one(
        all,
        "selu(self)",
        call ->
            call.draft()
                .map(
                    "Selu",
                    call.tensor("self"),
                    real("alpha", SELU_ALPHA),
                    real("gamma", SELU_SCALE)));
    Rule.one(
        all,
        "celu(self, alpha)",
        call ->
            call.draft().map("Celu", call.tensor("self"), real("alpha", call.real("alpha", 1))));
    Rule.one(all, "gelu(self, approximate)", Activations::gelu);
    Rule.one(all, "silu(self)", call -> silu(call.draft(), call.tensor("self")));
    Rule.one(all, "softplus(self, beta, threshold)", Activations::softplus);
    addMore(all);
    addSoftmax(all);
    addDropout(all);
  }

  private static Attribute real(String name, double value) {
    return new Attribute.Real(name, (float) value);
  }

  private static void plain(Map<String, Rule> all, String names, String operator) {
    Functions.real(all, names + "(self)", (draft, x) -> draft.map(operator, x));
  }

  static Value relu(Draft draft, Value x) {
    return draft.map("Relu", x);
  }

  static Value silu(Draft draft, Value x) {
    return new Numeric(draft).multiply(x, draft.map("Sigmoid", x));
  }

  private static Value bounded(Call call, double low, double high) {
    return Functions.between(call.draft(), call.tensor("self"), low, high);
  }

  private static Value leaky(Call call, double slope) {
    return call.draft().map("LeakyRelu", call.tensor("self"), real("alpha", slope));
  }

  private static Value elu(Call call) {
    if (call.real("scale", 1) != 1 || call.real("input_scale", 1) != 1) {
      throw call.refuse("scale is not 1");
    }
    return call.draft().map("Elu", call.tensor("self"), real("alpha", call.real("alpha", 1)));
  }

  private static Value gelu(Call call) {
    String approximate = call.text("approximate", "none", Set.of("none", "tanh"));
    return gelu(call.draft(), call.tensor("self"), approximate);
  }

  static Value gelu(Draft draft, Value x, String approximate) {
    return draft.map("Gelu", x, new Attribute.Text("approximate", approximate));
  }

  /** {@code log(1 + exp(beta x)) / beta}, and x itself where beta x is above the threshold. */
  private static Value softplus(Call call) {
    Draft draft = call.draft();
    Numeric numeric = new Numeric(draft);
    double beta = call.real("beta", 1);
    Value x = call.tensor("self");
    Value scaled = numeric.multiply(x, beta);
    Value soft = numeric.multiply(draft.map("Softplus", scaled), 1 / beta);
    Value above = numeric.compare("Greater", scaled, call.real("threshold", 20));
    return numeric.where(above, x, soft);
  }

  private static void addMore(Map<String, Rule> all) {
    Functions.real(
        all,
        "log_sigmoid logsigmoid(self)",
        (draft, x) -> draft.map("Neg", draft.map("Softplus", draft.map("Neg", x))));
    Functions.real(
        all,
        "tanhshrink(self)",
        (draft, x) -> new Numeric(draft).subtract(x, draft.map("Tanh", x)));
    Rule.one(all, "hardshrink(self, lambd)", call -> shrunk(call, call.real("lambd", 0.5), 0));
    Rule.one(
        all,
        "softshrink(self, lambd)",
        call -> shrunk(call, call.real("lambd", 0.5), call.real("lambd", 0.5)));
    Rule.one(
        all,
        "threshold(self, threshold, value)",
        call -> {
          Numeric numeric = new Numeric(call.draft());
          Value x = call.tensor("self");
          Value value = call.draft().scalar(x.type(), call.real("value", 0));
          return numeric.where(numeric.compare("Greater", x, call.real("threshold", 0)), x, value);
        });
    Rule.one(all, "prelu _prelu_kernel(self, weight)", Activations::prelu);
    Rule.one(
        all,
        "glu(self, dim)",
        call -> {
          Draft draft = call.draft();
          Value x = call.tensor("self");
          List<Value> halves = Joins.halves(call, x, call.axis("dim", x, -1));
          return new Numeric(draft).multiply(halves.get(0), draft.map("Sigmoid", halves.get(1)));
        });
    Rule.one(
        all,
        "logit special_logit(self, eps)",
        call -> {
          Draft draft = call.draft();
          Value given = call.tensor("self");
          double margin = call.real("eps", 0);
          Value x = call.has("eps") ? Functions.between(draft, given, margin, 1 - margin) : given;
          Value rest = new Numeric(draft).add(draft.map("Neg", x), 1);
          return draft.map("Log", new Numeric(draft).divide(x, rest));
        });
  }

  private static Value shrunk(Call call, double reach, double by) {
    Draft draft = call.draft();
    return draft.map("Shrink", call.tensor("self"), real("lambd", reach), real("bias", by));
  }

  /** One slope for all, or one for each channel, which is the second axis. */
  private static Value prelu(Call call) {
    Draft draft = call.draft();
    Value x = call.tensor("self");
    Value slope = call.tensor("weight");
    boolean shared = Dim.product(draft.sizes(slope)).is(1);
    if (!shared && slope.shape().rank() == 1 && x.shape().rank() > 1) {
      slope = Shaping.channels(draft, slope, x.shape().rank());
    } else if (shared) {
      slope = draft.reshape(slope, List.of());
    }
    return draft.spread("PRelu", List.of(x, slope), x.type());
  }

  private static void addSoftmax(Map<String, Rule> all) {
    Rule.one(
        all,
        "softmax special_softmax(self, dim, dtype)",
        call -> softmax(call, "Softmax", call.type("dtype")));
    Rule.one(
        all,
        "log_softmax special_log_softmax(self, dim, dtype)",
        call -> softmax(call, "LogSoftmax", call.type("dtype")));
    Rule.one(
        all,
        "_softmax _safe_softmax(self, dim, half_to_float)",
        call -> {
          call.ignore("half_to_float");
          return softmax(call, "Softmax", Optional.empty());
        });
    Rule.one(
        all,
        "_log_softmax(self, dim, half_to_float)",
        call -> {
          call.ignore("half_to_float");
          return softmax(call, "LogSoftmax", Optional.empty());
        });
  }

  private static Value softmax(Call call, String operator, Optional<DataType> type) {
    Draft draft = call.draft();
    Value given = call.tensor("self");
    Value x = draft.cast(given, type.orElse(Numeric.real(given.type())));
    return draft.map(operator, x, new Attribute.Whole("axis", call.axis("dim", x, -1)));
  }

  private static void addDropout(Map<String, Rule> all) {
    Rule.one(
        all,
        "dropout feature_dropout alpha_dropout feature_alpha_dropout(input, p, train)",
        call -> {
          if (call.real("p", 0.5) != 0) {
            off(call, "train");
          }
          call.ignore("train");
          return call.tensor("input");
        });
    Rule.several(
        all,
        "native_dropout(input, p, train)",
        call -> {
          off(call, "train");
          call.ignore("p");
          return List.of(call.tensor("input"));
        });
  }

  /** Refuses a call that is in training mode. */
  static void off(Call call, String flag) {
    if (call.flag(flag, false)) {
      throw Refusal.training(call.place(), call.operator());
    }
  }
}
