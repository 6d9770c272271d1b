package dev.serin.runtime.torch;

import dev.serin.graph.Attribute;
import dev.serin.graph.Value;
import dev.serin.tensor.DataType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Slices put back along an axis, elements put back by a mask, and windows of pictures. */
final class Patches {
  private Patches() {}

  static void addTo(Map<String, Rule> all) {
    Rule.one(all, "index_add(self, dim, index, source, alpha)", Patches::added);
    Rule.one(
        all,
        "index_copy(self, dim, index, source)",
        call -> replaced(call, call.tensor("source"), "none"));
    Rule.one(all, "index_fill(self, dim, index, value)", Patches::filled);
    Rule.one(all, "masked_scatter(self, mask, source)", Patches::masked);
    Rule.one(all, "im2col(self, kernel_size, dilation, padding, stride)", Patches::windows);
    Rule.one(
        all, "col2im(self, output_size, kernel_size, dilation, padding, stride)", Patches::summed);
    Rule.one(all, "max_unpool2d(self, indices, output_size)", call -> unpooled(call, 2));
    Rule.one(
        all,
        "max_unpool3d(self, indices, output_size, stride, padding)",
        call -> {
          call.ignore("stride", "padding"); // the places say where everything goes
          return unpooled(call, 3);
        });
  }

  private static Value added(Call call) {
    Value scaled = new Numeric(call.draft()).multiply(call.tensor("source"), call.real("alpha", 1));
    return replaced(call, scaled, "add");
  }

  private static Value filled(Call call) {
    Draft draft = call.draft();
    Value self = call.tensor("self");
    int axis = call.axis("dim", self, 0);
    Value value = new Numeric(draft).value(call, call.argument("value"), self.type());
    List<Dim> sizes = new ArrayList<>(draft.sizes(self));
    sizes.set(axis, Dim.product(draft.sizes(call.tensor("index"))));
    return replaced(call, Shaping.full(draft, value, sizes), "none");
  }

  /** Whole slices of an axis, each at its place. */
  private static Value replaced(Call call, Value source, String reduction) {
    Draft draft = call.draft();
    Value self = call.tensor("self");
    int axis = call.axis("dim", self, 0);
    Value index = Indexing.checked(call, self, axis, call.tensor("index"));
    if (self.shape().rank() == 0 || source.shape().rank() != self.shape().rank()) {
      throw call.refuse("it puts " + source.shape() + " into " + self.shape());
    }
    List<Dim> line = new ArrayList<>(Collections.nCopies(self.shape().rank(), Dim.of(1)));
    line.set(axis, Dim.product(draft.sizes(index)));
    Value places = Shaping.expand(draft, draft.reshape(index, line), draft.sizes(source));
    return draft.node(
        "ScatterElements",
        List.of(self, places, draft.cast(source, self.type())),
        self.type(),
        draft.sizes(self),
        new Attribute.Whole("axis", axis),
        new Attribute.Text("reduction", reduction));
  }

  /** The elements of the source go, in their order, where the mask is true. */
  private static Value masked(Call call) {
    Draft draft = call.draft();
    Numeric numeric = new Numeric(draft);
    Value self = call.tensor("self");
    Value source = draft.cast(call.tensor("source"), self.type());
    List<Dim> sizes =
        Draft.broadcast("masked_scatter", draft.sizes(self), draft.sizes(call.tensor("mask")));
    Value mask = Shaping.expand(draft, draft.cast(call.tensor("mask"), DataType.BOOL), sizes);
    Value flat = draft.cast(draft.reshape(mask, List.of(Dim.product(sizes))), DataType.INT64);
    Value counts =
        draft.node("CumSum", List.of(flat, draft.whole(0)), DataType.INT64, draft.sizes(flat));
    Value places = numeric.two("Max", numeric.add(counts, -1), draft.whole(0));
    Value line = draft.reshape(source, List.of(Dim.product(draft.sizes(source))));
    Value taken = draft.reshape(Indexing.gathered(draft, line, 0, places), sizes);
    return numeric.where(mask, taken, self);
  }

  /** What a window reaches of one axis. */
  private record Reach(long kernel, long gap, long pad, long step) {
    Dim count(Dim size) {
      return size.plus(2 * pad - gap * (kernel - 1) - 1).over(Dim.of(step)).plus(1);
    }
  }

  private static List<Reach> reaches(Call call) {
    List<Reach> reaches = new ArrayList<>();
    for (int axis = 0; axis < 2; axis++) {
      Reach reach =
          new Reach(
              call.wholes("kernel_size", 2, 1).get(axis),
              call.wholes("dilation", 2, 1).get(axis),
              call.wholes("padding", 2, 0).get(axis),
              call.wholes("stride", 2, 1).get(axis));
      if (Math.min(Math.min(reach.kernel, reach.gap), reach.step) < 1 || reach.pad < 0) {
        throw call.mismatch("no window of " + reach);
      }
      reaches.add(reach);
    }
    return reaches;
  }

  /** Every window of a picture as a column, the cells of one channel after the other. */
  private static Value windows(Call call) {
    Draft draft = call.draft();
    Value given = call.tensor("self");
    boolean single = given.shape().rank() == 3;
    Value x = single ? draft.unsqueeze(given, 0) : given;
    if (x.shape().rank() != 4) {
      throw call.mismatch("windows of " + given.shape());
    }
    List<Reach> reaches = reaches(call);
    Dim rows = reaches.get(0).count(draft.size(x, 2));
    Dim columns = reaches.get(1).count(draft.size(x, 3));
    Value padded = Paddings.constant(draft, x, reaches.stream().map(Reach::pad).toList(), 0);
    Value high = Indexing.gathered(draft, padded, 2, places(draft, reaches.get(0), rows));
    Value both = Indexing.gathered(draft, high, 4, places(draft, reaches.get(1), columns));
    Value turned = draft.transpose(both, List.of(0, 1, 2, 4, 3, 5));
    Dim cells = Dim.of(reaches.get(0).kernel() * reaches.get(1).kernel());
    List<Dim> sizes = List.of(draft.size(x, 0), draft.size(x, 1).times(cells), rows.times(columns));
    Value result = draft.reshape(turned, sizes);
    return single ? draft.squeeze(result, 0) : result;
  }

  /** For each cell of the window, its place in each window. */
  private static Value places(Draft draft, Reach reach, Dim count) {
    List<Long> cells = new ArrayList<>();
    for (long cell = 0; cell < reach.kernel(); cell++) {
      cells.add(cell * reach.gap());
    }
    Value inside = draft.constant(DataType.INT64, cells, List.of(reach.kernel(), 1L));
    Numeric numeric = new Numeric(draft);
    return numeric.add(inside, numeric.multiply(Creation.count(draft, count), reach.step()));
  }

  /** Columns as windows of a picture; where they overlap they are added up. */
  private static Value summed(Call call) {
    Draft draft = call.draft();
    Value given = call.tensor("self");
    boolean single = given.shape().rank() == 2;
    Value x = single ? draft.unsqueeze(given, 0) : given;
    List<Reach> reaches = reaches(call);
    List<Long> wanted = call.wholes("output_size", 2, 1);
    long cells = Math.multiplyExact(reaches.get(0).kernel(), reaches.get(1).kernel());
    long channels = x.shape().fixed(1) / cells;
    if (x.shape().rank() != 3 || cells > 1 << 16 || channels * cells != x.shape().fixed(1)) {
      throw call.mismatch("no windows of " + cells + " cells in " + given.shape());
    }
    List<Long> more = new ArrayList<>();
    List<Dim> grid = new ArrayList<>(List.of(draft.size(x, 0), Dim.of(channels * cells)));
    List<Dim> sizes = new ArrayList<>(List.of(draft.size(x, 0), Dim.of(channels)));
    for (int axis = 0; axis < 2; axis++) {
      Reach reach = reaches.get(axis);
      long room = wanted.get(axis) + 2 * reach.pad() - reach.gap() * (reach.kernel() - 1) - 1;
      grid.add(reach.count(Dim.of(wanted.get(axis))));
      sizes.add(Dim.of(wanted.get(axis)));
      more.add(Math.floorMod(room, reach.step()));
    }
    Value columns = draft.reshape(x, grid);
    List<Long> edges = reaches.stream().map(Reach::pad).toList();
    List<Long> pads = new ArrayList<>(edges);
    pads.addAll(edges);
    Value result =
        draft.node(
            "ConvTranspose",
            List.of(columns, copies(draft, x.type(), reaches, channels)),
            x.type(),
            sizes,
            new Attribute.Wholes("strides", reaches.stream().map(Reach::step).toList()),
            new Attribute.Wholes("dilations", reaches.stream().map(Reach::gap).toList()),
            new Attribute.Wholes("pads", pads),
            new Attribute.Wholes("output_padding", more),
            new Attribute.Whole("group", channels));
    return single ? draft.squeeze(result, 0) : result;
  }

  /** A kernel for each cell of the window which copies it, for each channel. */
  private static Value copies(Draft draft, DataType type, List<Reach> reaches, long channels) {
    long high = reaches.get(0).kernel();
    long wide = reaches.get(1).kernel();
    long cells = high * wide;
    List<Integer> numbers = new ArrayList<>();
    for (long cell = 0; cell < cells * cells; cell++) {
      numbers.add(cell / cells == cell % cells ? 1 : 0);
    }
    Value one = draft.constant(type, numbers, List.of(1L, cells, 1L, high, wide));
    List<Dim> each = Dim.all(List.of(channels, cells, 1L, high, wide));
    return draft.reshape(
        Shaping.expand(draft, one, each), Dim.all(List.of(channels * cells, 1L, high, wide)));
  }

  /** The elements at the places that a pooling took them from, zeros elsewhere. */
  private static Value unpooled(Call call, int axes) {
    Draft draft = call.draft();
    Value x = call.tensor("self");
    Value places = call.tensor("indices");
    int front = x.shape().rank() - axes;
    List<Dim> sizes = new ArrayList<>(draft.sizes(x).subList(0, front));
    List<Dim> wanted = call.dims("output_size");
    if (front < 1 || wanted.size() != axes) {
      throw call.mismatch("the sizes " + wanted + " of " + x.shape());
    }
    List<Dim> from = new ArrayList<>(sizes);
    from.add(Dim.product(draft.sizes(x).subList(front, x.shape().rank())));
    List<Dim> to = new ArrayList<>(sizes);
    to.add(Dim.product(wanted));
    Value zeros = Shaping.full(draft, draft.scalar(x.type(), 0), to);
    Value filled =
        draft.node(
            "ScatterElements",
            List.of(
                zeros,
                draft.cast(draft.reshape(places, from), DataType.INT64),
                draft.reshape(x, from)),
            x.type(),
            to,
            new Attribute.Whole("axis", front));
    sizes.addAll(wanted);
    return draft.reshape(filled, sizes);
  }
}
