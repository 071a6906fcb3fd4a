package io.github.multipaxos.message;

import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.Bytes;
import io.github.multipaxos.model.Command;
import io.github.multipaxos.model.CommandId;
import io.github.multipaxos.model.Decree;
import io.github.multipaxos.model.SnapshotId;
import io.github.multipaxos.model.StateHash;
import io.github.multipaxos.model.Vote;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What nodes say to each other. A message may be lost, repeated, reordered or arbitrarily late; no
 * message means anything different for it.
 *
 * <p>Those that assert durable memory are {@linkplain Vow vows} and leave only after the disk has
 * confirmed. All others claim nothing durable and may leave at once.
 */
public sealed interface Message {

  /** Returns roughly how many bytes this message takes, in memory and on the wire, for budgets. */
  default long bytes() {
    return 64;
  }

  /**
   * A message that asserts durable memory: by the time it is sent, the records made with it have
   * been synced (rule D1). A type of its own, so that no call site can speak too early.
   */
  sealed interface Vow extends Message permits Prepare, Promise, Accepted {}

  /**
   * Asks whether a {@link Prepare} would be promised, without disturbing anybody (rule E1).
   *
   * @param ballot the ballot that the sender would prepare
   * @param attempt numbers the sender's attempts, so that answers to an earlier one do not count
   */
  record Canvass(Ballot ballot, long attempt) implements Message {}

  /**
   * Answers a {@link Canvass}. Promises nothing.
   *
   * @param ballot the ballot asked about
   * @param attempt the attempt asked about
   * @param granted whether a prepare would be promised: the ballot is high enough, and the
   *     answering node has heard from no healthy leader for a while (rule E2)
   * @param promised the ballot that the answering node has promised
   */
  record CanvassAnswer(Ballot ballot, long attempt, boolean granted, Ballot promised)
      implements Message {}

  /**
   * Phase 1a: "I intend to lead in {@code ballot}; tell me your votes from {@code firstSlot} on."
   *
   * <p>A vow: the ballot is on the sender's disk, so that no restart lets it be used a second time
   * (rule P1).
   *
   * @param ballot the ballot, owned by the sender
   * @param firstSlot the first slot above the sender's chosen prefix; the promise asked for covers
   *     it and every later one
   * @param released the ballot of the leader that asked the sender to take over, and holds no lease
   *     in it any more (rule R7); {@link Ballot#NONE} if nobody did
   */
  record Prepare(Ballot ballot, long firstSlot, Ballot released) implements Vow {
    /** Prepares though no leader has asked for it. */
    public Prepare(Ballot ballot, long firstSlot) {
      this(ballot, firstSlot, Ballot.NONE);
    }
  }

  /**
   * Phase 1b: "I have promised {@code ballot}, and these are all my votes in these slots." May take
   * several pages; only pages that together leave no slot out are a promise (rule P2). A page stays
   * true for as long as the promise holds, whatever becomes of the others, so pages may come in any
   * order and from several answers.
   *
   * @param ballot the ballot promised, that of the {@link Prepare} answered
   * @param firstSlot the first slot that this page speaks of
   * @param throughSlot the last slot that this page speaks of; the last page speaks of all there
   *     are, up to {@link Long#MAX_VALUE}
   * @param chosenThrough the sender's chosen prefix: at or below it the candidate proposes nothing,
   *     but fetches what was chosen (rule P5)
   * @param firstRetained the first slot whose decree the sender still holds
   * @param faultyThrough up to this slot the sender has lost records: of a slot above {@code
   *     chosenThrough} and not above this one, without a vote told, it does not know whether it has
   *     voted there, and this promise does not count (rule A8); 0 if it has lost nothing
   * @param votes the sender's latest votes in these slots, but for those at or below {@code
   *     chosenThrough}, in slot order; a slot without a vote is absent
   */
  record Promise(
      Ballot ballot,
      long firstSlot,
      long throughSlot,
      long chosenThrough,
      long firstRetained,
      long faultyThrough,
      SortedMap<Long, Vote> votes)
      implements Vow {
    /** Takes an unmodifiable copy of the votes: the acceptor goes on voting. */
    public Promise {
      votes = Collections.unmodifiableSortedMap(new TreeMap<>(votes));
    }

    /** The promise of an acceptor that has lost nothing. */
    public Promise(
        Ballot ballot,
        long firstSlot,
        long throughSlot,
        long chosenThrough,
        long firstRetained,
        SortedMap<Long, Vote> votes) {
      this(ballot, firstSlot, throughSlot, chosenThrough, firstRetained, 0, votes);
    }

    @Override
    public long bytes() {
      long bytes = 96;
      for (Vote vote : votes.values()) {
        bytes += 32 + vote.bytes();
      }
      return bytes;
    }
  }

  /**
   * Phase 2a: "Vote for {@code decree} in {@code slot}."
   *
   * <p>Not a vow: the proposer's own vote is one acceptor's among others, and its disk and its
   * peers' work at the same time.
   *
   * @param ballot the leader's ballot
   * @param slot the slot, from 1
   * @param decree the one decree this ballot proposes in this slot (rule P6)
   * @param chosenThrough the leader's chosen prefix, a watermark as in {@link Chosen}
   */
  record Accept(Ballot ballot, long slot, Decree decree, long chosenThrough) implements Message {
    @Override
    public long bytes() {
      return 80 + decree.bytes();
    }
  }

  /**
   * Phase 2b: "I have voted in {@code slot} for what you proposed in {@code ballot}."
   *
   * @param ballot the ballot voted in
   * @param slot the slot voted in
   */
  record Accepted(Ballot ballot, long slot) implements Vow {}

  /**
   * Refuses a {@link Prepare}, an {@link Accept} or a {@link Heartbeat} (rule A5).
   *
   * @param asked the ballot refused; a nack of another ballot than the receiver's own is ignored
   * @param promised the higher ballot that the sender has promised
   */
  record Nack(Ballot asked, Ballot promised) implements Message {}

  /**
   * Watermark: "every slot up to {@code through} is chosen." The receiver may believe it of a slot
   * only where its own vote was cast in this very ballot (rule L1).
   *
   * @param ballot the leader's ballot
   * @param through the leader's chosen prefix
   */
  record Chosen(Ballot ballot, long through) implements Message {}

  /**
   * "I lead." Keeps followers from campaigning and, by its round, confirms reads (rule R2).
   *
   * @param ballot the leader's ballot
   * @param round numbers the leader's rounds of confirmation in this ballot, from 1
   * @param barrierSlot the slot of the leader's own first no-op: what is not chosen up to there was
   *     not recovered by this leader (rule C4); 0 while it is still recovering
   * @param chosenThrough the leader's chosen prefix, a watermark as in {@link Chosen}
   * @param agreed what the states of a majority come to (rule L10)
   */
  record Heartbeat(
      Ballot ballot, long round, long barrierSlot, long chosenThrough, StateHash agreed)
      implements Message {
    /** Says nothing about anybody's state. */
    public Heartbeat(Ballot ballot, long round, long barrierSlot, long chosenThrough) {
      this(ballot, round, barrierSlot, chosenThrough, StateHash.NONE);
    }
  }

  /**
   * "I have promised nothing above {@code ballot}."
   *
   * @param ballot the ballot of the {@link Heartbeat} answered
   * @param round the latest round received in that ballot
   * @param chosenThrough the sender's chosen prefix
   * @param guardMillis for how long from now, by its own clock, the sender promises no higher
   *     ballot to any other node (rule R5); 0 if it does not
   * @param state what the sender's state came to last (rule L10)
   */
  record HeartbeatAck(
      Ballot ballot, long round, long chosenThrough, long guardMillis, StateHash state)
      implements Message {
    /** Acknowledges without guarding, and says nothing about the sender's state. */
    public HeartbeatAck(Ballot ballot, long round, long chosenThrough) {
      this(ballot, round, chosenThrough, 0, StateHash.NONE);
    }

    /** Says nothing about the sender's state. */
    public HeartbeatAck(Ballot ballot, long round, long chosenThrough, long guardMillis) {
      this(ballot, round, chosenThrough, guardMillis, StateHash.NONE);
    }
  }

  /**
   * Commands proposed on the sender, for the leader to propose. Good in one ballot only, and taken
   * at most once there however often it arrives (rule C2).
   *
   * @param ballot the ballot of the leader that is meant
   * @param commands at least one, in the order in which the sender's clients proposed them
   */
  record Forward(Ballot ballot, List<Command> commands) implements Message {
    /** Takes an unmodifiable copy of the list. */
    public Forward {
      commands = List.copyOf(commands);
    }

    @Override
    public long bytes() {
      long bytes = 64;
      for (Command command : commands) {
        bytes += command.bytes();
      }
      return bytes;
    }
  }

  /**
   * Tells the origin of forwarded commands that they were not proposed.
   *
   * @param ballot the ballot of the {@link Forward} answered
   * @param ids the commands refused
   * @param reason why
   */
  record Refused(Ballot ballot, List<CommandId> ids, Reason reason) implements Message {
    /** Takes an unmodifiable copy of the list. */
    public Refused {
      ids = List.copyOf(ids);
    }

    @Override
    public long bytes() {
      return 64 + 32L * ids.size();
    }

    /** Why, and with what certainty (rule C3). */
    public enum Reason {
      /** The leader's backlog is full. These commands were not proposed and never will be. */
      OVERLOADED,
      /**
       * The receiver led in that ballot and does no longer. These commands were not proposed in it
       * and never will be.
       */
      NOT_LEADING,
      /**
       * The receiver does not lead in that ballot and does not know whether it once did. An earlier
       * copy of these commands may have been proposed.
       */
      UNKNOWN_BALLOT
    }
  }

  /**
   * Asks the leader up to which slot a linearizable read must have been applied (rule R1).
   *
   * @param boot the sender's boot count, so that an answer to an earlier boot is not taken for one
   * @param ask numbers the asks of that boot; one ask serves every read waiting when it was sent
   * @param mayLease whether a leader that holds a lease may answer on its own word (rule R4); such
   *     asks are numbered apart from the others
   */
  record AskIndex(long boot, long ask, boolean mayLease) implements Message {
    /** Asks for an index that a quorum confirms. */
    public AskIndex(long boot, long ask) {
      this(boot, ask, false);
    }
  }

  /**
   * Answers an {@link AskIndex}: reads covered by it may run once {@code slot} is applied.
   *
   * @param boot the boot asked for
   * @param ask the ask answered
   * @param slot what the leader knew to be chosen when the ask arrived, confirmed by a quorum since
   *     or by a lease
   * @param mayLease whether the ask allowed a lease to confirm it
   */
  record Index(long boot, long ask, long slot, boolean mayLease) implements Message {
    /** Answers an ask that a quorum had to confirm. */
    public Index(long boot, long ask, long slot) {
      this(boot, ask, slot, false);
    }
  }

  /**
   * Asks any peer for chosen decrees (rule L5).
   *
   * @param firstSlot the first slot wanted
   * @param throughSlot the last slot wanted
   */
  record Fetch(long firstSlot, long throughSlot) implements Message {}

  /**
   * Chosen decrees of consecutive slots, answering a {@link Fetch} as far as size allows.
   *
   * @param firstSlot the slot of the first decree
   * @param decrees the decrees; empty if the sender holds none of those asked for
   * @param chosenThrough the sender's chosen prefix
   * @param firstRetained the first slot whose decree the sender still holds: what lies below is to
   *     be had as a snapshot only (rule L9)
   */
  record Decrees(long firstSlot, List<Decree> decrees, long chosenThrough, long firstRetained)
      implements Message {
    /** Takes an unmodifiable copy of the list. */
    public Decrees {
      decrees = List.copyOf(decrees);
    }

    /** Answers for a node that still holds every decree. */
    public Decrees(long firstSlot, List<Decree> decrees, long chosenThrough) {
      this(firstSlot, decrees, chosenThrough, 1);
    }

    @Override
    public long bytes() {
      long bytes = 64;
      for (Decree decree : decrees) {
        bytes += decree.bytes();
      }
      return bytes;
    }
  }

  /**
   * Asks a peer for a part of a snapshot (rule L9).
   *
   * @param slot the slot of the snapshot wanted; 0 for the newest
   * @param offset where in it the part begins, in bytes
   */
  record AskSnapshot(long slot, long offset) implements Message {}

  /**
   * A part of a snapshot, answering an {@link AskSnapshot}.
   *
   * @param snapshot the snapshot; if it is another than the one asked for, the sender has that no
   *     more. {@link SnapshotId#NONE} if it has none at all
   * @param offset where in it the part begins, in bytes
   * @param part the bytes, as many as the sender sends at once
   */
  record SnapshotPart(SnapshotId snapshot, long offset, Bytes part) implements Message {
    @Override
    public long bytes() {
      return 96 + part.size();
    }
  }

  /**
   * The leader asks the receiver to campaign at once, and has itself stopped proposing (rule E5).
   *
   * @param ballot the leader's ballot
   */
  record TakeOver(Ballot ballot) implements Message {}
}
