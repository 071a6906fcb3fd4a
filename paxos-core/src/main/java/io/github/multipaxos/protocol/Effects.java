package io.github.multipaxos.protocol;

import io.github.multipaxos.message.Envelope;
import io.github.multipaxos.message.Message;
import io.github.multipaxos.message.Message.Vow;
import io.github.multipaxos.model.Decree;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.record.LogRecord;
import java.util.List;

/**
 * What is owed for one step, as data. Whoever runs the replica sends the messages, appends the
 * records and, once they are durable together with all appended before, lets go of the vows (rule
 * D1). The order of everything else is free, except that {@code chosen} and {@code reads} keep
 * theirs.
 *
 * @param messages claim nothing durable and may leave at once; none is for the node itself
 * @param records must be durable before the vows leave
 * @param vows leave when the records are durable; one for the node itself comes back as an {@link
 *     Event.Received}
 * @param chosen newly chosen decrees, in slot order; without gaps but where a snapshot was
 *     installed
 * @param reads reads that may run once everything in {@code chosen}, now and before, is applied
 * @param leasedReads reads that may run like these, but count only while the lease lasts
 * @param failedReads reads whose deadline passed
 * @param outcomes proposals that will not be seen in {@code chosen}, or may not
 * @param readBacks decrees to be read from the log and sent to a peer
 * @param snapshotTasks what there is to do about snapshots, in this order
 * @param notices what happened, for people, counters and tests
 */
public record Effects(
    List<Envelope<Message>> messages,
    List<LogRecord> records,
    List<Envelope<Vow>> vows,
    List<Chosen> chosen,
    List<Long> reads,
    List<LeasedRead> leasedReads,
    List<Long> failedReads,
    List<Outcome> outcomes,
    List<ReadBack> readBacks,
    List<SnapshotTask> snapshotTasks,
    List<Notice> notices) {

  /**
   * A decree that is chosen, for ever.
   *
   * @param slot its slot
   * @param decree the decree
   */
  public record Chosen(long slot, Decree decree) {}

  /**
   * A read that a leader lets run on its own word (rule R8).
   *
   * @param read the read
   * @param endTick if this tick has begun when the query has run, the read is to be asked for again
   */
  public record LeasedRead(long read, long endTick) {}

  /**
   * Decrees that a peer asked for. The sender reads them from its log, as many as fit a message,
   * and sends them as {@link Message.Decrees}.
   *
   * @param to the peer
   * @param firstSlot the first slot to read
   * @param throughSlot the last, not above the chosen prefix (rule L6)
   * @param chosenThrough the chosen prefix, to be told to the peer
   * @param firstRetained the first slot that the log holds, to be told to the peer
   */
  public record ReadBack(
      NodeId to, long firstSlot, long throughSlot, long chosenThrough, long firstRetained) {}
}
