package io.github.multipaxos.protocol;

import io.github.multipaxos.message.Message.Canvass;
import io.github.multipaxos.message.Message.CanvassAnswer;
import io.github.multipaxos.message.Message.Nack;
import io.github.multipaxos.message.Message.TakeOver;
import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.NodeId;

/**
 * Who leads: when this node tries to, when it gives up, and whom it follows otherwise. Joins the
 * {@link Proposer}, which tries, to the {@link LeaderWatch}, which knows when to. Nothing here
 * matters to safety: two nodes that both believe they lead do no harm.
 */
final class Elections {

  private final ReplicaConfig config;
  private final Outbox outbox;
  private final Clock clock;
  private final Proposer proposer;
  private final Intake intake;
  private final LeaderWatch watch;

  Elections(ReplicaConfig config, Outbox outbox, Clock clock, Proposer proposer, Intake intake) {
    this.config = config;
    this.outbox = outbox;
    this.clock = clock;
    this.proposer = proposer;
    this.intake = intake;
    this.watch = new LeaderWatch(config);
  }

  /**
   * Returns the ballot of the leader followed, possibly this node's own, or {@link Ballot#NONE}.
   */
  Ballot leader() {
    return watch.leader();
  }

  /** Returns the slot of that leader's own first no-op, or 0 while it is not known. */
  long barrierSlot() {
    return watch.barrierSlot();
  }

  /**
   * A message that only the leader of that ballot sends: follow it, unless a higher one is
   * promised.
   */
  void onLeader(Ballot ballot, Ballot promised) {
    if (ballot.isBelow(promised)) {
      return;
    }
    boolean isSelf = ballot.node().equals(config.self());
    if (!isSelf && !(proposer.state() instanceof Following)) {
      stepDown("follows " + ballot);
    }
    if (watch.onLeader(ballot, clock.tick()) && !isSelf) {
      outbox.notice(new Notice.Follows(ballot));
    }
  }

  void onBarrier(long slot) {
    watch.onBarrier(slot);
  }

  /** Rule P10. This node has promised a ballot: it neither leads nor follows in a lower one. */
  void yieldTo(Ballot promised) {
    if (proposer.ballot().filter(mine -> mine.isBelow(promised)).isPresent()) {
      stepDown("promised " + promised);
    }
    Ballot followed = watch.leader();
    if (!followed.equals(Ballot.NONE) && followed.isBelow(promised)) {
      outbox.notice(new Notice.LosesLeader(followed));
      watch.loseLeader(clock.tick());
    }
  }

  /** Rule P10, when others have promised it. */
  void onNack(Nack nack) {
    if (proposer.isDeposedBy(nack)) {
      stepDown("refused for " + nack.promised());
      watch.campaignSoon(clock.tick());
    }
  }

  private void stepDown(String reason) {
    boolean hasLed = proposer.leadership().isPresent();
    proposer.stepDown(reason);
    if (hasLed) {
      intake.end();
      watch.loseLeader(clock.tick());
    }
  }

  /** Rules E1 and E2. */
  void onCanvass(NodeId from, Canvass canvass, Ballot promised) {
    boolean granted =
        canvass.ballot().isAbove(promised) && !watch.isContentWith(clock.tick(), from);
    outbox.send(from, new CanvassAnswer(canvass.ballot(), canvass.attempt(), granted, promised));
  }

  /** Rule E5. The leader itself wants this node to lead, so nobody needs to be asked. */
  void onTakeOver(TakeOver takeOver, Ballot promised, long chosenThrough) {
    if (takeOver.ballot().equals(watch.leader()) && proposer.state() instanceof Following) {
      proposer.campaign(promised, chosenThrough, clock.tick());
    }
  }

  /** Time has passed. */
  void onTick(long passed, Ballot promised, long chosenThrough) {
    if (passed >= config.electionTicks()) {
      onPause(passed);
    }
    proposer
        .leadership()
        .ifPresentOrElse(
            leadership -> goOnLeading(leadership, chosenThrough), () -> goOnWaiting(promised));
  }

  /** Whatever was heard before a long pause is no longer news. */
  private void onPause(long ticks) {
    outbox.notice(new Notice.Paused(ticks));
    if (!(proposer.state() instanceof Following)) {
      stepDown("paused");
    }
    watch.loseLeader(clock.tick());
  }

  private void goOnLeading(Leadership leadership, long chosenThrough) {
    if (!leadership.isQuorumHeard(clock.tick())) { // rule E4
      stepDown("no quorum heard");
      return;
    }
    watch.onLeader(leadership.ballot(), clock.tick());
    leadership.onTick(chosenThrough, clock.tick());
  }

  private void goOnWaiting(Ballot promised) {
    long tick = clock.tick();
    if (watch.isSilent(tick)) {
      outbox.notice(new Notice.LosesLeader(watch.leader()));
      watch.forgetLeader();
    }
    if (proposer.hasFailed(tick)) {
      stepDown("not answered");
      watch.backOff(tick);
    } else if (proposer.state() instanceof Following && watch.isOver(tick)) {
      proposer.canvass(promised, tick);
    } else {
      proposer.retransmit(tick);
    }
  }

  /** Enough nodes said that they would promise: ask them to. */
  void campaignIfSupported(Ballot promised, long chosenThrough) {
    if (proposer.isSupported()) {
      proposer.campaign(promised, chosenThrough, clock.tick());
    }
  }

  /** Enough nodes have promised, and nothing is left to be learnt first: lead. */
  void leadIfPromised(long chosenThrough) {
    if (proposer.leadIfPromised(chosenThrough, clock.tick())) {
      Leadership leadership = proposer.leadership().orElseThrow();
      intake.begin(leadership.ballot());
      watch.onLeader(leadership.ballot(), clock.tick());
      watch.onBarrier(leadership.barrierSlot());
    }
  }
}
