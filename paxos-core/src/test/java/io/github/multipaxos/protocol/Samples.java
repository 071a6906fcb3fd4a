package io.github.multipaxos.protocol;

import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.Bytes;
import io.github.multipaxos.model.Command;
import io.github.multipaxos.model.CommandId;
import io.github.multipaxos.model.Decree;
import io.github.multipaxos.model.Decree.CommandBatch;
import io.github.multipaxos.model.Decree.Noop;
import io.github.multipaxos.model.Membership;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.model.Quorums;
import io.github.multipaxos.model.Vote;
import io.github.multipaxos.record.LogRecord;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Values that the tests of this package speak in, written short. */
final class Samples {

  /** What a page of a promise holds by default. */
  static final long PAGE_BYTES = 1L << 20;

  static final NodeId NODE_1 = NodeId.of(1);
  static final NodeId NODE_2 = NodeId.of(2);
  static final NodeId NODE_3 = NodeId.of(3);
  static final NodeId NODE_4 = NodeId.of(4);
  static final NodeId NODE_5 = NodeId.of(5);

  static final SortedSet<NodeId> NOBODY_ABSENT = Collections.emptySortedSet();

  static final Decree NOOP = Noop.INSTANCE;
  static final Decree RED = decree("red");
  static final Decree BLUE = decree("blue");

  static final int HEARTBEAT_TICKS = 2;
  static final int ELECTION_TICKS = 10;
  static final int RETRANSMIT_TICKS = 4;
  static final int WINDOW_SLOTS = 8;
  static final int BATCH_BYTES = 200;
  static final int BACKLOG_BYTES = 500;
  static final long BOOT = 7;

  private Samples() {}

  static Ballot ballot(long round, int node) {
    return new Ballot(round, NodeId.of(node));
  }

  static Vote vote(Ballot ballot, Decree decree) {
    return new Vote(ballot, decree);
  }

  static LogRecord voted(long slot, Ballot ballot, Decree decree) {
    return new LogRecord.Voted(slot, vote(ballot, decree));
  }

  /** Returns a decree that equals another one exactly if the text does. */
  static Decree decree(String text) {
    CommandId id = new CommandId(NODE_5, 99, text.hashCode());
    return batch(new Command(id, Bytes.utf8(text)));
  }

  static Decree batch(Command... commands) {
    return batchAt(0, commands);
  }

  static Decree batchAt(long timeMillis, Command... commands) {
    return new CommandBatch(timeMillis, List.of(commands));
  }

  /** Returns a command of this boot of the node, with 10 bytes of payload: 74 in all. */
  static Command command(int origin, long sequence) {
    return command(origin, sequence, 10);
  }

  static Command command(int origin, long sequence, int payloadBytes) {
    CommandId id = new CommandId(NodeId.of(origin), BOOT, sequence);
    return new Command(id, Bytes.wrap(new byte[payloadBytes]));
  }

  /** Returns what the state machine would be given for this decree. */
  static List<Command> commands(Decree decree) {
    return decree instanceof CommandBatch batch ? batch.commands() : List.of();
  }

  /** Returns nodes 1 to {@code size} with majorities for quorums. */
  static Membership members(int size) {
    return Membership.majorityOf(ids(size));
  }

  static Membership members(int size, int prepareQuorum, int acceptQuorum) {
    return new Membership(ids(size), new Quorums(size, prepareQuorum, acceptQuorum));
  }

  private static TreeSet<NodeId> ids(int size) {
    TreeSet<NodeId> ids = new TreeSet<>();
    for (int i = 1; i <= size; i++) {
      ids.add(NodeId.of(i));
    }
    return ids;
  }

  static ReplicaConfig config(int self, int size) {
    return config(self, members(size));
  }

  static ReplicaConfig config(int self, Membership membership) {
    return config(self, membership, WINDOW_SLOTS, 1 << 16);
  }

  static ReplicaConfig config(int self, Membership membership, int windowSlots, long windowBytes) {
    return new ReplicaConfig(
        NodeId.of(self),
        BOOT,
        membership,
        HEARTBEAT_TICKS,
        ELECTION_TICKS,
        RETRANSMIT_TICKS,
        windowSlots,
        windowBytes,
        BATCH_BYTES,
        BACKLOG_BYTES,
        1 << 20,
        self);
  }

  static Recovered recovered(LogRecord... records) {
    return recovered(List.of(records));
  }

  static Recovered recovered(List<LogRecord> records) {
    Recovered recovered = new Recovered();
    records.forEach(recovered::add);
    return recovered;
  }
}
