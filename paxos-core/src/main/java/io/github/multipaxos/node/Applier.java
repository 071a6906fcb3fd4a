package io.github.multipaxos.node;

import io.github.multipaxos.OutcomeUnknownException;
import io.github.multipaxos.PaxosException;
import io.github.multipaxos.RejectedException;
import io.github.multipaxos.model.CommandId;
import io.github.multipaxos.model.Decree;
import io.github.multipaxos.model.Identity;
import io.github.multipaxos.model.SnapshotId;
import io.github.multipaxos.protocol.Effects.Chosen;
import io.github.multipaxos.protocol.Effects.LeasedRead;
import io.github.multipaxos.protocol.Event;
import io.github.multipaxos.spi.DurableLog;
import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Applies what is chosen, in slot order, each slot once, and runs the reads that have become due.
 * The only one that touches the state machine.
 *
 * <p>The queue is a convenience, the log is the truth: a decree that is not in the queue, because
 * the node has just started or the queue was full, is read back from the log. So a slow state
 * machine costs neither memory nor anybody else's time.
 *
 * <p>Knows no threads: {@link Applying} says which one calls {@link #turn}.
 *
 * @param <C> the command type
 * @param <R> the result type
 */
final class Applier<C, R> implements ReplicatedState.Outcomes<R> {

  private static final long READ_BACK_BYTES = 1L << 20;

  private final ReplicatedState<C, R> state;
  private final DurableLog log;
  private final Identity self;
  private final PendingOperations<Operation<R>> proposals;
  private final PendingOperations<ReadOperation<?>> reads;
  private final Callers<C, R> callers;
  private final long maxQueueBytes;
  private final ReadablePrefix readable;
  private final Snapshots snapshots;
  private final Consumer<Event> inbox;
  private final SnapshotSchedule schedule;
  private final Queue<Item> queue = new ConcurrentLinkedQueue<>();
  private final AtomicLong queueBytes = new AtomicLong();
  private final Sleeper sleeper = new Sleeper();
  private volatile SnapshotId toInstall = SnapshotId.NONE;
  private volatile long chosenThrough;
  private volatile boolean isClosed;

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

    record Leased(LeasedRead due, long afterSlot) implements Item {}
  }

  /** Makes an applier that goes on from the state, and has the log's prefix to catch up with. */
  Applier(
      NodeSettings<C, R> settings,
      Identity self,
      Callers<C, R> callers,
      ReplicatedState<C, R> state,
      ReadablePrefix readable,
      Snapshots snapshots,
      Consumer<Event> inbox) {
    this.inbox = inbox;
    this.state = state;
    this.log = settings.log();
    this.self = self;
    this.proposals = callers.proposals();
    this.reads = callers.reads();
    this.callers = callers;
    this.maxQueueBytes = settings.config().applyQueueBytes();
    this.readable = readable;
    this.snapshots = snapshots;
    this.schedule = new SnapshotSchedule(settings.config().snapshotBytes());
    this.chosenThrough = readable.throughSlot();
  }

  /**
   * Takes what one step chose, and the reads that may run after it; wakes nobody. Called by the
   * protocol thread.
   */
  void submit(List<Chosen> chosen, List<Long> dueReads, List<LeasedRead> leasedReads) {
    for (Chosen one : chosen) {
      if (queueBytes.get() < maxQueueBytes) {
        queueBytes.addAndGet(one.decree().bytes());
        queue.add(new Item.Decided(one));
      }
      chosenThrough = Math.max(chosenThrough, one.slot()); // the log may hold more (rule L11)
    }
    for (Long read : dueReads) {
      queue.add(new Item.Due(read, chosenThrough));
    }
    for (LeasedRead read : leasedReads) {
      queue.add(new Item.Leased(read, chosenThrough));
    }
  }

  /** Wakes the apply thread. */
  void wake() {
    sleeper.wake();
  }

  /**
   * Tells whether the next turn applies a decree, or runs a read, for which nothing has to be
   * fetched from the disk, and no snapshot to be taken.
   */
  boolean isNextAtHand() {
    Item next = queue.peek();
    return next != null
        && state.slot() >= next.afterSlot()
        && toInstall.slot() <= state.slot()
        && !schedule.isDue();
  }

  /**
   * A snapshot takes the place of every decree up to its slot, also of those that wait here. Called
   * by the protocol thread.
   */
  void install(SnapshotId snapshot) {
    toInstall = snapshot;
    chosenThrough = Math.max(chosenThrough, snapshot.slot());
    sleeper.wake();
  }

  /** The log holds every decree up to that slot. Called by the protocol thread. */
  void resume(long throughSlot) {
    chosenThrough = Math.max(chosenThrough, throughSlot);
    sleeper.wake();
  }

  /** Takes a snapshot as soon as can be; the future tells its slot. Called by any thread. */
  CompletableFuture<Long> takeSnapshot() {
    CompletableFuture<Long> asked = schedule.ask();
    sleeper.wake();
    return asked;
  }

  /** No snapshot will be taken any more. */
  void failSnapshot(String why) {
    schedule.close(new RejectedException(RejectedException.Reason.STOPPED, why));
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
    return queue.isEmpty() && state.slot() >= chosenThrough && !schedule.isDue();
  }

  long appliedThrough() {
    return state.slot();
  }

  /**
   * Does the next thing that can be done. Returns false if there is none, though there may be one a
   * moment later: a slot can be chosen while this node's own record of it is still being synced.
   *
   * @throws IOException if the log cannot be read
   * @throws StateMachineFailure if the state machine threw
   */
  boolean turn() throws IOException, StateMachineFailure {
    if (toInstall.slot() > state.slot()) {
      install();
      return true;
    }
    if (schedule.isDue()) {
      schedule.begin(state, snapshots);
    }
    Item next = queue.peek();
    if (next == null) {
      return applyFromLog(chosenThrough);
    }
    if (state.slot() < next.afterSlot()) {
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
      if (chosen.slot() > state.slot()) { // otherwise it was read from the log meanwhile
        apply(chosen.slot(), chosen.decree());
      }
    } else if (item instanceof Item.Due due) {
      run(due.read());
    } else if (item instanceof Item.Leased leased) {
      run(leased.due());
    }
  }

  /** Rule R3. */
  private void run(long number) {
    ReadOperation<?> read = reads.take(number);
    if (read != null) {
      read.run(state.moment()).run();
    }
  }

  /** Rule R8. The query is run first, and then the lease is looked at once more. */
  private void run(LeasedRead due) {
    ReadOperation<?> read = reads.get(due.read());
    if (read == null) {
      return;
    }
    Runnable answer = read.run(state.moment());
    if (!callers.isHeld(due.endTick())) {
      callers.readAgain(due.read(), read);
    } else if (reads.take(due.read()) != null) {
      answer.run();
    }
  }

  /** Rule D4. Applies from the log some of what the queue does not hold. */
  private boolean applyFromLog(long throughSlot) throws IOException, StateMachineFailure {
    long first = state.slot() + 1;
    long readableThrough = Math.min(throughSlot, readable.throughSlot());
    if (isClosed || readableThrough < first) {
      return false;
    }
    List<Decree> decrees = read(first, readableThrough);
    if (toInstall.slot() >= first) {
      return true; // the log is letting go of these, or never had them
    }
    if (decrees.isEmpty()) {
      throw new IOException("the log lacks the chosen decree of slot " + first);
    }
    for (Decree decree : decrees) {
      apply(state.slot() + 1, decree);
    }
    return true;
  }

  /** Rule D5. What is damaged while the node runs is found to be so, and learnt again, at start. */
  private List<Decree> read(long firstSlot, long throughSlot) throws IOException {
    try {
      return log.read(firstSlot, throughSlot, READ_BACK_BYTES);
    } catch (IOException e) {
      throw new IOException(
          "cannot apply slot "
              + firstSlot
              + ": "
              + e.getMessage()
              + ". Restart the node: it learns again from its peers what its log has lost",
          e);
    }
  }

  private void apply(long slot, Decree decree) throws StateMachineFailure {
    state.apply(slot, decree, this);
    state.hashed().ifPresent(hash -> inbox.accept(new Event.StateHashed(hash)));
    schedule.onApplied(decree.bytes());
  }

  /** Rule L7. Callers whose commands are in the snapshot hear that their results are not. */
  private void install() throws IOException, StateMachineFailure {
    SnapshotId snapshot = toInstall;
    snapshots.restoreNewest(state);
    if (state.slot() < snapshot.slot()) {
      throw new IOException(
          "the snapshot of slot "
              + snapshot.slot()
              + " was fetched and is damaged now; see to the disk, then restart the node");
    }
    schedule.onInstalled();
    snapshots.removeBefore(state.slot());
    proposals.failIf(
        sequence -> state.hasApplied(new CommandId(self.node(), self.boot(), sequence)),
        Applier::resultLost);
  }

  private static PaxosException resultLost() {
    return new OutcomeUnknownException(
        OutcomeUnknownException.Reason.RESULT_LOST,
        "the command is in a snapshot by which this node caught up, and its result is not");
  }

  @Override
  public void applied(CommandId id, R result) {
    if (isOwn(id)) {
      Operation<R> operation = proposals.take(id.sequence());
      if (operation != null) {
        operation.future().complete(result);
      }
    }
  }

  @Override
  public void passedOver(CommandId id) {
    if (isOwn(id)) {
      proposals.fail(id.sequence(), Applier::resultLost);
    }
  }

  private boolean isOwn(CommandId id) {
    return id.origin().equals(self.node()) && id.boot() == self.boot();
  }
}
