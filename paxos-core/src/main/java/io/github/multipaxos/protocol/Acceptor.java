package io.github.multipaxos.protocol;

import io.github.multipaxos.message.Message.Accept;
import io.github.multipaxos.message.Message.Accepted;
import io.github.multipaxos.message.Message.Nack;
import io.github.multipaxos.message.Message.Prepare;
import io.github.multipaxos.message.Message.Promise;
import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.Decree;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.model.Vote;
import io.github.multipaxos.record.LogRecord;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The memory that keeps the system safe: what this node has promised, and how it has voted.
 * Everything it answers is a vow and waits for the disk; no change of role or leader touches it.
 *
 * <p>Votes at or below the chosen prefix are kept on disk only. A candidate must not propose there
 * in any case (rule P5).
 */
final class Acceptor {

  /** How far a round may lie above the promised one. A correct node counts up by one at a time. */
  static final long ROUND_LEAP_LIMIT = 1L << 32;

  private final Outbox outbox;
  private final TreeMap<Long, Vote> votes;
  private final long pageBytes;
  private final long faultyThrough;
  private Ballot promised;

  /**
   * Makes an acceptor that remembers what its log held.
   *
   * @param pageBytes the most that the votes in one page of a promise take, unless one alone is
   *     larger
   */
  Acceptor(Outbox outbox, Recovered recovered, long pageBytes) {
    this.outbox = outbox;
    this.pageBytes = pageBytes;
    this.promised = recovered.promised();
    this.votes = new TreeMap<>(recovered.votes());
    this.faultyThrough = Math.max(recovered.faultyThrough(), recovered.settledThrough());
  }

  Ballot promised() {
    return promised;
  }

  /** Returns this node's vote in a slot above the chosen prefix, or null. */
  @Nullable Vote vote(long slot) {
    return votes.get(slot);
  }

  /** Returns a view of the votes above the chosen prefix. */
  SortedMap<Long, Vote> votes() {
    return Collections.unmodifiableSortedMap(votes);
  }

  /** Rule A6. Tells whether a ballot could have been reached by counting. */
  boolean isPlausible(Ballot ballot) {
    return ballot.round() - promised.round() <= ROUND_LEAP_LIMIT;
  }

  /**
   * Rule A1. Promises the ballot unless a higher one is promised, and tells every vote that
   * matters.
   */
  void onPrepare(NodeId from, Prepare prepare, long chosenThrough, long firstRetained) {
    if (prepare.ballot().isBelow(promised)) {
      outbox.send(from, new Nack(prepare.ballot(), promised));
      return;
    }
    raise(prepare.ballot()); // or it is promised already, and its proposer has only asked again
    long firstSlot = Math.max(prepare.firstSlot(), chosenThrough + 1);
    promise(from, firstSlot, chosenThrough, firstRetained);
  }

  /**
   * Rules A4 and A8. One promise, in as many pages as its votes need. Above the prefix a slot may
   * be known to be chosen, and the decree be lost: its vote is forgotten, so it is faulty too.
   */
  private void promise(NodeId to, long firstSlot, long chosenThrough, long firstRetained) {
    long faulty = faultyThrough > chosenThrough ? faultyThrough : 0;
    SortedMap<Long, Vote> page = new TreeMap<>();
    long pageSlot = firstSlot;
    long bytes = 0;
    for (var entry : votes.tailMap(firstSlot).entrySet()) {
      long more = entry.getValue().bytes();
      if (!page.isEmpty() && bytes + more > pageBytes) {
        long throughSlot = page.lastKey();
        outbox.vow(
            to,
            new Promise(
                promised, pageSlot, throughSlot, chosenThrough, firstRetained, faulty, page));
        page = new TreeMap<>();
        pageSlot = throughSlot + 1;
        bytes = 0;
      }
      page.put(entry.getKey(), entry.getValue());
      bytes += more;
    }
    outbox.vow(
        to,
        new Promise(
            promised, pageSlot, Long.MAX_VALUE, chosenThrough, firstRetained, faulty, page));
  }

  /**
   * Rule A2. Votes for a decree, unless a higher ballot has been promised since it was proposed.
   *
   * @param isChosen whether the slot is known to be chosen, and the log therefore holds its decree
   */
  void onAccept(NodeId from, Accept accept, boolean isChosen) {
    Ballot ballot = accept.ballot();
    if (ballot.isBelow(promised)) {
      outbox.send(from, new Nack(ballot, promised));
      return;
    }
    Vote earlier = votes.get(accept.slot());
    if (earlier != null && earlier.ballot().equals(ballot)) {
      requireSameDecree(accept.slot(), earlier, accept.decree()); // recorded when it was first cast
    } else if (isChosen) {
      raise(ballot); // rule A7: a late vote for another decree must not be the slot's latest record
    } else {
      vote(accept.slot(), new Vote(ballot, accept.decree()));
    }
    outbox.vow(from, new Accepted(ballot, accept.slot()));
  }

  private void raise(Ballot ballot) {
    if (ballot.isAbove(promised)) {
      promised = ballot;
      outbox.persist(new LogRecord.Promised(ballot));
    }
  }

  private void vote(long slot, Vote vote) {
    promised = vote.ballot(); // the vote's record carries the ballot, so no Promised record is due
    outbox.persist(new LogRecord.Voted(slot, vote));
    votes.put(slot, vote);
  }

  /** Rule A3. */
  private static void requireSameDecree(long slot, Vote earlier, Decree decree) {
    if (!earlier.decree().equals(decree)) {
      throw new SafetyViolation(
          "slot "
              + slot
              + " was given two decrees in ballot "
              + earlier.ballot()
              + ": "
              + earlier.decree()
              + " and "
              + decree);
    }
  }

  /** Rule L8. Writes the promise once more: the log is about to let go of older records. */
  void promiseAgain() {
    outbox.persist(new LogRecord.Promised(promised));
  }

  /** Lets go of votes that are chosen. They stay on disk. */
  void forgetThrough(long slot) {
    votes.headMap(slot, true).clear();
  }
}
