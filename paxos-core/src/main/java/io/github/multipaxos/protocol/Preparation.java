package io.github.multipaxos.protocol;

import io.github.multipaxos.message.Message.Prepare;
import io.github.multipaxos.message.Message.Promise;
import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.Membership;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.model.Vote;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Phase 1, once for every slot from the candidate's prefix on. Collects promises until a quorum has
 * promised, and keeps, per slot, the vote of the highest ballot among them.
 */
final class Preparation implements Proposing {

  private final Membership membership;
  private final Prepare prepare;
  private final long endTick;
  private final SortedMap<NodeId, PromisePages> pages = new TreeMap<>();
  private final Promisers promisers;
  private final SortedMap<Long, Vote> highestVotes = new TreeMap<>();
  private boolean isAwaitingTold;
  private boolean isFaultTold;
  private long sentTick;
  private long chosenThrough;
  private NodeId furthest;

  Preparation(ReplicaConfig config, Ballot ballot, long firstSlot, long tick) {
    this(config, new Prepare(ballot, firstSlot), tick);
  }

  Preparation(ReplicaConfig config, Prepare prepare, long tick) {
    this.membership = config.membership();
    this.promisers = new Promisers(membership);
    this.prepare = prepare;
    this.endTick = tick + 2L * config.electionTicks();
    this.sentTick = tick;
    this.furthest = config.self();
  }

  Ballot ballot() {
    return prepare.ballot();
  }

  Prepare prepare() {
    return prepare;
  }

  /**
   * Rule P2. Returns the question for a voter that has not answered, or not in full: it is asked
   * only for what is missing. Asked for everything again, a voter would send all its pages at once
   * again, and on a link that holds fewer the last would be lost every time.
   */
  Prepare prepareFor(NodeId voter) {
    PromisePages promised = pages.get(voter);
    return promised == null
        ? prepare
        : new Prepare(ballot(), promised.firstMissing(), prepare.released());
  }

  /** Rule P2. A promise counts once, in this very ballot, and only when all its pages are there. */
  void onPromise(NodeId from, Promise promise) {
    if (!promise.ballot().equals(ballot()) || promisers.all().contains(from)) {
      return;
    }
    PromisePages promised =
        pages.computeIfAbsent(from, node -> new PromisePages(prepare.firstSlot()));
    promised.add(promise);
    if (promise.chosenThrough() > chosenThrough) {
      chosenThrough = promise.chosenThrough();
      furthest = from;
    }
    if (promised.isComplete()) {
      promisers.add(from, promised);
      promised.votes().forEach(this::keepHigher);
      pages.remove(from);
    }
  }

  /** Rule P3. */
  private void keepHigher(long slot, Vote vote) {
    highestVotes.merge(
        slot, vote, (kept, other) -> kept.ballot().isBelow(other.ballot()) ? other : kept);
  }

  /**
   * Rule A8. Tells whether a quorum has promised, also for each slot that some have lost.
   *
   * @param prefix up to where the candidate itself knows by now what is chosen
   */
  boolean isPromised(long prefix) {
    return membership.isPrepareQuorum(promisers.all()) && firstUnknown(prefix) == 0;
  }

  private long firstUnknown(long prefix) {
    return promisers.firstUnknown(Math.max(chosenThrough, prefix));
  }

  /**
   * Rule A8. Returns, once, what keeps a candidate waiting that has had the promises of a quorum.
   */
  Optional<Notice> faultToTell(long prefix) {
    if (isFaultTold || !membership.isPrepareQuorum(promisers.all())) {
      return Optional.empty();
    }
    long slot = firstUnknown(prefix);
    if (slot == 0) {
      return Optional.empty();
    }
    isFaultTold = true;
    return Optional.of(new Notice.AwaitsVotes(ballot(), slot, promisers.lostBy(slot)));
  }

  /** Rule P5. Returns the slot up to which some promiser knows what is chosen. */
  long chosenThrough() {
    return chosenThrough;
  }

  /** Tells, once, that this candidate has to wait for decrees. */
  boolean shouldTellAwaiting() {
    boolean should = !isAwaitingTold;
    isAwaitingTold = true;
    return should;
  }

  /** Returns a promiser that knows the decrees up to {@link #chosenThrough}. */
  NodeId furthest() {
    return furthest;
  }

  /** Returns the vote of the highest ballot in each slot, among those promised by the quorum. */
  SortedMap<Long, Vote> highestVotes() {
    return highestVotes;
  }

  boolean isOver(long tick) {
    return tick >= endTick;
  }

  /** Tells whether it is time to ask again, and if so takes it as done. */
  boolean isDue(long tick, int retransmitTicks) {
    boolean isDue = tick - sentTick >= retransmitTicks;
    if (isDue) {
      sentTick = tick;
    }
    return isDue;
  }

  /** Returns who has not promised yet. */
  List<NodeId> missing() {
    List<NodeId> missing = new ArrayList<>(membership.voters());
    missing.removeAll(promisers.all());
    return missing;
  }
}
