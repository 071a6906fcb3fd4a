package io.github.multipaxos.protocol;

import io.github.multipaxos.message.Message.Promise;
import io.github.multipaxos.model.Vote;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Rule P2. Puts one acceptor's promise together from its pages, in order and without a gap, all of
 * them cut at the same prefix: as that grows between two answers, the votes fall into other pages.
 */
final class PromisePages {

  private final SortedMap<Long, Vote> votes = new TreeMap<>();
  private int nextPage;
  private long chosenThrough;
  private boolean isComplete;

  /** Takes a page; one out of order is ignored, for the whole promise will be sent again. */
  void add(Promise promise) {
    if (isComplete) {
      return;
    }
    if (promise.page() == 0) { // first, or sent again
      votes.clear();
      nextPage = 0;
      chosenThrough = promise.chosenThrough();
    }
    if (promise.page() == nextPage && promise.chosenThrough() == chosenThrough) {
      votes.putAll(promise.votes());
      nextPage++;
      isComplete = promise.last();
    }
  }

  boolean isComplete() {
    return isComplete;
  }

  SortedMap<Long, Vote> votes() {
    return votes;
  }
}
