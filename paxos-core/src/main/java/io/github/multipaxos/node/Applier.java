package io.github.multipaxos.node;

import io.github.multipaxos.Codec;
import io.github.multipaxos.Moment;
import io.github.multipaxos.StateMachine;
import io.github.multipaxos.model.Command;
import io.github.multipaxos.model.Decree;
import io.github.multipaxos.model.Decree.CommandBatch;
import io.github.multipaxos.model.Identity;
import io.github.multipaxos.protocol.Effects.Chosen;
import io.github.multipaxos.spi.DurableLog;
import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Applies what is chosen, in slot order, each slot once, and runs the reads that have become due.
 * The only one that touches the state machine.
 *
 * <p>The queue is a convenience, the log is the truth: a decree that is not in the queue, because
 * the node has just started or the queue was full, is read back from the log. So a slow state
 * machine costs neither memory nor anybody else's time.
 *
 * <p>Knows no threads: {@link ApplyThread} calls {@link #turn}, and nothing else does.
 *
 * @param <C> the command type
 * @param <R> the result type
 */
final class Applier<C, R> {

  private static final long READ_BACK_BYTES = 1L << 20;

  private final StateMachine<C, R> machine;
  private final Codec<C> codec;
  private final DurableLog log;
  private final Identity self;
  private final PendingOperations<Operation<R>> proposals;
  private final PendingOperations<ReadOperation<?>> reads;
  private final long maxQueueBytes;
  private final ReadablePrefix readable;

  private final Queue<Item> queue = new ConcurrentLinkedQueue<>();
  private final AtomicLong queueBytes = new AtomicLong();
  private final Sleeper sleeper = new Sleeper();
  private volatile long chosenThrough;
  private volatile long appliedThrough;
  private volatile boolean isClosed;
  private long timeMillis;

  private sealed interface Item {
    /** Returns the slot that must have been applied before this one's turn comes. */
    long afterSlot();

    record Decided(Chosen chosen) implements Item {
      @Override
      public long afterSlot() {
        return chosen.slot() - 1;
      }
    }

    record Due(long read, long afterSlot) implements Item {}
  }

  /** Makes an applier that begins with slot 1 and has the log's prefix to catch up with. */
  Applier(
      NodeSettings<C, R> settings, Identity self, Callers<C, R> callers, ReadablePrefix readable) {
    this.machine = settings.machine();
    this.codec = settings.codec();
    this.log = settings.log();
    this.self = self;
    this.proposals = callers.proposals();
    this.reads = callers.reads();
    this.maxQueueBytes = settings.config().applyQueueBytes();
    this.readable = readable;
    this.chosenThrough = readable.throughSlot();
  }

  /**
   * Takes what one step chose, and the reads that may run after it. Called by the protocol thread.
   */
  void submit(List<Chosen> chosen, List<Long> dueReads) {
    for (Chosen one : chosen) {
      if (queueBytes.get() < maxQueueBytes) {
        queueBytes.addAndGet(one.decree().bytes());
        queue.add(new Item.Decided(one));
      }
      chosenThrough = one.slot();
    }
    for (Long read : dueReads) {
      queue.add(new Item.Due(read, chosenThrough));
    }
    sleeper.wake();
  }

  /** Takes a read that need not wait for anything. Called by any thread. */
  void submitLocal(long read) {
    queue.add(new Item.Due(read, 0));
    sleeper.wake();
  }

  /** Nothing more is read from the log; what is in the queue may still be applied. */
  void close() {
    isClosed = true;
    sleeper.wake();
  }

  boolean isClosed() {
    return isClosed;
  }

  /** Waits until there may be something to do, or so many nanoseconds. */
  void await(long nanos) {
    sleeper.sleep(nanos, () -> isUpToDate() && !isClosed);
  }

  /** Tells whether nothing is left to do, as far as is known here. */
  boolean isUpToDate() {
    return queue.isEmpty() && appliedThrough >= chosenThrough;
  }

  long appliedThrough() {
    return appliedThrough;
  }

  /**
   * Does the next thing that can be done. Returns false if there is none, though there may be one a
   * moment later: a slot can be chosen while this node's own record of it is still being synced.
   *
   * @throws IOException if the log cannot be read
   * @throws StateMachineFailure if the state machine threw
   */
  boolean turn() throws IOException, StateMachineFailure {
    Item next = queue.peek();
    if (next == null) {
      return applyFromLog(chosenThrough);
    }
    if (appliedThrough < next.afterSlot()) {
      return applyFromLog(next.afterSlot());
    }
    queue.remove();
    take(next);
    return true;
  }

  private void take(Item item) throws StateMachineFailure {
    if (item instanceof Item.Decided decided) {
      Chosen chosen = decided.chosen();
      queueBytes.addAndGet(-chosen.decree().bytes());
      if (chosen.slot() > appliedThrough) { // otherwise it was read from the log meanwhile
        apply(chosen.slot(), chosen.decree());
      }
    } else if (item instanceof Item.Due due) {
      run(due.read());
    }
  }

  /** Rule R3. */
  private void run(long number) {
    ReadOperation<?> read = reads.take(number);
    if (read != null) {
      read.run(new Moment(appliedThrough, timeMillis));
    }
  }

  /** Rule D4. Applies from the log some of what the queue does not hold. */
  private boolean applyFromLog(long throughSlot) throws IOException, StateMachineFailure {
    long readableThrough = Math.min(throughSlot, readable.throughSlot());
    if (isClosed || readableThrough <= appliedThrough) {
      return false;
    }
    List<Decree> decrees = log.read(appliedThrough + 1, readableThrough, READ_BACK_BYTES);
    if (decrees.isEmpty()) {
      throw new IOException("the log lacks the chosen decree of slot " + (appliedThrough + 1));
    }
    for (Decree decree : decrees) {
      apply(appliedThrough + 1, decree);
    }
    return true;
  }

  private void apply(long slot, Decree decree) throws StateMachineFailure {
    if (decree instanceof CommandBatch batch) {
      timeMillis = Math.max(timeMillis, batch.timeMillis());
      Moment at = new Moment(slot, timeMillis);
      for (Command command : batch.commands()) {
        apply(command, at);
      }
    }
    appliedThrough = slot;
  }

  private void apply(Command command, Moment at) throws StateMachineFailure {
    R result;
    try {
      result = machine.apply(codec.decode(command.payload().buffer()), at);
    } catch (Throwable e) {
      throw new StateMachineFailure(
          "the state machine threw at slot "
              + at.slot()
              + ", command "
              + command.id()
              + ", and its state is unknown; mend it and restart the node: "
              + e,
          e);
    }
    if (command.id().origin().equals(self.node()) && command.id().boot() == self.boot()) {
      Operation<R> operation = proposals.take(command.id().sequence());
      if (operation != null) {
        operation.future().complete(result);
      }
    }
  }
}
