package io.github.multipaxos.protocol;

import io.github.multipaxos.message.Message.Forward;
import io.github.multipaxos.message.Message.Index;
import io.github.multipaxos.message.Message.Refused;
import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.Command;
import io.github.multipaxos.model.Decree.CommandBatch;
import java.util.List;

/**
 * What clients have asked for, on this node and through others: routes it to whoever leads, and
 * sees to it that each is answered once, truthfully and in time.
 */
final class Clients {

  private final ReplicaConfig config;
  private final Outbox outbox;
  private final Proposals proposals;
  private final Reads reads;
  private final Reads leasedReads;
  private final Intake intake;
  private final Batcher batcher;
  private Ballot recoveredIn = Ballot.NONE;

  Clients(ReplicaConfig config, Outbox outbox) {
    this.config = config;
    this.outbox = outbox;
    this.proposals = new Proposals(outbox, config);
    this.reads = new Reads(outbox, config, false);
    this.leasedReads = new Reads(outbox, config, true);
    this.intake = new Intake(outbox, config.backlogBytes());
    this.batcher = new Batcher(config, proposals, intake);
  }

  void onProposed(Event.Proposed proposed) {
    proposals.onProposed(proposed.command(), proposed.deadlineTick());
  }

  /** Where leases are off, a read that trusts them is one that does not. */
  void onRead(Event.Read asked, long tick) {
    if (asked instanceof Event.StaleReadAsked stale) {
      reads.onReadAsked(stale, tick);
    } else if (asked instanceof Event.LeasedReadAsked && config.lease().isOn()) {
      leasedReads.onReadAsked(asked.read(), asked.deadlineTick());
    } else {
      reads.onReadAsked(asked.read(), asked.deadlineTick());
    }
  }

  void onRefused(Refused refused) {
    proposals.onRefused(refused);
  }

  void onIndex(Index index) {
    reads.onIndex(index);
    leasedReads.onIndex(index);
  }

  /** Returns what others have forwarded to this node. */
  Intake intake() {
    return intake;
  }

  void expire(long tick) {
    proposals.expire(tick);
    reads.expire(tick);
    leasedReads.expire(tick);
  }

  void close() {
    proposals.close();
    reads.close();
    leasedReads.close();
  }

  /** The prefix has grown by this. */
  void onChosen(List<Effects.Chosen> chosen) {
    for (Effects.Chosen one : chosen) {
      outbox.chosen(one);
      proposals.onChosen(one.decree());
    }
  }

  /** Rules R3 and C4. Settles what the length of the prefix settles. */
  void onPrefix(long chosenThrough, Ballot leader, long barrierSlot) {
    reads.release(chosenThrough);
    leasedReads.release(chosenThrough);
    boolean isRecovered = barrierSlot > 0 && chosenThrough >= barrierSlot;
    if (isRecovered && !leader.equals(recoveredIn)) {
      recoveredIn = leader;
      proposals.onRecovered(leader);
    }
  }

  /** Gives this leader's next slots what waits for one, as far as its window allows. */
  void propose(Leadership leadership, long chosenThrough, Clock clock) {
    while (leadership.hasRoom(chosenThrough)) {
      List<Command> commands = batcher.forSlot(leadership.ballot(), clock.tick());
      if (commands.isEmpty()) {
        return;
      }
      CommandBatch batch = new CommandBatch(clock.wallMillis(), commands);
      leadership.propose(batch, chosenThrough, clock.tick());
    }
  }

  /** Rule C2. Gives the leader of that ballot, which is another node, what waits for one. */
  void forward(Ballot leader, long tick) {
    List<Command> commands = batcher.forLeader(leader, tick);
    while (!commands.isEmpty()) {
      outbox.send(leader.node(), new Forward(leader, commands));
      commands = batcher.forLeader(leader, tick);
    }
    List<Command> overdue =
        proposals.overdue(leader, tick, config.retransmitTicks(), config.batchBytes());
    if (!overdue.isEmpty()) {
      outbox.send(leader.node(), new Forward(leader, overdue));
    }
  }

  /** Asks the leader of that ballot, possibly this node, for the index that reads wait for. */
  void askIndex(Ballot leader, long tick) {
    reads.ask(leader, tick);
    leasedReads.ask(leader, tick);
  }

  /** Rule R8. This node leads, and holds the lease. */
  void release(Lease lease) {
    leasedReads.release(lease);
  }
}
