package io.github.multipaxos.protocol;

import io.github.multipaxos.message.Message;
import io.github.multipaxos.message.Message.Accept;
import io.github.multipaxos.message.Message.Accepted;
import io.github.multipaxos.message.Message.Canvass;
import io.github.multipaxos.message.Message.CanvassAnswer;
import io.github.multipaxos.message.Message.Decrees;
import io.github.multipaxos.message.Message.Fetch;
import io.github.multipaxos.message.Message.Heartbeat;
import io.github.multipaxos.message.Message.HeartbeatAck;
import io.github.multipaxos.message.Message.Nack;
import io.github.multipaxos.message.Message.Prepare;
import io.github.multipaxos.message.Message.TakeOver;
import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.Decree;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.model.SnapshotId;
import io.github.multipaxos.model.Vote;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * One node's part in the protocol, as a function: events in, everything owed for them out.
 *
 * <p>The door to the roles. Each owns its state and knows none of the others; this class brings
 * every event to the role it is for, and tells it what it needs to know of theirs. Not safe for
 * several threads. After an exception its state is worthless and it must not be used again.
 */
public final class Replica {

  private final ReplicaConfig config;
  private final Clock clock = new Clock();
  private final Outbox outbox;
  private final Suffrage suffrage;
  private final Acceptor acceptor;
  private final Learner learner;
  private final Proposer proposer;
  private final StateCheck states;
  private final Elections elections;
  private final Archive archive;
  private final Clients clients;
  private final Invariants invariants;

  /** Makes a replica that remembers what its node's log held. */
  public Replica(ReplicaConfig config, Recovered recovered) {
    this.config = config;
    this.outbox = new Outbox(config.self());
    this.suffrage = new Suffrage(recovered.isAdmitted());
    this.acceptor = new Acceptor(outbox, recovered, config.pageBytes());
    this.learner = new Learner(config, outbox, recovered);
    this.states = new StateCheck(config);
    this.proposer = new Proposer(config, outbox, states, suffrage);
    this.clients = new Clients(config, outbox);
    this.elections = new Elections(config, outbox, clock, proposer, clients.intake());
    this.archive = new Archive(config, outbox, clock, acceptor, learner, elections, recovered);
    this.invariants = new Invariants(config.self());
  }

  /** Takes the events in order and returns what is owed for all of them together. */
  public Effects step(List<Event> events) {
    for (Event event : events) {
      take(event);
      deliverLocal();
    }
    settle();
    Effects effects = outbox.drain();
    invariants.check(this, effects);
    return effects;
  }

  private void take(Event event) {
    if (event instanceof Event.Received received) {
      receive(received.from(), received.message());
    } else if (event instanceof Event.Proposed proposed) {
      clients.onProposed(proposed);
    } else if (event instanceof Event.Read asked) {
      clients.onRead(asked, clock.tick());
    } else if (event instanceof Event.Tick tick) {
      onTick(tick);
    } else if (event instanceof Event.HandOver handOver) {
      elections.onHandOver(handOver);
    } else if (event instanceof Event.Admitted) {
      suffrage.grant();
    } else if (event instanceof Event.StateHashed hashed) {
      states.onHashed(hashed.state());
    } else if (event instanceof Event.SnapshotTaken taken) {
      archive.onSnapshotTaken(taken);
    } else if (event instanceof Event.PartKept kept) {
      archive.onPartKept(kept);
    } else if (event instanceof Event.Closing) {
      clients.close();
    }
  }

  private void deliverLocal() {
    for (Message next = outbox.nextLocal(); next != null; next = outbox.nextLocal()) {
      receive(config.self(), next);
    }
  }

  private void receive(NodeId from, Message message) {
    Optional<String> fault = MessageCheck.faultOf(message, from, config.membership(), acceptor);
    if (fault.isPresent()) {
      outbox.notice(new Notice.Ignores(from, fault.get()));
    } else {
      suffrage.heard(message).ifPresent(heard -> route(from, heard));
    }
  }

  private void route(NodeId from, Message message) {
    if (message instanceof Accept accept) {
      onAccept(from, accept);
    } else if (message instanceof Accepted accepted) {
      onAccepted(from, accepted);
    } else if (message instanceof Message.Chosen chosen) {
      elections.onLeader(chosen.ballot(), acceptor.promised());
      onWatermark(from, chosen.ballot(), chosen.through());
    } else if (message instanceof Heartbeat heartbeat) {
      onHeartbeat(from, heartbeat);
    } else if (message instanceof HeartbeatAck ack) {
      proposer.onHeartbeatAck(from, ack, clock.tick());
    } else if (message instanceof Message.Forward forward) {
      clients.intake().onForward(from, forward);
    } else if (message instanceof Message.Refused refused) {
      clients.onRefused(refused);
      elections.onRefused(refused);
    } else if (message instanceof Message.AskIndex ask) {
      proposer.onAskIndex(from, ask, learner.chosenThrough(), clock.tick());
    } else if (message instanceof Message.Index index) {
      clients.onIndex(index);
    } else if (message instanceof Fetch fetch) {
      archive.onFetch(from, fetch);
    } else if (message instanceof Decrees decrees) {
      archive.onDecrees(from, decrees);
    } else if (message instanceof Message.AskSnapshot ask) {
      archive.onAskSnapshot(from, ask);
    } else if (message instanceof Message.SnapshotPart part) {
      archive.onSnapshotPart(from, part);
    } else {
      routeElection(from, message);
    }
  }

  private void routeElection(NodeId from, Message message) {
    if (message instanceof Canvass canvass) {
      elections.onCanvass(from, canvass, acceptor.promised());
    } else if (message instanceof CanvassAnswer answer) {
      proposer.onCanvassAnswer(from, answer);
    } else if (message instanceof Prepare prepare) {
      if (elections.mayPromise(from, prepare, acceptor.promised())) {
        acceptor.onPrepare(from, prepare, learner.chosenThrough(), archive.firstRetained());
        elections.onPromised(acceptor.promised());
      }
    } else if (message instanceof Message.Promise promise) {
      proposer.onPromise(from, promise);
    } else if (message instanceof Nack nack) {
      elections.onNack(nack);
    } else if (message instanceof TakeOver takeOver) {
      elections.onTakeOver(takeOver, acceptor.promised(), learner.chosenThrough());
    }
  }

  // Phase 2

  private void onAccept(NodeId from, Accept accept) {
    acceptor.onAccept(from, accept, learner.isSettled(accept.slot()));
    elections.yieldTo(acceptor.promised());
    elections.onLeader(accept.ballot(), acceptor.promised());
    Vote vote = acceptor.vote(accept.slot());
    if (vote != null) {
      learner.onVote(accept.slot(), vote);
    }
    onWatermark(from, accept.ballot(), accept.chosenThrough());
  }

  private void onAccepted(NodeId from, Accepted accepted) {
    Decree chosen = proposer.onAccepted(from, accepted, clock.tick());
    if (chosen != null) {
      learner.learnFromPeer(accepted.slot(), chosen, acceptor.vote(accepted.slot()));
    }
  }

  private void onWatermark(NodeId from, Ballot ballot, long through) {
    learner.onWatermark(ballot, through, acceptor.votes());
    if (!from.equals(config.self())) {
      archive.onPrefix(from, through);
    }
  }

  private void onHeartbeat(NodeId from, Heartbeat heartbeat) {
    if (heartbeat.ballot().isBelow(acceptor.promised())) {
      outbox.send(from, new Nack(heartbeat.ballot(), acceptor.promised()));
      return;
    }
    elections.onLeader(heartbeat.ballot(), acceptor.promised());
    elections.onBarrier(heartbeat.ballot(), heartbeat.barrierSlot());
    onWatermark(from, heartbeat.ballot(), heartbeat.chosenThrough());
    states.onAgreed(heartbeat.agreed());
    elections.acknowledge(from, heartbeat, learner.chosenThrough(), states.newest());
  }

  private void onTick(Event.Tick now) {
    long passed = clock.advance(now);
    if (passed > 0) {
      clients.expire(clock.tick());
      elections.onTick(passed, acceptor.promised(), learner.chosenThrough());
    }
  }

  // The end of a step

  private void settle() {
    elections.campaignIfSupported(acceptor.promised(), learner.chosenThrough());
    deliverLocal();
    proposer.candidateBehind(learner.chosenThrough()).ifPresent(archive::onCandidateBehind);
    boolean isBehindItself = learner.chosenThrough() < learner.settledThrough(); // rule L11
    if (!isBehindItself && elections.leadIfPromised(learner.chosenThrough())) {
      deliverLocal();
      learner.ahead().forEach(elections::onChosenElsewhere); // rule P12: known before it led
    }
    clients.onChosen(learner.takeChosen());
    acceptor.forgetThrough(learner.chosenThrough());
    serveClients();
    archive.pursue(!elections.leader().equals(Ballot.NONE));
    proposer.leadership().ifPresent(it -> it.announce(learner.chosenThrough(), clock.tick()));
    learner.mark(clock.tick());
  }

  private void serveClients() {
    Ballot leader = elections.leader();
    proposer.lease(learner.chosenThrough(), clock.tick()).ifPresent(clients::release);
    clients.askIndex(leader, clock.tick());
    deliverLocal();
    Optional<Leadership> leadership = proposer.leadership();
    if (leadership.isPresent()) {
      clients.propose(leadership.get(), learner.chosenThrough(), clock);
      leadership.get().confirmReads(learner.chosenThrough(), clock.tick());
      deliverLocal();
    } else if (!leader.equals(Ballot.NONE) && !leader.node().equals(config.self())) {
      clients.forward(leader, clock.tick());
    }
    clients.onPrefix(learner.chosenThrough(), leader, elections.barrierSlot());
  }

  // What a replica lets others see of itself

  /** Returns what this node is doing about leadership. */
  public Standing standing() {
    if (proposer.state() instanceof Leadership) {
      return Standing.LEADING;
    }
    return proposer.state() instanceof Following ? Standing.FOLLOWING : Standing.CAMPAIGNING;
  }

  /** Returns the ballot of the leader followed, possibly its own, or {@link Ballot#NONE}. */
  public Ballot leader() {
    return elections.leader();
  }

  /** Returns the highest ballot promised. */
  public Ballot promised() {
    return acceptor.promised();
  }

  /** Returns the last slot of the gap-free chosen prefix. */
  public long chosenThrough() {
    return learner.chosenThrough();
  }

  /** Returns the snapshot that is being fetched, {@link SnapshotId#NONE} if none is. */
  public SnapshotId fetching() {
    return archive.fetching();
  }

  /** Returns how much of that snapshot is there, in bytes. */
  public long fetchedBytes() {
    return archive.fetchedBytes();
  }

  /** Returns the first tick in which this node holds no lease any more; 0 if it holds none. */
  public long leaseEndTick() {
    return proposer.leadership().map(it -> Math.max(0, it.lease().endTick())).orElse(0L);
  }

  /** Returns the leadership, for {@link Invariants}. */
  Optional<Leadership> leadership() {
    return proposer.leadership();
  }

  /** Returns the acceptor's votes above the prefix, for {@link Invariants}. */
  SortedMap<Long, Vote> votes() {
    return acceptor.votes();
  }
}
