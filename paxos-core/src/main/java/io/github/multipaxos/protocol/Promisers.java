package io.github.multipaxos.protocol;

import io.github.multipaxos.model.Membership;
import io.github.multipaxos.model.NodeId;
import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Who has promised a candidate's ballot in full, and of which slots each of them can speak. */
final class Promisers {

  private final Membership membership;
  private final SortedMap<NodeId, PromisePages> promises = new TreeMap<>();
  private long faultyThrough;

  Promisers(Membership membership) {
    this.membership = membership;
  }

  void add(NodeId node, PromisePages promise) {
    promises.put(node, promise);
    faultyThrough = Math.max(faultyThrough, promise.faultyThrough());
  }

  Set<NodeId> all() {
    return Collections.unmodifiableSet(promises.keySet());
  }

  /**
   * Rule A8. Returns the first slot above {@code chosenThrough} of which no prepare quorum can
   * speak; 0 if there is none.
   */
  long firstUnknown(long chosenThrough) {
    for (long slot = chosenThrough + 1; slot <= faultyThrough; slot++) {
      Set<NodeId> known = new TreeSet<>(promises.keySet());
      known.removeAll(lostBy(slot));
      if (!membership.isPrepareQuorum(known)) {
        return slot;
      }
      if (isQuorumIntactFrom(slot)) {
        return 0;
      }
    }
    return 0;
  }

  /** A slot that is gone through without this has a vote told: no number makes it take long. */
  private boolean isQuorumIntactFrom(long slot) {
    Set<NodeId> intact = new TreeSet<>();
    promises.forEach(
        (node, promise) -> {
          if (promise.faultyThrough() < slot) {
            intact.add(node);
          }
        });
    return membership.isPrepareQuorum(intact);
  }

  /** Returns who has promised and may have lost a vote in that slot. */
  Set<NodeId> lostBy(long slot) {
    Set<NodeId> faulty = new TreeSet<>();
    promises.forEach(
        (node, promise) -> {
          if (promise.isFaulty(slot)) {
            faulty.add(node);
          }
        });
    return faulty;
  }
}
