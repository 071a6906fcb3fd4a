package io.github.multipaxos.testkit.conformance;

import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.Bytes;
import io.github.multipaxos.model.Command;
import io.github.multipaxos.model.CommandId;
import io.github.multipaxos.model.Decree;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.model.Vote;
import io.github.multipaxos.record.LogRecord;
import java.util.ArrayList;
import java.util.List;

/** Records, and what they are made of, ordinary and at the edges. */
final class SampleRecords {

  private static final long HUGE = 1L << 62;

  private SampleRecords() {}

  static Ballot ballot(long round, int node) {
    return new Ballot(round, NodeId.of(node));
  }

  static Decree decree(String text) {
    return decree(Bytes.utf8(text));
  }

  static Decree decree(Bytes payload) {
    return new Decree.CommandBatch(
        1_700_000_000_000L, List.of(new Command(new CommandId(NodeId.of(1), 1, 1), payload)));
  }

  static Decree decreeOfBytes(int payloadBytes) {
    return decree(Bytes.wrap(new byte[payloadBytes]));
  }

  static LogRecord voted(long slot, long round, String text) {
    return new LogRecord.Voted(slot, new Vote(ballot(round, 1), decree(text)));
  }

  static LogRecord voted(long slot) {
    return voted(slot, 1, "decree of slot " + slot);
  }

  static List<LogRecord> votedThrough(long throughSlot) {
    List<LogRecord> records = new ArrayList<>();
    for (long slot = 1; slot <= throughSlot; slot++) {
      records.add(voted(slot));
    }
    return records;
  }

  static List<Decree> decreesThrough(long throughSlot) {
    List<Decree> decrees = new ArrayList<>();
    for (long slot = 1; slot <= throughSlot; slot++) {
      decrees.add(decree("decree of slot " + slot));
    }
    return decrees;
  }

  /** Every kind of record, with values small, large and odd. */
  static List<LogRecord> everyKind() {
    List<LogRecord> records = new ArrayList<>();
    records.add(new LogRecord.Promised(ballot(1, 1)));
    records.add(new LogRecord.Promised(ballot(HUGE, Integer.MAX_VALUE)));
    long slot = 1;
    for (Decree decree : everyDecree()) {
      records.add(new LogRecord.Voted(slot, new Vote(ballot(HUGE, 7), decree)));
      records.add(new LogRecord.Learnt(slot, decree));
      slot++;
    }
    records.add(new LogRecord.Voted(HUGE, new Vote(ballot(1, 2), Decree.Noop.INSTANCE)));
    records.add(new LogRecord.ChosenThrough(slot - 1));
    records.add(new LogRecord.ChosenThrough(HUGE));
    records.add(new LogRecord.Installed(1));
    records.add(new LogRecord.Installed(HUGE));
    records.add(new LogRecord.Compacted(0));
    return records;
  }

  /** Every kind of decree, with values small, large and odd. */
  static List<Decree> everyDecree() {
    byte[] everyByte = new byte[300];
    for (int i = 0; i < everyByte.length; i++) {
      everyByte[i] = (byte) i;
    }
    CommandId smallest = new CommandId(NodeId.of(1), 1, 1);
    CommandId largest = new CommandId(NodeId.of(Integer.MAX_VALUE), HUGE, HUGE);
    return List.of(
        Decree.Noop.INSTANCE,
        new Decree.CommandBatch(0, List.of(new Command(smallest, Bytes.EMPTY))),
        new Decree.CommandBatch(
            HUGE,
            List.of(
                new Command(largest, Bytes.wrap(everyByte)),
                new Command(smallest, Bytes.wrap(everyByte, 17, 256)),
                new Command(largest, Bytes.EMPTY))),
        decreeOfBytes(1 << 20));
  }
}
