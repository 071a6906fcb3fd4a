package io.github.multipaxos.testkit.conformance;

import static io.github.multipaxos.testkit.conformance.SampleRecords.ballot;

import io.github.multipaxos.message.Message;
import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.Bytes;
import io.github.multipaxos.model.Command;
import io.github.multipaxos.model.CommandId;
import io.github.multipaxos.model.Decree;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.model.SnapshotId;
import io.github.multipaxos.model.StateHash;
import io.github.multipaxos.model.Vote;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Messages, ordinary and at the edges. */
final class SampleMessages {

  private static final long HUGE = 1L << 62;
  private static final Ballot LOW = ballot(1, 1);
  private static final Ballot HIGH = ballot(HUGE, Integer.MAX_VALUE);

  private SampleMessages() {}

  /** A small message that carries a number and names its sender. */
  static Message numbered(NodeId sender, long number) {
    return new Message.Chosen(new Ballot(1, sender), number);
  }

  static Message large(long number, int payloadBytes) {
    return new Message.Accept(LOW, number, SampleRecords.decreeOfBytes(payloadBytes), 0);
  }

  /** Every kind of message, with values small, large and odd. */
  static List<Message> everyKind() {
    List<Message> messages = new ArrayList<>();
    addElections(messages);
    addDecrees(messages);
    addClients(messages);
    return messages;
  }

  private static void addElections(List<Message> messages) {
    messages.add(new Message.Canvass(LOW, 1));
    messages.add(new Message.Canvass(HIGH, HUGE));
    messages.add(new Message.CanvassAnswer(LOW, 1, true, Ballot.NONE));
    messages.add(new Message.CanvassAnswer(HIGH, HUGE, false, LOW));
    messages.add(new Message.Prepare(LOW, 1));
    messages.add(new Message.Prepare(HIGH, HUGE));
    messages.add(new Message.Prepare(HIGH, HUGE, LOW));
    messages.add(new Message.Promise(LOW, 1, Long.MAX_VALUE, 0, 1, new TreeMap<>()));
    messages.add(new Message.Promise(HIGH, 7, HUGE, HUGE, HUGE, HUGE, votes()));
    messages.add(new Message.Nack(LOW, HIGH));
    messages.add(new Message.Heartbeat(LOW, 1, 0, 0));
    messages.add(new Message.Heartbeat(HIGH, HUGE, HUGE, HUGE));
    messages.add(new Message.HeartbeatAck(LOW, 1, 0));
    messages.add(new Message.HeartbeatAck(HIGH, HUGE, HUGE));
    messages.add(new Message.HeartbeatAck(HIGH, HUGE, HUGE, HUGE));
    messages.add(new Message.TakeOver(HIGH));
  }

  private static SortedMap<Long, Vote> votes() {
    SortedMap<Long, Vote> votes = new TreeMap<>();
    long slot = 1;
    for (Decree decree : SampleRecords.everyDecree()) {
      votes.put(slot, new Vote(ballot(slot, 3), decree));
      slot = slot * 3;
    }
    votes.put(HUGE, new Vote(HIGH, Decree.Noop.INSTANCE));
    return votes;
  }

  private static void addDecrees(List<Message> messages) {
    for (Decree decree : SampleRecords.everyDecree()) {
      messages.add(new Message.Accept(HIGH, HUGE, decree, HUGE));
    }
    messages.add(new Message.Accept(LOW, 1, Decree.Noop.INSTANCE, 0));
    messages.add(new Message.Accepted(LOW, 1));
    messages.add(new Message.Accepted(HIGH, HUGE));
    messages.add(new Message.Chosen(LOW, 0));
    messages.add(new Message.Chosen(HIGH, HUGE));
    messages.add(new Message.Fetch(1, HUGE));
    messages.add(new Message.Decrees(1, List.of(), 0));
    messages.add(new Message.Decrees(HUGE, SampleRecords.everyDecree(), HUGE, HUGE));
    messages.add(
        new Message.Heartbeat(HIGH, HUGE, HUGE, HUGE, new StateHash(HUGE, Long.MIN_VALUE)));
    messages.add(new Message.HeartbeatAck(HIGH, HUGE, HUGE, HUGE, new StateHash(64, -1)));
    messages.add(new Message.AskSnapshot(0, 0));
    messages.add(new Message.AskSnapshot(HUGE, HUGE));
    messages.add(new Message.SnapshotPart(SnapshotId.NONE, 0, Bytes.EMPTY));
    messages.add(new Message.SnapshotPart(new SnapshotId(HUGE, 9, -1), 2, Bytes.utf8("größe")));
  }

  private static void addClients(List<Message> messages) {
    CommandId smallest = new CommandId(NodeId.of(1), 1, 1);
    CommandId largest = new CommandId(NodeId.of(Integer.MAX_VALUE), HUGE, HUGE);
    messages.add(new Message.Forward(LOW, List.of(new Command(smallest, Bytes.EMPTY))));
    messages.add(
        new Message.Forward(
            HIGH,
            List.of(
                new Command(largest, Bytes.utf8("größer")),
                new Command(smallest, Bytes.wrap(new byte[] {9, -1, 0, 127, -128, 9}, 1, 4)))));
    for (Message.Refused.Reason reason : Message.Refused.Reason.values()) {
      messages.add(new Message.Refused(HIGH, List.of(smallest, largest), reason));
    }
    messages.add(new Message.AskIndex(1, 1));
    messages.add(new Message.AskIndex(HUGE, HUGE));
    messages.add(new Message.AskIndex(HUGE, HUGE, true));
    messages.add(new Message.Index(1, 1, 0));
    messages.add(new Message.Index(HUGE, HUGE, HUGE));
    messages.add(new Message.Index(HUGE, HUGE, HUGE, true));
  }
}
