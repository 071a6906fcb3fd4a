package io.github.multipaxos.protocol;

import io.github.multipaxos.message.Message;
import io.github.multipaxos.model.Command;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.model.SnapshotId;
import io.github.multipaxos.model.StateHash;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/** What can happen to a replica. */
public sealed interface Event {

  /**
   * Time is now this. Ticks never run backwards; one that jumps by more than an election timeout
   * tells that the process was paused.
   *
   * @param tick counts ticks since the node started
   * @param wallMillis the wall clock, in milliseconds since the epoch, for the replicated clock
   *     only
   */
  record Tick(long tick, long wallMillis) implements Event {}

  /**
   * This node's state has been hashed, after the commands of that slot (rule L10).
   *
   * @param state what it comes to
   */
  record StateHashed(StateHash state) implements Event {}

  /**
   * A message arrived. A vow of the node's own arrives this way too, once it is durable.
   *
   * @param from who said it
   * @param message what was said
   */
  record Received(NodeId from, Message message) implements Event {}

  /**
   * A client of this node wants a command applied.
   *
   * @param command the command; its id names this node, this boot and a sequence never used before
   * @param deadlineTick when to give up
   */
  record Proposed(Command command, long deadlineTick) implements Event {}

  /** A client of this node wants to read. */
  sealed interface Read extends Event {
    /** Returns the name of the read; never used before, unless for the same read. */
    long read();

    /** Returns when to give up. */
    long deadlineTick();
  }

  /**
   * A client of this node wants to read what is current, whatever the clocks say.
   *
   * @param read names the read
   * @param deadlineTick when to give up
   */
  record ReadAsked(long read, long deadlineTick) implements Read {}

  /**
   * A client of this node wants to read what is current, and trusts a lease.
   *
   * @param read names the read
   * @param deadlineTick when to give up
   */
  record LeasedReadAsked(long read, long deadlineTick) implements Read {}

  /**
   * A client of this node wants to read what was current not long ago.
   *
   * @param read names the read
   * @param deadlineTick when to give up
   * @param staleTicks how long ago, at most
   */
  record StaleReadAsked(long read, long deadlineTick, long staleTicks) implements Read {}

  /**
   * If this node leads, it shall hand over to {@code target} (rule E5).
   *
   * @param target a voter, or {@link NodeId#NOBODY} for whoever is furthest ahead
   * @param absent who is known not to be there, and is not chosen
   */
  record HandOver(NodeId target, SortedSet<NodeId> absent) implements Event {
    /** Takes an unmodifiable copy of the set. */
    public HandOver {
      absent = Collections.unmodifiableSortedSet(new TreeSet<>(absent));
    }

    /** Hands over while every other member is thought to be there. */
    public HandOver(NodeId target) {
      this(target, Collections.emptySortedSet());
    }
  }

  /**
   * A snapshot of the state machine is durable (rule L8).
   *
   * @param slot its slot
   * @param compactThrough what the log may drop: everything up to this slot
   */
  record SnapshotTaken(long slot, long compactThrough) implements Event {}

  /**
   * A part was put to those that are there, as {@link SnapshotTask.Keep} asked.
   *
   * @param snapshot the snapshot it belongs to
   * @param bytes how much of it is there; if that is all, it is whole, checked and durable
   * @param isFailed whether the disk or the checksum failed, so that nothing is there
   */
  record PartKept(SnapshotId snapshot, long bytes, boolean isFailed) implements Event {}

  /** This node's directory has been vouched for: from now on it may vote (rule N4). */
  record Admitted() implements Event {}

  /** Nobody waits any longer: whatever this node's clients have under way is given up. */
  record Closing() implements Event {}
}
