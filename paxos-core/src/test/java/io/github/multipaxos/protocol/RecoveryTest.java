package io.github.multipaxos.protocol;

import static io.github.multipaxos.protocol.Samples.NOOP;
import static io.github.multipaxos.protocol.Samples.ballot;
import static io.github.multipaxos.protocol.Samples.config;
import static io.github.multipaxos.protocol.Samples.decree;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.message.Envelope;
import io.github.multipaxos.message.Message;
import io.github.multipaxos.message.Message.Accept;
import io.github.multipaxos.message.Message.Prepare;
import io.github.multipaxos.message.Message.Promise;
import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.Decree;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.model.Vote;
import io.github.multipaxos.protocol.VoteHistories.State;
import io.github.multipaxos.record.LogRecord;
import io.github.multipaxos.record.LogRecord.Voted;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rules P2, P3, P4, P5 and P8, exhaustively: for every state of the acceptors' votes that Paxos can
 * reach in three ballots, and for every quorum that may promise the fourth, the new leader proposes
 * in each slot what was chosen there, if anything was.
 */
class RecoveryTest {

  private static final Ballot FOURTH = ballot(4, 1);
  private static final int SLOTS = 3;
  private static final List<Decree> NAMED =
      List.of(NOOP, decree("first"), decree("second"), decree("third"));
  private static final Map<Integer, ReplicaConfig> CONFIGS =
      Map.of(3, config(1, 3), 5, config(1, 5));

  @Test
  void knowsEveryStateOfThreeAndFiveAcceptors() {
    List<State> three = VoteHistories.of(3);
    List<State> five = VoteHistories.of(5);

    assertThat(three).anyMatch(state -> state.chosen() == 1).anyMatch(state -> state.chosen() == 3);
    assertThat(three).hasSizeGreaterThan(100);
    assertThat(five).hasSizeGreaterThan(2000);
    assertThat(five) // a chosen decree that only one of a later quorum's acceptors has voted for
        .anyMatch(state -> state.chosen() == 1 && state.ballots().equals(List.of(1, 1, 1, 0, 0)))
        .anyMatch(state -> state.chosen() == 2 && state.ballots().equals(List.of(1, 1, 2, 2, 2)));
  }

  /** Two slots in every pair of states, a third one above them in a few. */
  @Test
  void keepsWhatThreeAcceptorsMayHaveChosen() {
    List<State> states = VoteHistories.of(3);
    List<State> above = sample(states);
    for (int i = 0; i < states.size(); i++) {
      for (State second : states) {
        check(3, List.of(states.get(i), second, above.get(i % above.size())));
      }
    }
  }

  @Test
  void keepsWhatFiveAcceptorsMayHaveChosen() {
    List<State> states = VoteHistories.of(5);
    int size = states.size();
    for (int i = 0; i < size; i++) {
      check(5, List.of(states.get(i), states.get((i * 7 + 1) % size), states.get(size - 1 - i)));
    }
  }

  /** Every eighth state, with those in which nobody or everybody has voted. */
  private static List<State> sample(List<State> states) {
    List<State> sample = new ArrayList<>();
    for (int i = 0; i < states.size(); i += 8) {
      sample.add(states.get(i));
    }
    sample.add(states.get(states.size() - 1));
    return sample;
  }

  private static void check(int acceptors, List<State> slots) {
    List<Promise> promises = new ArrayList<>();
    for (int acceptor = 0; acceptor < acceptors; acceptor++) {
      promises.add(promise(acceptor, slots));
    }
    for (int quorum : VoteHistories.majorities(acceptors)) {
      check(acceptors, slots, quorum, promises);
    }
  }

  private static void check(int acceptors, List<State> slots, int quorum, List<Promise> promises) {
    List<Decree> expected = new ArrayList<>();
    int recovered = 0;
    for (State state : slots) {
      int decree = expected(state, quorum);
      expected.add(decree == 0 ? NOOP : NAMED.get(decree));
      recovered = decree == 0 ? recovered : expected.size();
      require(
          state.chosen() == 0 || state.chosen() == decree, "the test expects too little", state);
    }
    expected.subList(recovered, expected.size()).clear();
    expected.add(NOOP); // its own, the barrier

    List<Decree> proposed = proposedAfter(CONFIGS.get(acceptors), quorum, promises);

    if (!proposed.equals(expected)) {
      throw new AssertionError(
          "quorum " + Integer.toBinaryString(quorum) + " of " + slots + " proposes " + proposed);
    }
  }

  private static void require(boolean holds, String sentence, Object what) {
    if (!holds) { // not assertThat: this is asked some hundred thousand times
      throw new AssertionError(sentence + ": " + what);
    }
  }

  /** Rule P3 by hand: the decree of the highest ballot that any of the quorum has voted in. */
  private static int expected(State slot, int quorum) {
    int highest = 0;
    for (int acceptor = 0; acceptor < slot.ballots().size(); acceptor++) {
      if ((quorum >> acceptor & 1) == 1) {
        highest = Math.max(highest, slot.ballots().get(acceptor));
      }
    }
    return highest == 0 ? 0 : slot.decrees().get(highest - 1);
  }

  /** What that acceptor, with the votes of these states, promises the fourth ballot. */
  private static Promise promise(int acceptor, List<State> slots) {
    List<LogRecord> log = new ArrayList<>();
    for (int slot = 0; slot < slots.size(); slot++) {
      State state = slots.get(slot);
      int round = state.ballots().get(acceptor);
      if (round > 0) {
        Decree decree = NAMED.get(state.decrees().get(round - 1));
        log.add(new Voted(slot + 1L, Samples.vote(ballot(round, 1 + round % 3), decree)));
      }
    }
    Outbox outbox = new Outbox(NodeId.of(acceptor + 1));
    new Acceptor(outbox, Samples.recovered(log), Samples.PAGE_BYTES)
        .onPrepare(NodeId.of(1), new Prepare(FOURTH, 1), 0, 1);
    return (Promise) outbox.drain().vows().get(0).message();
  }

  /** Gives a candidate the promises of the quorum, and returns what it proposes from slot 1 on. */
  private static List<Decree> proposedAfter(
      ReplicaConfig config, int quorum, List<Promise> promises) {
    Outbox outbox = new Outbox(config.self());
    Proposer proposer = new Proposer(config, outbox, new StateCheck(config), new Suffrage(true));
    proposer.campaign(ballot(3, 3), 0, 0);
    for (int acceptor = 0; acceptor < promises.size(); acceptor++) {
      if ((quorum >> acceptor & 1) == 1) {
        proposer.onPromise(NodeId.of(acceptor + 1), promises.get(acceptor));
      }
    }
    require(proposer.leadIfPromised(0, 0), "does not lead", promises);
    return proposals(outbox.drain());
  }

  /** Returns what each peer is asked to accept from slot 1 on; all are asked the same. */
  private static List<Decree> proposals(Effects effects) {
    Map<NodeId, List<Decree>> byPeer = new TreeMap<>();
    for (Envelope<Message> envelope : effects.messages()) {
      if (envelope.message() instanceof Accept accept) {
        List<Decree> decrees = byPeer.computeIfAbsent(envelope.to(), to -> new ArrayList<>());
        decrees.add(accept.decree());
        require(accept.ballot().equals(FOURTH), "another ballot", accept);
        require(accept.slot() == decrees.size(), "out of order", accept);
      }
    }
    List<Decree> first = byPeer.get(NodeId.of(2));
    require(byPeer.values().stream().allMatch(first::equals), "not the same to all", byPeer);
    return first;
  }

  /**
   * Rule P5. Any of three acceptors may know that slots 1 to {@code prefix} are chosen, and then
   * tells no votes there. The candidate proposes nothing in them, but waits until it has learnt
   * them.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void proposesNothingThatAPromiserKnowsToBeChosen(long prefix) {
    for (int knowing = 1; knowing < 8; knowing++) {
      for (int quorum : VoteHistories.majorities(3)) {
        Outbox outbox = new Outbox(NodeId.of(1));
        Proposer proposer =
            new Proposer(config(1, 3), outbox, new StateCheck(config(1, 3)), new Suffrage(true));
        proposer.campaign(ballot(3, 3), 0, 0);
        boolean isKnown = false;
        for (int acceptor = 0; acceptor < 3; acceptor++) {
          if ((quorum >> acceptor & 1) == 1) {
            boolean knows = (knowing >> acceptor & 1) == 1;
            proposer.onPromise(NodeId.of(acceptor + 1), knowingPromise(knows ? prefix : 0));
            isKnown |= knows;
          }
        }

        assertThat(proposer.candidateBehind(0).isPresent()).isEqualTo(isKnown);
        assertThat(proposer.candidateBehind(prefix - 1).isPresent()).isEqualTo(isKnown);
        assertThat(proposer.candidateBehind(prefix)).isEmpty();
        assertThat(proposer.leadIfPromised(prefix - 1, 0)).isEqualTo(!isKnown);
        if (isKnown) {
          assertThat(proposer.leadIfPromised(prefix, 0)).isTrue();
          assertThat(acceptedSlots(outbox.drain())).allMatch(slot -> slot > prefix).isNotEmpty();
        }
      }
    }
  }

  private static Promise knowingPromise(long chosenThrough) {
    SortedMap<Long, Vote> votes = new TreeMap<>();
    for (long slot = chosenThrough + 1; slot <= SLOTS; slot++) {
      votes.put(slot, Samples.vote(ballot(2, 3), NAMED.get(1)));
    }
    return new Promise(FOURTH, 1, Long.MAX_VALUE, chosenThrough, 1, votes);
  }

  private static List<Long> acceptedSlots(Effects effects) {
    return effects.messages().stream()
        .map(Envelope::message)
        .filter(Accept.class::isInstance)
        .map(message -> ((Accept) message).slot())
        .toList();
  }
}
