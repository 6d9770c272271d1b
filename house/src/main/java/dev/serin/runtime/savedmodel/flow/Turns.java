package dev.serin.runtime.savedmodel.flow;

import dev.serin.graph.Rearrangement;
import dev.serin.graph.Recurrence;
import dev.serin.graph.Value;
import dev.serin.runtime.savedmodel.Call;
import dev.serin.runtime.savedmodel.Content;
import dev.serin.runtime.savedmodel.Operand;
import dev.serin.runtime.savedmodel.Operand.TensorList;
import dev.serin.tensor.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * A loop that turns once for each element of one list and does nothing but run a cell: it is
 * replaced by the cell of the engine. {@code bound} are the states at the begin of a turn, {@code
 * next} those at its end; wherever anything is not certain there is no result, and the loop stays.
 */
record Turns(Call call, List<Operand> bound, List<Operand> next) {

  /** What the loop gives, computed by a cell; empty when it is no such loop. */
  Optional<List<Operand>> results() {
    List<TensorList> read =
        bound.stream()
            .filter(each -> held(each) && each instanceof TensorList)
            .map(TensorList.class::cast)
            .filter(list -> list.elements().size() == 1 && list.type() == DataType.FP32)
            .toList();
    List<Integer> written = places(each -> bound.get(each) instanceof TensorList);
    if (read.size() != 1 || written.size() != 1) {
      return Optional.empty();
    }
    Operand.Tensor elements = read.getFirst().elements().getFirst();
    List<Operand> limits = limits(elements);
    List<Operand> write = terms().taken(next.get(written.getFirst()), "TensorListSetItem");
    if (elements.shape().rank() != 3 || limits.isEmpty() || write.size() != 3) {
      return Optional.empty();
    }
    List<Integer> states =
        places(each -> !(bound.get(each) instanceof TensorList) && !counts(each));
    List<Integer> counters = places(this::counts);
    boolean typed = counters.stream().allMatch(each -> sameType(each, limits.getFirst()));
    boolean started = states.stream().allMatch(each -> starts(each, elements));
    boolean own = write.getFirst() == bound.get(written.getFirst());
    if (!own || !typed || !started || !fills(written.getFirst(), write.get(1), elements)) {
      return Optional.empty();
    }
    return cell(read.getFirst(), states, write.get(2))
        .map(cell -> after(cell, elements, limits.getFirst(), written.getFirst()));
  }

  private Terms terms() {
    return new Terms(call);
  }

  private boolean held(Operand operand) {
    for (int i = 0; i < bound.size(); i++) {
      if (bound.get(i) == operand && next.get(i) == operand) {
        return true;
      }
    }
    return false;
  }

  private boolean sameType(int place, Operand limit) {
    return call.tensor(place).type() == ((Operand.Tensor) limit).type();
  }

  /** Whether a state has as many rows at first as each element. */
  private boolean starts(int place, Operand.Tensor elements) {
    return call.operand(place) instanceof Operand.Tensor first
        && first.shape().rank() == 2
        && first.shape().size(0) == elements.shape().size(1);
  }

  /** The places of the states that change and are like this. */
  private List<Integer> places(IntPredicate test) {
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < bound.size(); i++) {
      if (next.get(i) != bound.get(i) && test.test(i)) {
        places.add(i);
      }
    }
    return places;
  }

  /** Whether a state is zero at first and one more after each turn. */
  private boolean counts(int place) {
    List<Operand> sum = terms().taken(next.get(place), "AddV2", "Add");
    return Terms.whole(call.operand(place), 0)
        && sum.size() == 2
        && sum.getFirst() == bound.get(place)
        && Terms.whole(sum.getLast(), 1);
  }

  /** Whether an operand is how many turns there were before. */
  private boolean counter(Operand operand) {
    for (int i = 0; i < bound.size(); i++) {
      if (bound.get(i) == operand && next.get(i) != operand && counts(i)) {
        return true;
      }
    }
    return false;
  }

  /** The numbers of turns in the condition; empty unless it says one turn for each element. */
  private List<Operand> limits(Operand.Tensor elements) {
    Operand test = call.inlined("cond", bound, call.graph().inner()).getFirst();
    List<Operand> both = terms().taken(test, "LogicalAnd");
    List<Operand> limits = new ArrayList<>();
    for (Operand each : both.isEmpty() ? List.of(test) : both) {
      List<Operand> less = terms().taken(each, "Less");
      if (less.size() != 2 || !counter(less.getFirst()) || !length(less.getLast(), elements)) {
        return List.of();
      }
      limits.add(less.getLast());
    }
    return limits;
  }

  /** Whether an operand is certainly how many elements there are. */
  private boolean length(Operand operand, Operand.Tensor elements) {
    Optional<Content> known = Terms.known(operand);
    if (known.isPresent()) {
      return known.get().equals(Content.one(elements.shape().size(0)));
    }
    List<Operand> cut = terms().taken(operand, "StridedSlice");
    boolean first =
        cut.size() == 4
            && Terms.known(cut.get(1)).equals(Optional.of(Content.list(List.of(0L))))
            && terms()
                    .made(operand, "StridedSlice")
                    .orElseThrow()
                    .call()
                    .whole("shrink_axis_mask", 0)
                == 1;
    List<Operand> of = first ? terms().taken(cut.getFirst(), "Shape") : List.of();
    List<Operand> turned = terms().taken(elements, "ReverseV2");
    return of.size() == 1
        && (of.getFirst() == elements || !turned.isEmpty() && of.getFirst() == turned.getFirst());
  }

  /** Whether the list holds all results, or only the last one. */
  private boolean fills(int place, Operand at, Operand.Tensor elements) {
    Operand count = ((TensorList) call.operand(place)).count();
    return counter(at) ? length(count, elements) : last(place, at);
  }

  private boolean last(int place, Operand at) {
    return Terms.whole(at, 0) && Terms.whole(((TensorList) call.operand(place)).count(), 1);
  }

  private Optional<KnownCell> cell(TensorList read, List<Integer> states, Operand written) {
    List<Integer> shown = states.stream().filter(each -> next.get(each) == written).toList();
    List<Integer> hidden = states.stream().filter(each -> next.get(each) != written).toList();
    if (shown.size() != 1 || hidden.size() > 1) {
      return Optional.empty();
    }
    List<Integer> order = new ArrayList<>(shown);
    order.addAll(hidden);
    List<KnownCell.State> all =
        order.stream()
            .map(each -> new KnownCell.State(each, bound.get(each), next.get(each)))
            .toList();
    return new Cells(call, operand -> item(operand, read), this::held, all).cell();
  }

  private boolean item(Operand operand, TensorList read) {
    List<Operand> takes = terms().taken(operand, "TensorListGetItem");
    return takes.size() == 3 && takes.getFirst() == read && counter(takes.get(1));
  }

  private List<Operand> after(KnownCell cell, Operand.Tensor elements, Operand limit, int written) {
    Rearrangement move = new Rearrangement(call.graph());
    List<Value> first = new ArrayList<>();
    cell.states().forEach(state -> first.add(call.value(state.place())));
    Value x = move.transpose(call.value(elements), 1, 0, 2);
    List<Value> given = new Recurrence(call.graph()).states(x, cell.cell(call), List.of(), first);
    TensorList list = (TensorList) call.operand(written);
    boolean one = Terms.whole(list.count(), 1);
    Value all = one ? move.unsqueeze(given.get(1), 0) : move.transpose(given.getFirst(), 1, 0, 2);
    List<Operand> results = new ArrayList<>();
    for (int i = 0; i < bound.size(); i++) {
      results.add(next.get(i) == bound.get(i) ? bound.get(i) : limit);
    }
    results.set(written, Lists.with(list, call.live(all)));
    for (int i = 0; i < cell.states().size(); i++) {
      results.set(cell.states().get(i).place(), call.live(given.get(i + 1)));
    }
    return results;
  }
}
