package io.github.multipaxos.log;

import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.Bytes;
import io.github.multipaxos.model.ClusterId;
import io.github.multipaxos.model.Command;
import io.github.multipaxos.model.CommandId;
import io.github.multipaxos.model.Decree;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.model.Vote;
import io.github.multipaxos.record.LogRecord;
import java.util.List;

/** Makes records for tests. */
final class Records {

  static final ClusterId CLUSTER = new ClusterId("orders");
  static final NodeId NODE = NodeId.of(3);

  private Records() {}

  static Ballot ballot(long round) {
    return new Ballot(round, NodeId.of(2));
  }

  static Decree decree(String text) {
    return decree(Bytes.utf8(text));
  }

  static Decree decree(Bytes payload) {
    Command command = new Command(new CommandId(NodeId.of(1), 4, 5), payload);
    return new Decree.CommandBatch(1_700_000_000_000L, List.of(command));
  }

  static LogRecord voted(long slot, long round, String text) {
    return new LogRecord.Voted(slot, new Vote(ballot(round), decree(text)));
  }

  static LogRecord learnt(long slot, String text) {
    return new LogRecord.Learnt(slot, decree(text));
  }

  static LogRecord promised(long round) {
    return new LogRecord.Promised(ballot(round));
  }
}
