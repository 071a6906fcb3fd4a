package io.github.multipaxos.protocol;

import static io.github.multipaxos.protocol.Samples.BLUE;
import static io.github.multipaxos.protocol.Samples.NODE_1;
import static io.github.multipaxos.protocol.Samples.NODE_2;
import static io.github.multipaxos.protocol.Samples.NODE_3;
import static io.github.multipaxos.protocol.Samples.NOOP;
import static io.github.multipaxos.protocol.Samples.RED;
import static io.github.multipaxos.protocol.Samples.ballot;
import static io.github.multipaxos.protocol.Samples.config;
import static io.github.multipaxos.protocol.Samples.decree;
import static io.github.multipaxos.protocol.Samples.members;
import static io.github.multipaxos.protocol.Samples.recovered;
import static io.github.multipaxos.protocol.Samples.vote;
import static io.github.multipaxos.protocol.Samples.voted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.multipaxos.message.Message.Accept;
import io.github.multipaxos.message.Message.Prepare;
import io.github.multipaxos.message.Message.Promise;
import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.Decree;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.model.Vote;
import io.github.multipaxos.protocol.VoteHistories.State;
import io.github.multipaxos.record.LogRecord;
import io.github.multipaxos.record.LogRecord.ChosenThrough;
import io.github.multipaxos.record.LogRecord.Installed;
import io.github.multipaxos.record.LogRecord.Lost;
import io.github.multipaxos.record.LogRecord.Reached;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rule A8: an acceptor that has lost records never passes for one that has not voted. */
class FaultySlotTest {

  private static final Ballot BALLOT = ballot(4, 1);
  private static final LogRecord LOST = new Lost("segment at offset 512");

  private static Promise promiseOf(List<LogRecord> log, Prepare prepare, long chosenThrough) {
    Outbox outbox = new Outbox(NODE_2);
    new Acceptor(outbox, recovered(log), Samples.PAGE_BYTES)
        .onPrepare(NODE_1, prepare, chosenThrough, 1);
    return (Promise) outbox.drain().vows().get(0).message();
  }

  private static Promise promise(long chosenThrough, long faultyThrough, Map<Long, Vote> votes) {
    SortedMap<Long, Vote> sorted = new TreeMap<>(votes);
    return new Promise(BALLOT, 1, Long.MAX_VALUE, chosenThrough, 1, faultyThrough, sorted);
  }

  @Test
  void anAcceptorTellsUpToWhereItMayHaveLostVotes() {
    List<LogRecord> log = List.of(voted(1, ballot(1, 3), RED), LOST, new Reached(BALLOT, 7, 0));

    assertThat(promiseOf(log, new Prepare(BALLOT, 1), 0))
        .isEqualTo(new Promise(BALLOT, 1, Long.MAX_VALUE, 0, 1, 7, new TreeMap<>()));
    assertThat(promiseOf(log, new Prepare(BALLOT, 1), 6).faultyThrough()).isEqualTo(7);
    assertThat(promiseOf(log, new Prepare(BALLOT, 1), 7).faultyThrough()).isZero();
  }

  @Test
  void anAcceptorThatHasLostAllItsRecordsRefusesWhatItRefusedBefore() {
    Outbox outbox = new Outbox(NODE_2);
    Acceptor acceptor =
        new Acceptor(outbox, recovered(LOST, new Reached(ballot(5, 3), 9, 0)), Samples.PAGE_BYTES);

    acceptor.onPrepare(NODE_1, new Prepare(BALLOT, 1), 0, 1);
    acceptor.onAccept(NODE_1, new Accept(BALLOT, 3, RED, 0), false);

    Effects effects = outbox.drain();
    assertThat(effects.vows()).isEmpty();
    assertThat(effects.records()).isEmpty();
    assertThat(effects.messages()).hasSize(2);
  }

  @Test
  void aPromiseWithoutTheLostVoteDoesNotCountForItsSlot() {
    Preparation preparation = new Preparation(config(1, 3), BALLOT, 1, 0);
    preparation.onPromise(NODE_1, promise(0, 0, Map.of()));

    preparation.onPromise(NODE_2, promise(0, 3, Map.of(1L, vote(ballot(1, 3), RED))));

    assertThat(preparation.isPromised(0)).isFalse();
    assertThat(preparation.faultToTell(0))
        .contains(new Notice.AwaitsVotes(BALLOT, 2, new TreeSet<>(List.of(NODE_2))));
    assertThat(preparation.faultToTell(0)).isEmpty();
    preparation.onPromise(NODE_3, promise(0, 0, Map.of(2L, vote(ballot(2, 3), BLUE))));
    assertThat(preparation.isPromised(0)).isTrue();
    assertThat(preparation.highestVotes()).containsOnlyKeys(1L, 2L);
  }

  @Test
  void aPromiseCountsForTheSlotsWhoseVotesItTells() {
    Preparation preparation = new Preparation(config(1, 3), BALLOT, 1, 0);
    Vote vote = vote(ballot(1, 3), RED);
    preparation.onPromise(NODE_1, promise(0, 2, Map.of(1L, vote, 2L, vote)));

    preparation.onPromise(NODE_2, promise(0, 2, Map.of(1L, vote, 2L, vote)));

    assertThat(preparation.isPromised(0)).isTrue();
  }

  /** Different slots are lost by different nodes, and a quorum knows each. */
  @Test
  void eachSlotNeedsAQuorumOfItsOwn() {
    Preparation preparation = new Preparation(config(1, 3), BALLOT, 1, 0);
    Vote vote = vote(ballot(1, 3), RED);
    preparation.onPromise(NODE_1, promise(0, 2, Map.of(1L, vote)));
    preparation.onPromise(NODE_2, promise(0, 2, Map.of(2L, vote)));
    assertThat(preparation.isPromised(0)).isFalse();

    preparation.onPromise(NODE_3, promise(0, 0, Map.of()));

    assertThat(preparation.isPromised(0)).isTrue();
  }

  /** Slots that are chosen are fetched (rule P5), whoever has lost what there. */
  @Test
  void whatAPromiserKnowsToBeChosenIsNotAwaited() {
    Preparation preparation = new Preparation(config(1, 3), BALLOT, 1, 0);
    preparation.onPromise(NODE_1, promise(0, 5, Map.of()));
    assertThat(preparation.isPromised(0)).isFalse();

    preparation.onPromise(NODE_2, promise(5, 0, Map.of()));

    assertThat(preparation.isPromised(0)).isTrue();
    assertThat(preparation.chosenThrough()).isEqualTo(5);
  }

  /** What the candidate itself has learnt meanwhile is not awaited either. */
  @Test
  void whatTheCandidateKnowsToBeChosenIsNotAwaited() {
    Preparation preparation = new Preparation(config(1, 3), BALLOT, 1, 0);
    preparation.onPromise(NODE_1, promise(0, 5, Map.of()));
    preparation.onPromise(NODE_2, promise(0, 0, Map.of()));

    assertThat(preparation.isPromised(4)).isFalse();
    assertThat(preparation.isPromised(5)).isTrue();
  }

  /** Its decree is lost, and with it what it voted: others have to tell. */
  @Test
  void aSlotThatIsKnownToBeChosenIsFaultyWhileItsDecreeIsLost() {
    List<LogRecord> log = List.of(new Installed(6), voted(8, ballot(1, 3), RED));

    Promise promise = promiseOf(log, new Prepare(BALLOT, 1), 2);

    assertThat(promise.chosenThrough()).isEqualTo(2);
    assertThat(promise.faultyThrough()).isEqualTo(6);
    assertThat(promise.votes()).containsOnlyKeys(8L);
    assertThat(promiseOf(log, new Prepare(BALLOT, 1), 6).faultyThrough()).isZero();
  }

  @Test
  void theQuorumOfASlotIsAPrepareQuorum() {
    Preparation preparation = new Preparation(config(1, members(5, 4, 2)), BALLOT, 1, 0);
    preparation.onPromise(NODE_1, promise(0, 1, Map.of()));
    for (int node = 2; node <= 4; node++) {
      preparation.onPromise(NodeId.of(node), promise(0, 0, Map.of()));
    }
    assertThat(preparation.isPromised(0)).isFalse();

    preparation.onPromise(NodeId.of(5), promise(0, 0, Map.of()));

    assertThat(preparation.isPromised(0)).isTrue();
  }

  /** However many slots may be concerned, those after the last vote told are looked at once. */
  @Test
  void manyFaultySlotsAreLookedAtQuickly() {
    Preparation preparation = new Preparation(config(1, 3), BALLOT, 1, 0);
    preparation.onPromise(NODE_1, promise(0, Long.MAX_VALUE - 1, Map.of()));
    preparation.onPromise(NODE_2, promise(0, 0, Map.of()));
    assertThat(preparation.isPromised(0)).isFalse();

    preparation.onPromise(NODE_3, promise(0, 0, Map.of()));

    assertThat(preparation.isPromised(0)).isTrue();
  }

  /** A page sent before the loss and one sent after it are not a promise that knows everything. */
  @Test
  void pagesOfTwoLivesKeepWhatTheSecondHasLost() {
    Preparation preparation = new Preparation(config(1, 3), BALLOT, 1, 0);
    preparation.onPromise(NODE_1, promise(0, 0, Map.of()));
    preparation.onPromise(NODE_2, new Promise(BALLOT, 1, 1, 0, 1, 0, new TreeMap<>()));

    preparation.onPromise(NODE_2, new Promise(BALLOT, 2, Long.MAX_VALUE, 0, 1, 4, new TreeMap<>()));

    assertThat(preparation.isPromised(0)).isFalse();
  }

  /**
   * Exhaustively: every state of a slot that three ballots can lead to, any acceptors' records
   * lost, also with an older vote left before the loss, any acceptors promising the fourth ballot.
   * A candidate leads exactly if those that have lost nothing are a quorum, and keeps what was
   * chosen.
   */
  @ParameterizedTest
  @ValueSource(ints = {3, 5})
  void nothingChosenIsForgottenWhoeverHasLostItsVote(int acceptors) {
    List<State> states = VoteHistories.of(acceptors);
    int step = acceptors == 3 ? 1 : 23;
    for (int i = 0; i < states.size(); i += step) {
      for (int losers = 1; losers < 1 << acceptors; losers++) {
        for (int promisers : VoteHistories.majorities(acceptors)) {
          check(states.get(i), acceptors, losers, promisers);
        }
      }
    }
  }

  private static void check(State state, int acceptors, int losers, int promisers) {
    Preparation preparation = new Preparation(config(1, acceptors), BALLOT, 1, 0);
    for (int acceptor = 0; acceptor < acceptors; acceptor++) {
      if ((promisers >> acceptor & 1) == 1) {
        List<LogRecord> log = log(state, acceptor, (losers >> acceptor & 1) == 1);
        preparation.onPromise(NodeId.of(acceptor + 1), promiseOf(log, new Prepare(BALLOT, 1), 0));
      }
    }
    boolean isQuorum = 2 * Integer.bitCount(promisers & ~losers) > acceptors;
    String when = state + " lost " + losers + " promised " + promisers;
    if (preparation.isPromised(0) != isQuorum) {
      throw new AssertionError(when + " leads: " + preparation.isPromised(0));
    }
    Vote kept = preparation.highestVotes().get(1L);
    if (isQuorum && state.chosen() != 0) {
      if (kept == null || !kept.decree().equals(named(state.chosen()))) {
        throw new AssertionError(when + " proposes " + kept);
      }
    }
  }

  private static Decree named(int decree) {
    return decree("decree " + decree);
  }

  /** The log of that acceptor. If its vote is lost, one of an older ballot is not. */
  private static List<LogRecord> log(State state, int acceptor, boolean isLost) {
    List<LogRecord> log = new ArrayList<>();
    int latest = state.ballots().get(acceptor);
    for (int round = 1; round <= latest; round++) {
      int decree = state.decrees().get(round - 1);
      boolean isKept = isLost ? round < latest && decree != 0 : round == latest;
      if (isKept) {
        log.add(voted(1, ballot(round, 1 + round % 3), named(decree)));
      }
    }
    if (isLost) {
      log.add(LOST);
      log.add(new Reached(ballot(3, 1), 1, 0));
    }
    return log;
  }

  /**
   * Nodes 1 and 3 have voted for a decree in slot 9, which is chosen thereby. Node 1 loses its
   * vote, and node 3 is down. Node 2 must not take slot 9 for empty on node 1's word.
   */
  @Test
  void aSlotWhoseVoteIsLostIsNotFilledWithANoOp() {
    Solo candidate = new Solo(config(2, 3), List.of(new ChosenThrough(8)));
    Ballot ballot = candidate.campaign(1);
    Promise lost =
        promiseOf(
            List.of(new ChosenThrough(8), LOST, new Reached(ballot(1, 1), 9, 0)),
            new Prepare(ballot, 9),
            8);

    candidate.receive(1, lost);
    candidate.sync();
    candidate.ticks(Samples.RETRANSMIT_TICKS);

    assertThat(candidate.replica.standing()).isEqualTo(Standing.CAMPAIGNING);
    assertThat(candidate.said(Accept.class)).isEmpty();
    assertThat(candidate.noticed(Notice.AwaitsVotes.class)).hasSize(1);
    candidate.receive(
        3, Solo.promise(ballot, 8, new TreeMap<>(Map.of(9L, vote(ballot(1, 1), RED)))));
    candidate.sync();
    assertThat(candidate.replica.standing()).isEqualTo(Standing.LEADING);
    assertThat(candidate.saidTo(1, Accept.class))
        .extracting(Accept::slot, Accept::decree)
        .containsExactly(tuple(9L, RED), tuple(10L, NOOP));
  }

  /**
   * Slot 9 is chosen by the votes of nodes 1 and 3. Node 1, the only one to know, loses its decree.
   * What the vote of node 3 tells is enough, although node 1 promises first.
   */
  @Test
  void whatOnlyAVoteHoldsIsProposedAgainThoughItsLoserPromisesFirst() {
    Solo candidate = new Solo(config(2, 3), List.of(new ChosenThrough(8)));
    Ballot ballot = candidate.campaign(1);
    List<LogRecord> log =
        List.of(new ChosenThrough(8), LOST, new Reached(ballot(1, 1), 9, 0), new ChosenThrough(9));
    candidate.receive(1, promiseOf(log, new Prepare(ballot, 9), 8));
    candidate.sync();
    assertThat(candidate.replica.standing()).isEqualTo(Standing.CAMPAIGNING);

    candidate.receive(
        3, Solo.promise(ballot, 8, new TreeMap<>(Map.of(9L, vote(ballot(1, 1), RED)))));
    candidate.sync();

    assertThat(candidate.replica.standing()).isEqualTo(Standing.LEADING);
    assertThat(candidate.saidTo(1, Accept.class))
        .extracting(Accept::slot, Accept::decree)
        .containsExactly(tuple(9L, RED), tuple(10L, NOOP));
  }
}
