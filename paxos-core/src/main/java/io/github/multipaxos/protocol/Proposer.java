package io.github.multipaxos.protocol;

import io.github.multipaxos.message.Message.Accepted;
import io.github.multipaxos.message.Message.AskIndex;
import io.github.multipaxos.message.Message.CanvassAnswer;
import io.github.multipaxos.message.Message.HeartbeatAck;
import io.github.multipaxos.message.Message.Nack;
import io.github.multipaxos.message.Message.Prepare;
import io.github.multipaxos.message.Message.Promise;
import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.Decree;
import io.github.multipaxos.model.NodeId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tries to lead when it is time, and proposes while it leads. In one of four states; changing from
 * one to another is all that this class does, the work is theirs.
 */
final class Proposer {

  private final ReplicaConfig config;
  private final Outbox outbox;
  private final StateCheck states;
  private final Suffrage suffrage;
  private Proposing state = Following.INSTANCE;
  private Ballot highestSeen = Ballot.NONE;
  private long attempts;
  private long canvassTick;

  Proposer(ReplicaConfig config, Outbox outbox, StateCheck states, Suffrage suffrage) {
    this.states = states;
    this.config = config;
    this.outbox = outbox;
    this.suffrage = suffrage;
  }

  Proposing state() {
    return state;
  }

  Optional<Leadership> leadership() {
    return state instanceof Leadership leadership ? Optional.of(leadership) : Optional.empty();
  }

  /** Returns the ballot that this node leads or campaigns in, if it does. */
  Optional<Ballot> ballot() {
    if (state instanceof Leadership leadership) {
      return Optional.of(leadership.ballot());
    }
    if (state instanceof Preparation preparation) {
      return Optional.of(preparation.ballot());
    }
    return Optional.empty();
  }

  /**
   * Rule E1. Asks around before it uses up a ballot; not while it may not vote itself (rule N4).
   */
  void canvass(Ballot promised, long tick) {
    if (!suffrage.isGranted()) {
      return;
    }
    Ballot ballot = nextBallot(promised);
    Canvassing canvassing = new Canvassing(config, ballot, ++attempts, tick);
    state = canvassing;
    canvassTick = tick;
    outbox.notice(new Notice.Canvasses(ballot));
    for (NodeId voter : config.membership().voters()) {
      if (!voter.equals(config.self())) {
        outbox.send(voter, canvassing.canvass());
      }
    }
  }

  /** Tells whether enough nodes would promise. */
  boolean isSupported() {
    return state instanceof Canvassing canvassing && canvassing.isSupported();
  }

  /**
   * Rule P1. Prepares a ballot never used before. This node's own promise is recorded in the same
   * step, and with it the ballot, before any {@code Prepare} leaves.
   */
  void campaign(Ballot promised, long chosenThrough, long tick) {
    takeOver(Ballot.NONE, promised, chosenThrough, tick);
  }

  /** Rule R7. The same, sent by the leader of the ballot {@code released}. */
  void takeOver(Ballot released, Ballot promised, long chosenThrough, long tick) {
    Ballot ballot = nextBallot(promised);
    Prepare prepare = new Prepare(ballot, chosenThrough + 1, released);
    Preparation preparation = new Preparation(config, prepare, tick);
    state = preparation;
    outbox.notice(new Notice.Campaigns(ballot));
    outbox.deliverToSelf(preparation.prepare());
    for (NodeId voter : config.membership().voters()) {
      if (!voter.equals(config.self())) {
        outbox.vow(voter, preparation.prepare());
      }
    }
  }

  private Ballot nextBallot(Ballot promised) {
    Ballot highest = promised.isBelow(highestSeen) ? highestSeen : promised;
    return highest.next(config.self());
  }

  /** Remembers a ballot that others have promised, to go beyond it next time. */
  void onBallotSeen(Ballot ballot) {
    if (highestSeen.isBelow(ballot)) {
      highestSeen = ballot;
    }
  }

  void onCanvassAnswer(NodeId from, CanvassAnswer answer) {
    onBallotSeen(answer.promised());
    if (state instanceof Canvassing canvassing) {
      canvassing.onCanvassAnswer(from, answer);
    }
  }

  void onPromise(NodeId from, Promise promise) {
    if (state instanceof Preparation preparation) {
      preparation.onPromise(from, promise);
    }
  }

  /** Rule P5. A quorum has promised but knows of chosen slots that this node has to learn first. */
  Optional<Preparation> candidateBehind(long chosenThrough) {
    if (state instanceof Preparation preparation
        && preparation.isPromised(chosenThrough)
        && preparation.chosenThrough() > chosenThrough) {
      if (preparation.shouldTellAwaiting()) {
        outbox.notice(new Notice.AwaitsDecrees(preparation.ballot(), preparation.chosenThrough()));
      }
      return Optional.of(preparation);
    }
    return Optional.empty();
  }

  /**
   * Leads if a quorum has promised and nothing is left to be learnt first. Tells whether it now
   * does.
   */
  boolean leadIfPromised(long chosenThrough, long tick) {
    if (!(state instanceof Preparation preparation)
        || !preparation.isPromised(chosenThrough)
        || candidateBehind(chosenThrough).isPresent()) {
      return false;
    }
    Leadership leadership =
        new Leadership(config, outbox, states, preparation.ballot(), chosenThrough + 1, tick);
    state = leadership;
    leadership.recover(preparation.highestVotes(), tick);
    return true;
  }

  /** Returns the decree if this vote makes it chosen; otherwise null. */
  @Nullable Decree onAccepted(NodeId from, Accepted accepted, long tick) {
    return state instanceof Leadership leadership && leadership.ballot().equals(accepted.ballot())
        ? leadership.onVote(from, accepted.slot(), tick)
        : null;
  }

  void onAskIndex(NodeId from, AskIndex ask, long chosenThrough, long tick) {
    leadership().ifPresent(it -> it.onAskIndex(from, ask, chosenThrough, tick));
  }

  /** Rule R8. Returns the lease on which this node may read its prefix now, if it holds one. */
  Optional<Lease> lease(long chosenThrough, long tick) {
    return leadership().filter(it -> it.isLeased(chosenThrough, tick)).map(Leadership::lease);
  }

  void onHeartbeatAck(NodeId from, HeartbeatAck ack, long tick) {
    leadership()
        .filter(it -> it.ballot().equals(ack.ballot()))
        .ifPresent(it -> it.onHeartbeatAck(from, ack, tick));
  }

  /** Rule P10. A refusal counts only if it is of this node's own ballot and names a higher one. */
  boolean isDeposedBy(Nack nack) {
    onBallotSeen(nack.promised());
    return ballot()
        .filter(mine -> mine.equals(nack.asked()) && mine.isBelow(nack.promised()))
        .isPresent();
  }

  /** Rule P10. Gives up leading or trying to, before anything more is sent in that ballot. */
  void stepDown(String reason) {
    int openSlots = leadership().map(Leadership::openSlots).orElse(0);
    ballot().ifPresent(mine -> outbox.notice(new Notice.StepsDown(mine, openSlots, reason)));
    state = Following.INSTANCE;
  }

  /** Asks again whoever has not promised, or not said that he would. */
  void retransmit(long chosenThrough, long tick) {
    if (state instanceof Preparation preparation
        && preparation.isDue(tick, config.retransmitTicks())) {
      askAgain(preparation, chosenThrough);
    } else if (state instanceof Canvassing canvassing
        && tick - canvassTick >= config.retransmitTicks()) {
      canvassTick = tick;
      for (NodeId voter : config.membership().voters()) {
        if (!canvassing.isSupportedBy(voter)) {
          outbox.send(voter, canvassing.canvass());
        }
      }
    }
  }

  private void askAgain(Preparation preparation, long chosenThrough) {
    // Not told before now, for the promise that is missing may have been on its way.
    preparation.faultToTell(chosenThrough).ifPresent(outbox::notice);
    for (NodeId voter : preparation.missing()) {
      if (!voter.equals(config.self())) {
        outbox.vow(voter, preparation.prepareFor(voter));
      }
    }
  }

  /** Tells whether an attempt to lead has taken too long. */
  boolean hasFailed(long tick) {
    return (state instanceof Canvassing canvassing && canvassing.isOver(tick))
        || (state instanceof Preparation preparation && preparation.isOver(tick));
  }
}
