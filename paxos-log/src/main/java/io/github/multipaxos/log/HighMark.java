package io.github.multipaxos.log;

import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.record.LogRecord;
import io.github.multipaxos.record.LogRecord.Reached;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * The highest ballot and the highest slot that any record so far has named. Each frame begins with
 * them, so that whatever is damaged before it, what the damaged records can have said is bounded
 * (rule D6).
 */
final class HighMark {

  /** How many bytes it takes in a frame: a ballot and two slots. */
  static final int BYTES = 12 + 8 + 8;

  private Reached reached = Reached.NOTHING;

  void add(LogRecord record) {
    reached = reached.with(record);
  }

  void write(ByteBuffer to) {
    Ballot promised = reached.promised();
    to.putLong(promised.round()).putInt(promised.node().value());
    to.putLong(reached.votedThrough()).putLong(reached.compactedThrough());
  }

  /** Reads what was written at the head of an intact frame. */
  static Reached read(ByteBuffer from) throws MalformedRecordException {
    try {
      Ballot promised = new Ballot(from.getLong(), NodeId.of(from.getInt()));
      return new Reached(promised, from.getLong(), from.getLong());
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw new MalformedRecordException("head that is none: " + e.getMessage());
    }
  }
}
