package io.github.multipaxos.protocol;

import io.github.multipaxos.message.Message.AskIndex;
import io.github.multipaxos.message.Message.Index;
import io.github.multipaxos.model.Ballot;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * The reads of this node's own clients that are to be current: those that trust a lease, or those
 * that do not. They ask whoever leads for an index, all that wait in one message, and run when the
 * prefix has reached it. A read changes nothing, so an unanswered ask is simply made again, of the
 * same leader or of the next.
 */
final class Reads {

  private final Outbox outbox;
  private final long boot;
  private final int retransmitTicks;
  private final boolean mayLease;
  private final Freshness freshness = new Freshness();
  private List<Read> waiting = new ArrayList<>();
  private final TreeMap<Long, List<Read>> askedBy = new TreeMap<>();
  private final TreeMap<Long, List<Read>> byIndex = new TreeMap<>();
  private Ballot askedIn = Ballot.NONE;
  private long askedTick;
  private long asks;
  private long earliestDeadline = Long.MAX_VALUE;

  private record Read(long id, long deadlineTick) {}

  Reads(Outbox outbox, ReplicaConfig config) {
    this(outbox, config, false);
  }

  Reads(Outbox outbox, ReplicaConfig config, boolean mayLease) {
    this.outbox = outbox;
    this.boot = config.boot();
    this.retransmitTicks = config.retransmitTicks();
    this.mayLease = mayLease;
  }

  void onReadAsked(long read, long deadlineTick) {
    waiting.add(new Read(read, deadlineTick));
    earliestDeadline = Math.min(earliestDeadline, deadlineTick);
  }

  /**
   * Rule R9. A read that may be a little stale need not wait if the prefix is known to be fresh.
   */
  void onReadAsked(Event.StaleReadAsked asked, long tick) {
    if (freshness.isWithin(asked.staleTicks(), tick)) {
      Read read = new Read(asked.read(), asked.deadlineTick());
      byIndex.computeIfAbsent(freshness.slot(), slot -> new ArrayList<>()).add(read);
      earliestDeadline = Math.min(earliestDeadline, asked.deadlineTick());
    } else {
      onReadAsked(asked.read(), asked.deadlineTick());
    }
  }

  /** Rule R8. Lets those run that nobody has been asked about; this node holds the lease. */
  void release(Lease lease) {
    for (Read read : waiting) {
      outbox.ready(new Effects.LeasedRead(read.id, lease.endTick()));
    }
    waiting.clear();
  }

  /**
   * Asks the leader of that ballot for an index, if there is anything to ask. Asking again does not
   * make an answer to an earlier ask worthless, or a network slower than the retransmission would
   * let no read pass.
   */
  void ask(Ballot leader, long tick) {
    boolean isOverdue = !leader.equals(askedIn) || tick - askedTick >= retransmitTicks;
    boolean isAgain = !askedBy.isEmpty() && isOverdue;
    if (leader.equals(Ballot.NONE) || (waiting.isEmpty() && !isAgain)) {
      return;
    }
    asks++;
    askedIn = leader;
    askedTick = tick;
    if (!waiting.isEmpty()) {
      askedBy.put(asks, waiting);
      waiting = new ArrayList<>();
    }
    freshness.onAsked(asks, tick);
    outbox.send(leader.node(), new AskIndex(boot, asks, mayLease));
  }

  /** Rule R2. An index serves every read asked for by then: each of them came before that ask. */
  void onIndex(Index index) {
    if (index.boot() != boot || index.mayLease() != mayLease) {
      return;
    }
    freshness.onIndex(index.ask(), index.slot());
    var answered = askedBy.headMap(index.ask(), true);
    for (List<Read> reads : answered.values()) {
      byIndex.computeIfAbsent(index.slot(), slot -> new ArrayList<>()).addAll(reads);
    }
    answered.clear();
  }

  /** Rule R3. Lets those reads run whose index has been reached. */
  void release(long chosenThrough) {
    var reached = byIndex.headMap(chosenThrough, true);
    if (reached.isEmpty()) {
      return;
    }
    for (List<Read> reads : reached.values()) {
      reads.forEach(read -> outbox.ready(read.id));
    }
    reached.clear();
  }

  /** Rule C5. */
  void expire(long tick) {
    if (tick < earliestDeadline) {
      return;
    }
    earliestDeadline = Long.MAX_VALUE;
    expire(waiting, tick);
    askedBy.values().forEach(reads -> expire(reads, tick));
    byIndex.values().forEach(reads -> expire(reads, tick));
    askedBy.values().removeIf(List::isEmpty);
    byIndex.values().removeIf(List::isEmpty);
  }

  /** The node closes. */
  void close() {
    expire(Long.MAX_VALUE);
  }

  private void expire(List<Read> reads, long tick) {
    List<Read> kept = new ArrayList<>();
    for (Read read : reads) {
      if (read.deadlineTick <= tick) {
        outbox.failed(read.id);
      } else {
        kept.add(read);
        earliestDeadline = Math.min(earliestDeadline, read.deadlineTick);
      }
    }
    reads.clear();
    reads.addAll(kept);
  }
}
