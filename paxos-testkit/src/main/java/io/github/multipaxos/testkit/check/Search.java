package io.github.multipaxos.testkit.check;

import io.github.multipaxos.testkit.check.Events.Event;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks for an order that explains one part of a history.
 *
 * <p>It walks the events in order of time. At an invocation it gives that operation the next place,
 * if the model allows and the same operations have not led to the same state before, and begins
 * again with the events that remain. At a return it has tried all that may come before that return:
 * it takes back the latest place given and goes on behind it.
 */
final class Search<S, I, O> {

  private record Place<S>(Event invocation, S stateBefore) {}

  private record Seen<S>(Placed.Key placed, S state) {}

  /** What a memo entry weighs beside its bits and its state, roughly. */
  private static final int ENTRY_BYTES = 120;

  private final Model<S, I, O> model;
  private final Object part;
  private final List<Operation<I, O>> operations;
  private final Expenses expenses;
  private final Events events;
  private final Placed placed;
  private final Deque<Place<S>> places = new ArrayDeque<>();
  private final Set<Seen<S>> memo = new HashSet<>();
  private S state;
  private int knownLeft;
  private long farthestNanos = Long.MIN_VALUE;
  private Verdict.@Nullable Illegal<I, O> farthest;

  Search(Model<S, I, O> model, Object part, List<Operation<I, O>> operations, Expenses expenses) {
    this.model = model;
    this.part = part;
    this.operations = new ArrayList<>(operations);
    // ids in order of return, those that never return last: see Placed
    this.operations.sort(Comparator.comparingLong(Operation::returnedNanos));
    this.expenses = expenses;
    this.events = new Events(this.operations);
    this.knownLeft = (int) operations.stream().filter(Operation::isKnown).count();
    this.placed = new Placed(knownLeft, operations.size() - knownLeft);
    this.state = model.initial();
  }

  Verdict<I, O> run() {
    Event event = events.first();
    while (knownLeft > 0 && event != null) {
      if (event.isReturn) {
        noteStuckAt(event);
        event = takeBack();
      } else if (!expenses.allowStep()) {
        return new Verdict.Unknown<>(part, String.valueOf(expenses.overrun()), expenses.steps());
      } else {
        event = place(event) ? events.first() : event.after;
      }
    }
    return knownLeft == 0 || farthest == null ? new Verdict.Legal<>(expenses.steps()) : farthest;
  }

  /** Gives an operation the next place, unless that is impossible or known to lead nowhere. */
  private boolean place(Event invocation) {
    Operation<I, O> operation = operations.get(invocation.id);
    S after = model.after(state, operation.input(), operation.output());
    if (after == null || (!operation.isKnown() && after.equals(state))) {
      return false; // an operation that need not happen and changes nothing helps nobody
    }
    placed.add(invocation.id);
    if (!remember(after)) {
      placed.remove(invocation.id);
      return false;
    }
    places.push(new Place<>(invocation, state));
    state = after;
    knownLeft -= operation.isKnown() ? 1 : 0;
    events.remove(invocation);
    return true;
  }

  private boolean remember(S after) {
    Placed.Key key = placed.key();
    boolean isNew = memo.add(new Seen<>(key, after));
    if (isNew) {
      expenses.remember(ENTRY_BYTES + key.bytes() + model.stateBytes(after));
    }
    return isNew;
  }

  /**
   * Takes back the latest place given, and returns the event to go on with; null if none is left.
   */
  private @Nullable Event takeBack() {
    if (places.isEmpty()) {
      return null;
    }
    Place<S> place = places.pop();
    placed.remove(place.invocation().id);
    state = place.stateBefore();
    knownLeft += operations.get(place.invocation().id).isKnown() ? 1 : 0;
    events.putBack(place.invocation());
    return place.invocation().after;
  }

  /** Every order tried so far ends at this return or an earlier one; the latest explains most. */
  private void noteStuckAt(Event returning) {
    if (farthest != null && returning.nanos <= farthestNanos) {
      return;
    }
    farthestNanos = returning.nanos;
    List<Operation<I, O>> prefix = new ArrayList<>();
    places
        .descendingIterator()
        .forEachRemaining(place -> prefix.add(operations.get(place.invocation().id)));
    farthest = new Verdict.Illegal<>(part, prefix, state, operations.get(returning.id));
  }
}
