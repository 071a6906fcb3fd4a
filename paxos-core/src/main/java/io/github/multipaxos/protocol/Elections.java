package io.github.multipaxos.protocol;

import io.github.multipaxos.message.Message.Canvass;
import io.github.multipaxos.message.Message.CanvassAnswer;
import io.github.multipaxos.message.Message.Heartbeat;
import io.github.multipaxos.message.Message.HeartbeatAck;
import io.github.multipaxos.message.Message.Nack;
import io.github.multipaxos.message.Message.Prepare;
import io.github.multipaxos.message.Message.Refused;
import io.github.multipaxos.message.Message.TakeOver;
import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.Decree;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.model.StateHash;

/**
 * Who leads: when this node tries to, when it gives up, and whom it follows otherwise. Joins the
 * {@link Proposer}, which tries, to the {@link LeaderWatch}, which knows when to. What is chosen
 * does not depend on it: two nodes that both believe they lead do no harm. Only leases do, and for
 * them there is the {@link Guard}.
 */
final class Elections {

  private final ReplicaConfig config;
  private final Outbox outbox;
  private final Clock clock;
  private final Proposer proposer;
  private final Intake intake;
  private final LeaderWatch watch;
  private final Guard guard;

  Elections(ReplicaConfig config, Outbox outbox, Clock clock, Proposer proposer, Intake intake) {
    this.config = config;
    this.outbox = outbox;
    this.clock = clock;
    this.proposer = proposer;
    this.intake = intake;
    this.watch = new LeaderWatch(config);
    this.guard = new Guard(config);
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
    if (ballot.isBelow(promised) || watch.isPast(ballot)) {
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

  /** Rule C4. Heard where that leader's own slots begin; an earlier leader's are of no interest. */
  void onBarrier(Ballot ballot, long slot) {
    if (ballot.equals(watch.leader())) {
      watch.onBarrier(slot);
    }
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

  /**
   * Rule P10, when others have promised it. A leader comes forward again soon: nobody else does. A
   * candidate waits longer than before: somebody else does.
   */
  void onNack(Nack nack) {
    boolean hasLed = proposer.leadership().isPresent();
    if (proposer.isDeposedBy(nack)) {
      stepDown("refused for " + nack.promised());
      if (hasLed) {
        watch.campaignSoon(clock.tick());
      } else {
        watch.backOff(clock.tick());
      }
    }
  }

  /**
   * Rule P12. A peer says that a decree is chosen which this node did not know to be. A leader must
   * not announce in its ballot what was chosen in another: its followers would take their own votes
   * of its ballot for chosen.
   */
  void onChosenElsewhere(long slot, Decree decree) {
    if (proposer.leadership().filter(it -> it.isRefutedBy(slot, decree)).isPresent()) {
      stepDown("slot " + slot + " was chosen in a higher ballot");
    }
  }

  /** Rule P12, where it is not even known what was chosen: a snapshot has passed this leader by. */
  void onInstalled(long slot) {
    if (proposer.leadership().isPresent()) {
      stepDown("slots up to " + slot + " were chosen in higher ballots");
    }
  }

  /** The node that was taken for the leader of that ballot says that it is not. */
  void onRefused(Refused refused) {
    if (refused.reason() != Refused.Reason.OVERLOADED) {
      Ballot followed = watch.leader();
      watch.onLeaderGone(refused.ballot());
      if (!followed.equals(watch.leader())) {
        outbox.notice(new Notice.LosesLeader(followed));
      }
    }
  }

  /** Rules P10 and E2. A prepare was answered: its candidate is given time to lead. */
  void onPromised(Ballot promised) {
    yieldTo(promised);
    guard.onPromised(promised, clock.tick());
    if (!promised.node().equals(config.self())) {
      watch.onPromised(promised, clock.tick());
    }
  }

  /**
   * Rule R5. Tells whether a prepare may be promised, as far as leases are concerned. One that is
   * promised already is only answered again.
   */
  boolean mayPromise(NodeId from, Prepare prepare, Ballot promised) {
    long tick = clock.tick();
    boolean isRefused =
        prepare.ballot().isAbove(promised) && guard.refuses(from, prepare.released(), tick);
    if (isRefused) {
      outbox.notice(new Notice.Guards(from, prepare.ballot(), guard.guarded(tick)));
    }
    return !isRefused;
  }

  /** Rule R5. Acknowledges a leader's round, and guards him from now on. */
  void acknowledge(NodeId from, Heartbeat heartbeat, long chosenThrough, StateHash state) {
    Ballot ballot = heartbeat.ballot();
    long guardMillis = guard.onLeader(ballot, clock.tick());
    outbox.send(
        from, new HeartbeatAck(ballot, heartbeat.round(), chosenThrough, guardMillis, state));
  }

  private void stepDown(String reason) {
    boolean hasLed = proposer.leadership().isPresent();
    proposer.stepDown(reason);
    if (hasLed) {
      intake.end();
      watch.loseLeader(clock.tick());
    }
  }

  /** Rules E1, E2 and R5. */
  void onCanvass(NodeId from, Canvass canvass, Ballot promised) {
    boolean granted =
        canvass.ballot().isAbove(promised)
            && !watch.isContentWith(clock.tick(), from)
            && !guard.refuses(from, Ballot.NONE, clock.tick());
    outbox.send(from, new CanvassAnswer(canvass.ballot(), canvass.attempt(), granted, promised));
  }

  /**
   * Rules E5 and R7. The leader itself wants this node to lead, so nobody needs to be asked, and
   * has given up its lease, so nobody needs to guard it.
   */
  void onTakeOver(TakeOver takeOver, Ballot promised, long chosenThrough) {
    Ballot released = takeOver.ballot();
    if (released.equals(watch.leader())
        && proposer.state() instanceof Following
        && !guard.refuses(config.self(), released, clock.tick())) {
      proposer.takeOver(released, promised, chosenThrough, clock.tick());
    }
  }

  /** Rule E5. If this node leads, it shall hand over. */
  void onHandOver(Event.HandOver asked) {
    proposer
        .leadership()
        .ifPresent(it -> it.handOver(asked.target(), asked.absent(), clock.tick()));
  }

  /** Time has passed. */
  void onTick(long passed, Ballot promised, long chosenThrough) {
    if (passed >= config.electionTicks()) {
      onPause(passed);
    }
    if (config.lease().isGap(passed)) { // rule R6
      proposer.leadership().ifPresent(it -> it.lease().lose());
    }
    proposer
        .leadership()
        .ifPresentOrElse(
            leadership -> goOnLeading(leadership, chosenThrough),
            () -> goOnWaiting(promised, chosenThrough));
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

  private void goOnWaiting(Ballot promised, long chosenThrough) {
    long tick = clock.tick();
    if (watch.isSilent(tick)) {
      outbox.notice(new Notice.LosesLeader(watch.leader()));
      watch.forgetLeader();
    }
    if (proposer.hasFailed(tick)) {
      stepDown("not answered");
      watch.backOff(tick);
    } else if (proposer.state() instanceof Following
        && watch.isOver(tick)
        && !guard.refusesSelf(tick)) {
      proposer.canvass(promised, tick);
    } else {
      proposer.retransmit(chosenThrough, tick);
    }
  }

  /** Enough nodes said that they would promise: ask them to. */
  void campaignIfSupported(Ballot promised, long chosenThrough) {
    if (proposer.isSupported() && !guard.refusesSelf(clock.tick())) {
      proposer.campaign(promised, chosenThrough, clock.tick());
    }
  }

  /**
   * Enough nodes have promised, and nothing is left to be learnt first: lead. Tells whether it has
   * just begun to.
   */
  boolean leadIfPromised(long chosenThrough) {
    if (!proposer.leadIfPromised(chosenThrough, clock.tick())) {
      return false;
    }
    Leadership leadership = proposer.leadership().orElseThrow();
    intake.begin(leadership.ballot());
    watch.onLeader(leadership.ballot(), clock.tick());
    watch.onBarrier(leadership.barrierSlot());
    return true;
  }
}
