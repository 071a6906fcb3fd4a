package io.github.multipaxos.spi;

import io.github.multipaxos.model.ClusterId;
import io.github.multipaxos.model.Decree;
import io.github.multipaxos.model.Identity;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.record.LogRecord;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/**
 * Where a node keeps what it must not forget.
 *
 * <p>An implementation need not understand Paxos. It must keep the records' order, must never lose
 * one whose durability it has reported, and must find decrees again by their slot. {@code
 * DurableLogConformance} in the test kit checks all three.
 */
public interface DurableLog extends AutoCloseable {

  /**
   * Opens the log, making it if there is none, and hands every record that survived to {@code
   * replay}, oldest first. Called once, before any other method, by the thread that starts the
   * node.
   *
   * <p>Where records that had been durable are damaged or missing, {@code replay} is handed a
   * {@link LogRecord.Lost} in their place and, before any later record that the log had not
   * promised to keep together with them, a {@link LogRecord.Reached} that bounds what they said
   * (rules D5 and D6). A log that cannot tell any more what was promised does not open.
   *
   * <p>On return every record replayed is durable: what was merely found in a cache of the
   * operating system has been synced again (rule D3). The tail of a write that was cut short by a
   * crash, and was never reported durable, is dropped. The boot count of the returned identity is
   * durable and higher than that of any earlier call. It belongs to a process number that is drawn
   * in this call, at random, and durable too; the identity still has those of the earlier boots, as
   * many as {@link io.github.multipaxos.model.Boots} keeps (rule N1).
   *
   * @param cluster the cluster the log must belong to
   * @param node the node the log must belong to
   * @param replay receives the records; may throw to give up
   * @param listener learns of a failure after opening
   * @throws IOException if the log cannot be opened, belongs to another cluster or node, is in use
   *     by another process, or is damaged such that nothing tells what was promised; the message
   *     names the file and what to do
   */
  Identity open(
      ClusterId cluster, NodeId node, Consumer<LogRecord> replay, FailureListener listener)
      throws IOException;

  /**
   * Appends the records in order and returns without waiting for the disk; {@code whenDurable} runs
   * when all of them, and all appended before, would survive a power cut. Callbacks run one at a
   * time, in the order of the calls, on a thread of the log's.
   *
   * <p>With no records the callback runs after those of earlier calls, without a sync of its own.
   *
   * <p>If durability can no longer be promised the log tells its {@link FailureListener} and never
   * runs another callback. It does not throw; after a failure it ignores further records. Called by
   * the protocol thread only. Must be able to take what is appended while a sync is under way, and
   * may block the caller only when a stated budget of unwritten bytes is full.
   */
  void append(List<LogRecord> records, Runnable whenDurable);

  /**
   * As {@link #append}, by a caller with nothing better to do than to wait for the disk a short
   * while. Where nothing else is being written and the disk has been quick of late, a log may make
   * the records durable and run the callbacks that are due on the calling thread, before it
   * returns: that spares two changes of threads. It must not count on the disk to be quick again.
   */
  default void appendNow(List<LogRecord> records, Runnable whenDurable) {
    append(records, whenDurable);
  }

  /**
   * Reads decrees of consecutive slots back, beginning with {@code firstSlot}: for each slot that
   * of the latest {@link LogRecord.Voted} or {@link LogRecord.Learnt}. Called by any thread, at the
   * same time as appends; blocks for the disk.
   *
   * <p>Returns fewer decrees than asked for where the next slot has no durable record, or where the
   * decrees returned would exceed {@code maxBytes} (but at least one, however large). The caller
   * asks only for slots whose chosen decree it knows to be durable here (rule D4); of others it may
   * get a vote that was never chosen.
   *
   * @throws IOException if a record cannot be read or fails its checksum; the message names file
   *     and offset
   */
  List<Decree> read(long firstSlot, long throughSlot, long maxBytes) throws IOException;

  /**
   * Lets the log drop what it holds of the slots up to this one (rule L8). Called by any thread,
   * after {@link LogRecord.Compacted} of that slot is durable together with the promise and the
   * prefix; blocks for the disk. How much is dropped, and when, is the log's business: it must not
   * drop a record of a higher slot, nor that {@code Compacted} record or anything behind it, nor
   * anything from the middle of what it replays.
   *
   * @throws IOException if the disk fails; nothing that counts is lost by it
   */
  void compact(long throughSlot) throws IOException;

  /** Returns where the snapshots are that go with this log. Called after {@link #open}. */
  SnapshotStore snapshots();

  /**
   * Returns what the node durably knows of its peers, which lives and dies with the records. Called
   * after {@link #open}, by any thread.
   */
  PeerMemory peers();

  /** Makes everything appended durable, runs the callbacks due, and lets go of the log. */
  @Override
  void close() throws IOException;

  /** Learns that the log can promise no more. */
  @FunctionalInterface
  interface FailureListener {
    /**
     * Called at most once, from any thread. The node stops and must be restarted.
     *
     * @param reason a sentence that names the file and what happened
     * @param cause the exception behind it
     */
    void failed(String reason, Throwable cause);

    /**
     * Called when the log has room for what is under way but not for much more, as on a disk that
     * is almost full; perhaps more than once, from any thread. The node takes no new commands from
     * its own clients and hands leadership over (rule E6). Once there is room, it is to be
     * restarted.
     *
     * @param reason a sentence that names the file and what to do
     */
    default void shortOfSpace(String reason) {}
  }
}
