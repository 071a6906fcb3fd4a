package io.github.multipaxos.record;

import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.Decree;
import io.github.multipaxos.model.Vote;

/**
 * What a node must not forget. Records are written in the order they were made; reading them back
 * in that order rebuilds everything the node has vouched for.
 */
public sealed interface LogRecord {

  /** Returns roughly how many bytes this record takes, for budgets. */
  long bytes();

  /**
   * "I shall not vote in a ballot below this one, in any slot, ever again" (rule A1).
   *
   * @param ballot the ballot promised
   */
  record Promised(Ballot ballot) implements LogRecord {
    @Override
    public long bytes() {
      return 32;
    }
  }

  /**
   * A vote. It also promises its ballot (rule A2), so no {@link Promised} goes with it.
   *
   * @param slot the slot voted in, from 1
   * @param vote the vote
   */
  record Voted(long slot, Vote vote) implements LogRecord {
    @Override
    public long bytes() {
      return 16 + vote.bytes();
    }
  }

  /**
   * A decree known to be chosen that this node did not vote for in the ballot that chose it (rule
   * L4). From here on it stands for the slot in place of any earlier vote.
   *
   * @param slot the slot, from 1
   * @param decree the chosen decree
   */
  record Learnt(long slot, Decree decree) implements LogRecord {
    @Override
    public long bytes() {
      return 16 + decree.bytes();
    }
  }

  /**
   * Every slot up to this one is chosen, and the latest {@link Voted} or {@link Learnt} before this
   * record holds its decree. Saves a restarted node from asking its peers; nothing depends on its
   * being written soon.
   *
   * @param slot the last slot of the gap-free chosen prefix
   */
  record ChosenThrough(long slot) implements LogRecord {
    @Override
    public long bytes() {
      return 16;
    }
  }

  /**
   * Everything up to this slot is chosen and in a snapshot fetched from a peer, durable before this
   * record. What the log holds of the slots between the last {@link ChosenThrough} and this one may
   * be votes for decrees that were never chosen (rule L7).
   *
   * @param slot the snapshot's slot
   */
  record Installed(long slot) implements LogRecord {
    @Override
    public long bytes() {
      return 16;
    }
  }

  /**
   * Everything up to this slot is in a durable snapshot, and the log lets go of it (rule L8). The
   * promise and the prefix are written again right behind this record, for theirs may go with the
   * rest.
   *
   * @param throughSlot the last slot whose decree the log need not hold any more
   */
  record Compacted(long throughSlot) implements LogRecord {
    @Override
    public long bytes() {
      return 16;
    }
  }

  /**
   * What all records before this one come to, kept by the log beside them: should some of them be
   * damaged, this says what they can have been (rule D6). The log makes it; a node appends none.
   *
   * @param promised the highest ballot that any record before names
   * @param votedThrough the highest slot that any record before names: nothing above it was voted
   *     for or known to be chosen
   * @param compactedThrough the highest slot that the log was to let go of
   */
  record Reached(Ballot promised, long votedThrough, long compactedThrough) implements LogRecord {

    /** What an empty log has reached. */
    public static final Reached NOTHING = new Reached(Ballot.NONE, 0, 0);

    /** Returns what has been reached with one more record. */
    public Reached with(LogRecord record) {
      if (record instanceof Promised promise) {
        return with(promise.ballot(), 0, 0);
      } else if (record instanceof Voted voted) {
        return with(voted.vote().ballot(), voted.slot(), 0);
      } else if (record instanceof Learnt learnt) {
        return with(Ballot.NONE, learnt.slot(), 0);
      } else if (record instanceof ChosenThrough chosen) {
        return with(Ballot.NONE, chosen.slot(), 0);
      } else if (record instanceof Installed installed) {
        return with(Ballot.NONE, installed.slot(), 0);
      } else if (record instanceof Compacted compacted) {
        return with(Ballot.NONE, compacted.throughSlot(), compacted.throughSlot());
      } else if (record instanceof Reached other) {
        return with(other.promised, other.votedThrough, other.compactedThrough);
      }
      return this;
    }

    private Reached with(Ballot ballot, long slot, long compacted) {
      if (!promised.isBelow(ballot) && slot <= votedThrough && compacted <= compactedThrough) {
        return this;
      }
      return new Reached(
          promised.isBelow(ballot) ? ballot : promised,
          Math.max(votedThrough, slot),
          Math.max(compactedThrough, compacted));
    }

    @Override
    public long bytes() {
      return 40;
    }
  }

  /**
   * Never written: the log hands it on when it is opened, where records are missing that had been
   * durable (rule D5). A {@link Reached} follows before the log is open.
   *
   * @param place where they stood: file and offset
   */
  record Lost(String place) implements LogRecord {
    @Override
    public long bytes() {
      return 0;
    }
  }
}
