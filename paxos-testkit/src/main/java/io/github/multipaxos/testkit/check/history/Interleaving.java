package io.github.multipaxos.testkit.check.history;

import io.github.multipaxos.testkit.check.Operation;
import io.github.multipaxos.testkit.check.history.HistoryEvent.Type;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The events of operations in order of time, so that no process has two operations under way. An
 * operation that begins while its process has another under way gets a process of its own.
 */
final class Interleaving {

  /** What happens at one time: first what was under way returns, then new operations begin. */
  private record Moment(
      long nanos,
      boolean isInvocation,
      boolean isFailed,
      Operation<Call, Answer> operation,
      int id) {
    private static final Comparator<Moment> IN_ORDER =
        Comparator.comparingLong(Moment::nanos).thenComparing(Moment::isInvocation);
  }

  private final List<HistoryEvent> events = new ArrayList<>();
  private final Set<Integer> busy = new HashSet<>();
  private final TreeSet<Integer> spare = new TreeSet<>();
  private final int[] processes;
  private int highest = Integer.MIN_VALUE;

  private Interleaving(int operations) {
    this.processes = new int[operations];
  }

  /** Returns the events of a history. */
  static List<HistoryEvent> of(Operations.Read history) {
    List<Moment> moments = new ArrayList<>();
    for (Operation<Call, Answer> each : history.operations()) {
      int id = moments.size();
      moments.add(new Moment(each.invokedNanos(), true, false, each, id));
      if (each.isKnown() && each.returnedNanos() > each.invokedNanos()) {
        moments.add(new Moment(each.returnedNanos(), false, false, each, id));
      }
    }
    for (Operation<Call, Answer> each : history.failed()) {
      moments.add(new Moment(each.invokedNanos(), true, true, each, moments.size()));
    }
    Interleaving interleaving = new Interleaving(moments.size());
    moments.forEach(
        it -> interleaving.highest = Math.max(interleaving.highest, it.operation.process()));
    moments.sort(Moment.IN_ORDER);
    moments.forEach(interleaving::take);
    return interleaving.events;
  }

  private void take(Moment moment) {
    Operation<Call, Answer> operation = moment.operation;
    if (!moment.isInvocation) {
      add(moment, Type.OK);
      release(operation, processes[moment.id]);
      return;
    }
    processes[moment.id] = process(operation.process());
    add(moment, Type.INVOKE);
    if (moment.isFailed || !operation.isKnown()) {
      // what it says is true from the beginning, and its process is free again
      add(moment, moment.isFailed ? Type.FAIL : Type.INFO);
      release(operation, processes[moment.id]);
    } else if (operation.returnedNanos() == operation.invokedNanos()) {
      add(moment, Type.OK);
      release(operation, processes[moment.id]);
    }
  }

  private int process(int wanted) {
    int process = wanted;
    if (busy.contains(wanted)) {
      Integer free = spare.pollFirst();
      process = free == null ? Math.addExact(highest, 1) : free;
      highest = Math.max(highest, process);
    }
    busy.add(process);
    return process;
  }

  private void release(Operation<Call, Answer> operation, int process) {
    busy.remove(process);
    if (process != operation.process()) {
      spare.add(process);
    }
  }

  private void add(Moment moment, Type type) {
    Call call = moment.operation.input();
    Answer answer = moment.operation.output();
    Object answered = answer == null || type != Type.OK ? null : answer.value();
    Object value = type == Type.INVOKE ? call.value() : answered;
    int process = processes[moment.id];
    events.add(new HistoryEvent(process, type, call.op(), call.key(), value, moment.nanos));
  }
}
