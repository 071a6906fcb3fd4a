package io.github.multipaxos.protocol;

import io.github.multipaxos.message.Message.Promise;
import io.github.multipaxos.model.Vote;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The pages of one acceptor's promise, until they leave no slot out (rule P2).
 *
 * <p>While the promise holds the acceptor votes in no lower ballot, and the candidate proposes
 * nothing yet: what a page says of its slots stays true. So pages are put together by the slots
 * they speak of, in whatever order they come and to whichever copy of the question they answer.
 */
final class PromisePages {

  private final long firstSlot;
  private final SortedMap<Long, Vote> votes = new TreeMap<>();
  private final SortedMap<Long, Long> throughByFirst = new TreeMap<>();
  private long chosenThrough;
  private long faultyThrough;

  /** Waits for pages that speak of every slot from this one on. */
  PromisePages(long firstSlot) {
    this.firstSlot = firstSlot;
  }

  void add(Promise promise) {
    votes.putAll(promise.votes());
    throughByFirst.merge(promise.firstSlot(), promise.throughSlot(), Math::max);
    chosenThrough = Math.max(chosenThrough, promise.chosenThrough());
    faultyThrough = Math.max(faultyThrough, promise.faultyThrough());
  }

  /** Rule A8. Returns up to which slot the acceptor has lost records. */
  long faultyThrough() {
    return faultyThrough;
  }

  /** Rule A8. Tells whether the acceptor may have voted in the slot and does not know. */
  boolean isFaulty(long slot) {
    return slot > chosenThrough && slot <= faultyThrough && !votes.containsKey(slot);
  }

  /** Tells whether every slot is spoken of that is not chosen anyway. */
  boolean isComplete() {
    return firstMissing() == Long.MAX_VALUE;
  }

  /** Returns the first slot that is not spoken of, {@link Long#MAX_VALUE} if there is none. */
  long firstMissing() {
    long next = Math.max(firstSlot, chosenThrough + 1);
    for (var range : throughByFirst.entrySet()) {
      if (range.getKey() > next) {
        return next;
      }
      if (range.getValue() == Long.MAX_VALUE) {
        return Long.MAX_VALUE;
      }
      next = Math.max(next, range.getValue() + 1);
    }
    return next;
  }

  SortedMap<Long, Vote> votes() {
    return votes;
  }
}
