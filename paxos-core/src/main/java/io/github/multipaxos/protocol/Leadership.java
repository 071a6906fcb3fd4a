package io.github.multipaxos.protocol;

import io.github.multipaxos.message.Message;
import io.github.multipaxos.message.Message.Accept;
import io.github.multipaxos.message.Message.Chosen;
import io.github.multipaxos.message.Message.Heartbeat;
import io.github.multipaxos.message.Message.TakeOver;
import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.Decree;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.model.Vote;
import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Phase 2, for as many slots as there are. Holds what a leader needs to know as long as it leads,
 * and goes with the leadership: nothing here is durable, for every vote is an acceptor's.
 */
final class Leadership implements Proposing {

  private final ReplicaConfig config;
  private final Outbox outbox;
  private final Ballot ballot;
  private final OpenSlots open;
  private final PeerProgress peers;
  private final ReadRounds rounds;
  private final StateCheck states;
  private final SlowDisk ownDisk;
  private final Lease lease;
  private long nextSlot;
  private long barrierSlot;
  private long announcedThrough;
  private long heartbeatTick;
  private @Nullable Handover handover;

  Leadership(
      ReplicaConfig config,
      Outbox outbox,
      StateCheck states,
      Ballot ballot,
      long firstSlot,
      long tick) {
    this.states = states;
    this.ownDisk = new SlowDisk(config);
    this.config = config;
    this.outbox = outbox;
    this.ballot = ballot;
    this.nextSlot = firstSlot;
    this.announcedThrough = firstSlot - 1;
    this.heartbeatTick = tick;
    this.open = new OpenSlots(config.membership());
    this.peers = new PeerProgress(config.membership(), config.self(), tick);
    this.rounds = new ReadRounds(outbox);
    this.lease = new Lease(config.lease(), peers);
  }

  /**
   * Rules P3, P4 and P8. Proposes again what the quorum's votes may have chosen, a no-op wherever
   * there is no vote below another, and then a no-op of its own.
   */
  void recover(SortedMap<Long, Vote> highestVotes, long tick) {
    long firstSlot = nextSlot;
    long adopted = 0;
    for (var entry : highestVotes.tailMap(firstSlot).entrySet()) {
      while (nextSlot < entry.getKey()) {
        outbox.notice(new Notice.Fills(nextSlot));
        propose(Decree.Noop.INSTANCE, firstSlot - 1, tick);
      }
      outbox.notice(new Notice.Adopts(nextSlot, entry.getValue().ballot()));
      propose(entry.getValue().decree(), firstSlot - 1, tick);
      adopted++;
    }
    barrierSlot = nextSlot;
    propose(Decree.Noop.INSTANCE, firstSlot - 1, tick);
    long filled = barrierSlot - firstSlot - adopted;
    outbox.notice(new Notice.Leads(ballot, adopted, filled, barrierSlot));
    heartbeat(firstSlot - 1, tick);
  }

  /** Rule P6. The next slot gets this decree, and no other in this ballot. */
  void propose(Decree decree, long chosenThrough, long tick) {
    long slot = nextSlot;
    nextSlot = Math.addExact(nextSlot, 1);
    open.open(slot, decree, tick);
    ownDisk.onProposed(slot, tick);
    announcedThrough = chosenThrough;
    Accept accept = new Accept(ballot, slot, decree, chosenThrough);
    for (NodeId voter : config.membership().voters()) {
      outbox.send(voter, accept); // its own acceptor's vote is one among others
    }
  }

  /** Rule P9. Tells whether one more slot may be opened. */
  boolean hasRoom(long chosenThrough) {
    return handover == null
        && nextSlot - chosenThrough <= config.windowSlots()
        && open.bytes() < config.windowBytes();
  }

  /** Rule P7. Returns the decree if this vote makes it chosen; otherwise null. */
  @Nullable Decree onVote(NodeId from, long slot, long tick) {
    peers.onHeard(from, tick);
    ownDisk.onVote(from, slot, tick).ifPresent(faster -> giveWay(faster, tick));
    return open.onVote(from, slot);
  }

  /**
   * Rule P12. Tells whether a decree chosen in a slot that was not known to be shows that a higher
   * ballot has chosen it: this leader has proposed another there, or none.
   */
  boolean isRefutedBy(long slot, Decree chosen) {
    return !chosen.equals(open.decree(slot));
  }

  void onHeartbeatAck(NodeId from, Message.HeartbeatAck ack, long tick) {
    peers.onHeard(from, tick);
    peers.onConfirmed(from, ack.round(), ack.chosenThrough());
    states.onTold(from, ack.state());
    if (config.lease().isOn() && ack.guardMillis() >= config.lease().millis()) {
      peers.onGuarded(from, ack.round());
      lease.onAcknowledged();
    }
  }

  /** Rules R1 and R4. */
  void onAskIndex(NodeId from, Message.AskIndex ask, long chosenThrough, long tick) {
    if (ask.mayLease() && isLeased(chosenThrough, tick)) {
      outbox.send(from, new Message.Index(ask.boot(), ask.ask(), chosenThrough, true));
    } else {
      rounds.onAskIndex(from, ask, chosenThrough, barrierSlot);
    }
  }

  /** Rules R1 and R4. Tells whether this leader may give out its prefix on its own word. */
  boolean isLeased(long chosenThrough, long tick) {
    return chosenThrough >= barrierSlot && lease.isHeld(tick);
  }

  Lease lease() {
    return lease;
  }

  /** Says that it leads, and begins a round by it. */
  private void heartbeat(long chosenThrough, long tick) {
    heartbeatTick = tick;
    announcedThrough = chosenThrough;
    tellPeers(
        new Heartbeat(ballot, rounds.beginRound(), barrierSlot, chosenThrough, states.agreed()));
    lease.onRound(rounds.round(), tick);
  }

  private void tellPeers(Message message) {
    for (NodeId voter : config.membership().voters()) {
      if (!voter.equals(config.self())) {
        outbox.send(voter, message);
      }
    }
  }

  /** Time has passed: what is due is sent again, and peers are told that this node still leads. */
  void onTick(long chosenThrough, long tick) {
    for (OpenSlots.Resend resend : open.due(config.self(), tick, config.retransmitTicks())) {
      outbox.send(resend.to(), new Accept(ballot, resend.slot(), resend.decree(), chosenThrough));
    }
    ownDisk.onTick(tick).ifPresent(faster -> giveWay(faster, tick));
    if (tick - heartbeatTick >= config.heartbeatTicks()) {
      heartbeat(chosenThrough, tick);
    }
    if (handover != null && handover.isOver(tick)) {
      outbox.notice(new Notice.KeepsLeading(ballot, handover.target()));
      handover = null;
    }
  }

  /** Reads: answers those confirmed, and begins a round for those that wait. */
  void confirmReads(long chosenThrough, long tick) {
    if (chosenThrough >= barrierSlot) {
      rounds.onBarrierChosen(chosenThrough);
    }
    rounds.answerConfirmed(peers);
    if (rounds.wantsRound()) {
      heartbeat(chosenThrough, tick);
      rounds.answerConfirmed(peers); // a leader that is a quorum by itself need not wait
    }
  }

  /** The last word of a step: the prefix grew and nothing that went out says so. */
  void announce(long chosenThrough, long tick) {
    if (chosenThrough > announcedThrough) {
      announcedThrough = chosenThrough;
      tellPeers(new Chosen(ballot, chosenThrough));
    }
    if (handover != null && handover.shouldAsk(open.isEmpty(), tick, config.retransmitTicks())) {
      lease.surrender(); // rule R7: first
      outbox.send(handover.target(), new TakeOver(ballot));
    }
  }

  /** Rule E5. Stops proposing, so that the target can be told when nothing is open any more. */
  void handOver(NodeId wanted, Set<NodeId> absent, long tick) {
    NodeId target =
        wanted.equals(NodeId.NOBODY)
            ? peers.furthest(absent, tick, config.electionTicks())
            : wanted;
    if (handover != null || target.equals(config.self())) {
      return;
    }
    if (peers.isHeard(target, tick, config.electionTicks())) {
      outbox.notice(new Notice.HandsOver(ballot, target));
      handover = new Handover(target, tick + 2L * config.electionTicks());
    } else {
      outbox.notice(new Notice.KeepsLeading(ballot, target));
    }
  }

  /** Rule E6. */
  private void giveWay(NodeId faster, long tick) {
    if (handover == null) {
      outbox.notice(new Notice.FindsItsDiskSlow(ballot));
      handOver(faster, Collections.emptySet(), tick);
    }
  }

  /** Rule E4. */
  boolean isQuorumHeard(long tick) {
    return peers.isQuorumHeard(tick, config.electionTicks());
  }

  Ballot ballot() {
    return ballot;
  }

  long nextSlot() {
    return nextSlot;
  }

  long barrierSlot() {
    return barrierSlot;
  }

  int openSlots() {
    return open.size();
  }
}
