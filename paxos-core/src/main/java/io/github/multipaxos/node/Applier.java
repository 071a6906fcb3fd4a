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
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Applies what is chosen, in slot order, each slot once, and runs the reads that have become due.
 * The only thread that touches the state machine.
 *
 * <p>The queue is a convenience, the log is the truth: a decree that is not in the queue, because
 * the node has just started or the queue was full, is read back from the log. So a slow state
 * machine costs neither memory nor anybody else's time.
 *
 * @param <C> the command type
 * @param <R> the result type
 */
final class Applier<C, R> implements Runnable {

  private static final long READ_BACK_BYTES = 1L << 20;
  private static final long RETRY_NANOS = 1_000_000;
  private static final long IDLE_NANOS = 1_000_000_000;

  private final StateMachine<C, R> machine;
  private final Codec<C> codec;
  private final DurableLog log;
  private final Identity self;
  private final PendingOperations<Operation<R>> proposals;
  private final PendingOperations<ReadOperation<?>> reads;
  private final FailStop failStop;
  private final long maxQueueBytes;
  private final ReadablePrefix readable;

  private final Queue<Item> queue = new ConcurrentLinkedQueue<>();
  private final AtomicLong queueBytes = new AtomicLong();
  private volatile long chosenThrough;
  private volatile long appliedThrough;
  private volatile boolean isClosed;
  private volatile @Nullable Thread sleeper;
  private long timeMillis;

  private sealed interface Item {
    record Decided(Chosen chosen) implements Item {}

    record Due(long read, long afterSlot) implements Item {}
  }

  /** Makes an applier that begins with slot 1 and has the log's prefix to catch up with. */
  Applier(
      NodeSettings<C, R> settings,
      Identity self,
      Callers<C, R> callers,
      FailStop failStop,
      ReadablePrefix readable) {
    this.machine = settings.machine();
    this.codec = settings.codec();
    this.log = settings.log();
    this.self = self;
    this.proposals = callers.proposals();
    this.reads = callers.reads();
    this.failStop = failStop;
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
    wake();
  }

  /** Takes a read that need not wait for anything. Called by any thread. */
  void submitLocal(long read) {
    queue.add(new Item.Due(read, 0));
    wake();
  }

  private void wake() {
    Thread waiting = sleeper;
    if (waiting != null) {
      LockSupport.unpark(waiting);
    }
  }

  /** Ends {@link #run} after what is in the queue now. */
  void close() {
    isClosed = true;
    wake();
  }

  long appliedThrough() {
    return appliedThrough;
  }

  @Override
  public void run() {
    try {
      while (!failStop.hasFailed()) {
        Item next = queue.poll();
        if (next != null) {
          handle(next);
        } else if (isClosed) {
          return;
        } else if (appliedThrough < chosenThrough) {
          catchUp(chosenThrough);
        } else {
          await();
        }
      }
    } catch (StateMachineFailure e) {
      failStop.fail(e.getMessage(), e.getCause());
    } catch (Throwable e) {
      failStop.fail("the apply thread failed after slot " + appliedThrough + ": " + e, e);
    }
  }

  private void await() {
    sleeper = Thread.currentThread();
    if (queue.isEmpty() && appliedThrough >= chosenThrough && !isClosed) {
      LockSupport.parkNanos(this, IDLE_NANOS);
    }
    sleeper = null;
  }

  private void handle(Item item) throws IOException, StateMachineFailure {
    if (item instanceof Item.Decided decided) {
      Chosen chosen = decided.chosen();
      queueBytes.addAndGet(-chosen.decree().bytes());
      catchUp(chosen.slot() - 1);
      if (chosen.slot() == appliedThrough + 1) { // otherwise it was read from the log meanwhile
        apply(chosen.slot(), chosen.decree());
      }
    } else if (item instanceof Item.Due due) {
      catchUp(due.afterSlot());
      if (appliedThrough >= due.afterSlot()) { // otherwise the node stops, and rejects the read
        run(due.read());
      }
    }
  }

  /** Rule R3. */
  private void run(long number) {
    ReadOperation<?> read = reads.take(number);
    if (read != null) {
      read.run(new Moment(appliedThrough, timeMillis));
    }
  }

  /** Applies from the log what the queue does not hold, unless the node stops meanwhile. */
  private void catchUp(long throughSlot) throws IOException, StateMachineFailure {
    while (appliedThrough < throughSlot && !failStop.hasFailed() && !isClosed) {
      long readableThrough = Math.min(throughSlot, readable.throughSlot());
      if (readableThrough > appliedThrough) {
        applyFromLog(readableThrough);
      } else { // chosen, but this node's own record of it is still being synced
        LockSupport.parkNanos(this, RETRY_NANOS);
      }
    }
  }

  private void applyFromLog(long throughSlot) throws IOException, StateMachineFailure {
    List<Decree> decrees = log.read(appliedThrough + 1, throughSlot, READ_BACK_BYTES);
    if (decrees.isEmpty()) {
      throw new IOException("the log lacks the chosen decree of slot " + (appliedThrough + 1));
    }
    for (Decree decree : decrees) {
      apply(appliedThrough + 1, decree);
    }
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

  private static final class StateMachineFailure extends Exception {
    private static final long serialVersionUID = 1L;

    StateMachineFailure(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
