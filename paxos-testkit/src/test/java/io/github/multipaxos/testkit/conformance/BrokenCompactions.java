package io.github.multipaxos.testkit.conformance;

import io.github.multipaxos.model.Decree;
import io.github.multipaxos.record.LogRecord;
import io.github.multipaxos.spi.DurableLog;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Logs that drop more than they may when they are compacted, or drop it in the wrong way. */
final class BrokenCompactions {

  private BrokenCompactions() {}

  private static int mark(List<LogRecord> records) {
    for (int i = records.size() - 1; i >= 0; i--) {
      if (records.get(i) instanceof LogRecord.Compacted) {
        return i;
      }
    }
    return -1;
  }

  /** What is left when all in front of the record that says so is dropped. */
  static List<LogRecord> fromTheMarkOn(List<LogRecord> records) {
    return records.subList(Math.max(0, mark(records)), records.size());
  }

  /** What is left when that record is taken for the last that may go. */
  static List<LogRecord> behindTheMark(List<LogRecord> records) {
    List<LogRecord> left = new ArrayList<>(records);
    int mark = mark(records);
    if (mark >= 0) {
      left.remove(mark);
    }
    return left;
  }

  /** What is left when votes of low slots are dropped wherever they are. */
  static List<LogRecord> withoutLowSlots(List<LogRecord> records) {
    int mark = mark(records);
    if (mark < 0) {
      return records;
    }
    long through = ((LogRecord.Compacted) records.get(mark)).throughSlot();
    return records.stream()
        .filter(record -> !(record instanceof LogRecord.Voted voted && voted.slot() <= through))
        .toList();
  }

  /** Forgets where it is what it has kept. */
  static DurableLog losingTrack(DurableLog log) {
    return new ForwardingLog(log) {
      private volatile boolean compacted;

      @Override
      public void compact(long throughSlot) throws IOException {
        super.compact(throughSlot);
        compacted = true;
      }

      @Override
      public List<Decree> read(long firstSlot, long throughSlot, long maxBytes) throws IOException {
        return compacted ? List.of() : super.read(firstSlot, throughSlot, maxBytes);
      }
    };
  }

  static DurableLog throwingForWhatHasGone(DurableLog log) {
    return new ForwardingLog(log) {
      private volatile long gone;

      @Override
      public void compact(long throughSlot) throws IOException {
        super.compact(throughSlot);
        gone = throughSlot;
      }

      @Override
      public List<Decree> read(long firstSlot, long throughSlot, long maxBytes) throws IOException {
        if (firstSlot <= gone) {
          throw new IOException("broken on purpose");
        }
        return super.read(firstSlot, throughSlot, maxBytes);
      }
    };
  }

  static DurableLog compactingOnOneThread(DurableLog log) {
    Thread owner = Thread.currentThread();
    return new ForwardingLog(log) {
      @Override
      public void compact(long throughSlot) throws IOException {
        if (Thread.currentThread() != owner) {
          throw new IOException("broken on purpose");
        }
        super.compact(throughSlot);
      }
    };
  }

  static DurableLog refusingLowerSlots(DurableLog log) {
    return new ForwardingLog(log) {
      private volatile long through;

      @Override
      public void compact(long throughSlot) throws IOException {
        if (throughSlot < through) {
          throw new IllegalArgumentException("broken on purpose");
        }
        through = throughSlot;
        super.compact(throughSlot);
      }
    };
  }
}
