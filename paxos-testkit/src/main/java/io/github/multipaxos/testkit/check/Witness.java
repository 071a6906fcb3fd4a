package io.github.multipaxos.testkit.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Checks a history whose order is known, because the log is: for simulations, and for processes
 * that report slots and whose log can be read afterwards.
 *
 * <p>The log is the order. It explains the history if no operation stands in it behind one that was
 * asked for after it had returned, and if going through it with the model gives every answer that
 * clients were given. Beyond linearizability it demands that every command answered is in the log
 * once, that none is in it that was rejected or that nobody asked for, and that each has a place of
 * its own. A command of unknown outcome takes effect at its place if it is in the log, and never if
 * it is not.
 *
 * <p>A read is not in the log. It says through which slot it saw the log, and stands behind the
 * last command of that slot and before the next command, in any order among the reads there. (Slots
 * without commands make no difference: nobody can tell on which side of them a read stands.)
 *
 * <p>Tell it what was asked and what is in the log, in any order, then ask {@link #fault}. That
 * takes n log n for n operations. Memory is a few objects an operation. Not safe for several
 * threads.
 *
 * @param <S> a state of the model
 * @param <I> what is asked
 * @param <O> what is answered
 */
public final class Witness<S, I, O> {

  private final Model<S, I, O> model;
  private final Map<Object, Asked<I, O>> commands = new HashMap<>();
  private final List<Asked<I, O>> asked = new ArrayList<>();
  private final List<Entry> log = new ArrayList<>();
  private final List<Sight<I, O>> reads = new ArrayList<>();

  /** Makes a witness of one history, which should do what the model does. */
  public Witness(Model<S, I, O> model) {
    this.model = model;
  }

  /** Something that was asked for, and where it was found in the log. */
  private static final class Asked<I, O> {
    private final Object id;
    private final Operation<I, O> operation;
    private final boolean isRejected;
    private @Nullable Entry entry;

    private Asked(Object id, Operation<I, O> operation, boolean isRejected) {
      this.id = id;
      this.operation = operation;
      this.isRejected = isRejected;
    }

    @Override
    public String toString() {
      return "command " + id + " (" + operation + ")";
    }
  }

  private record Entry(long slot, int position, Object id) {
    private static final Comparator<Entry> IN_ORDER =
        Comparator.comparingLong(Entry::slot).thenComparingInt(Entry::position);

    @Override
    public String toString() {
      return "slot " + slot + ", position " + position;
    }
  }

  private record Sight<I, O>(long throughSlot, Operation<I, O> operation) {}

  /**
   * Tells what is in the log.
   *
   * @param slot the slot
   * @param position the position in the slot, of several commands in one
   * @param id what tells the command from all others of this history; has {@code equals}
   */
  public void chosen(long slot, int position, Object id) {
    log.add(new Entry(slot, position, id));
  }

  /**
   * Tells of a command that was answered, or whose outcome nobody knows.
   *
   * @param id what tells the command from all others of this history
   */
  public void command(Object id, Operation<I, O> operation) {
    ask(new Asked<>(id, operation, false));
  }

  /**
   * Tells of a command whose client was told that it certainly does not happen.
   *
   * @param id what tells the command from all others of this history
   */
  public void rejected(Object id, int process, I input, long invokedNanos) {
    ask(new Asked<>(id, Operation.unknown(process, input, invokedNanos), true));
  }

  private void ask(Asked<I, O> one) {
    Asked<I, O> other = commands.put(one.id, one);
    if (other != null) {
      throw new IllegalArgumentException(
          one + " has the id of " + other + "; give every command an id of its own");
    }
    asked.add(one);
  }

  /**
   * Tells of a read. One that nobody was answered shows nothing and is forgotten.
   *
   * @param throughSlot the last slot whose commands it saw; 0 or less if it saw none
   */
  public void read(long throughSlot, Operation<I, O> operation) {
    if (operation.isKnown()) {
      reads.add(new Sight<>(throughSlot, operation));
    }
  }

  /** Returns what does not fit, naming the operation, or nothing if the log explains everything. */
  public Optional<String> fault() {
    log.sort(Entry.IN_ORDER);
    asked.forEach(one -> one.entry = null);
    String fault = faultInLog();
    if (fault == null) {
      fault = faultInAnswered();
    }
    return Optional.ofNullable(fault == null ? faultInOrder() : fault);
  }

  /** The log alone, against what was asked for. */
  private @Nullable String faultInLog() {
    Entry previous = null;
    for (Entry entry : log) {
      Asked<I, O> one = commands.get(entry.id);
      if (one == null) {
        return "command " + entry.id + " is in the log at " + entry + ", but nobody asked for it";
      } else if (one.isRejected) {
        return one + " was rejected, but is in the log at " + entry;
      } else if (one.entry != null) {
        return one + " is in the log twice, at " + one.entry + " and at " + entry;
      } else if (previous != null && Entry.IN_ORDER.compare(previous, entry) == 0) {
        return one + " is in the log at " + entry + ", and so is command " + previous.id;
      }
      one.entry = entry;
      previous = entry;
    }
    return null;
  }

  private @Nullable String faultInAnswered() {
    for (Asked<I, O> one : asked) {
      if (one.entry == null && one.operation.isKnown()) {
        return one + " was answered, but is not in the log";
      }
    }
    return null;
  }

  /** Goes through commands and reads in the order of the log. */
  private @Nullable String faultInOrder() {
    reads.sort(Comparator.comparingLong(Sight::throughSlot));
    Replay<S, I, O> replay = new Replay<>(model);
    int next = 0;
    for (Entry entry : log) {
      int first = next;
      while (next < reads.size() && reads.get(next).throughSlot < entry.slot) {
        next++;
      }
      String fault = replay.reads(operations(first, next));
      Asked<I, O> one = Objects.requireNonNull(commands.get(entry.id));
      fault = fault == null ? replay.command(one.operation) : fault;
      if (fault != null) {
        return "at " + entry + " of the log: " + fault;
      }
    }
    String fault = replay.reads(operations(next, reads.size()));
    return fault == null ? null : "at the end of the log: " + fault;
  }

  private List<Operation<I, O>> operations(int first, int end) {
    return first == end
        ? List.of()
        : reads.subList(first, end).stream().map(Sight::operation).toList();
  }
}
