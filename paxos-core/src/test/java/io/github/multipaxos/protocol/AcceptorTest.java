package io.github.multipaxos.protocol;

import static io.github.multipaxos.protocol.Samples.BLUE;
import static io.github.multipaxos.protocol.Samples.NODE_1;
import static io.github.multipaxos.protocol.Samples.NODE_2;
import static io.github.multipaxos.protocol.Samples.RED;
import static io.github.multipaxos.protocol.Samples.ballot;
import static io.github.multipaxos.protocol.Samples.batch;
import static io.github.multipaxos.protocol.Samples.command;
import static io.github.multipaxos.protocol.Samples.recovered;
import static io.github.multipaxos.protocol.Samples.vote;
import static io.github.multipaxos.protocol.Samples.voted;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.message.Envelope;
import io.github.multipaxos.message.Message.Accept;
import io.github.multipaxos.message.Message.Nack;
import io.github.multipaxos.message.Message.Prepare;
import io.github.multipaxos.message.Message.Promise;
import io.github.multipaxos.message.Message.Vow;
import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.Decree;
import io.github.multipaxos.model.Vote;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptorTest {

  private final Outbox outbox = new Outbox(NODE_1);
  private final Acceptor acceptor = new Acceptor(outbox, new Recovered(), Samples.PAGE_BYTES);

  @Test
  void hasPromisedNothingAtFirst() {
    assertThat(acceptor.promised()).isEqualTo(Ballot.NONE);
    assertThat(acceptor.votes()).isEmpty();
  }

  /** Rule A2: had the vote not raised the promise, 2.2 would be promised now and chosen below. */
  @Test
  void promisesByVotingAlso() {
    acceptor.onAccept(NODE_2, new Accept(ballot(3, 2), 1, RED, 0), false);
    outbox.drain();

    acceptor.onPrepare(NODE_2, new Prepare(ballot(2, 2), 1), 0, 1);

    Effects effects = outbox.drain();
    assertThat(effects.records()).isEmpty();
    assertThat(effects.vows()).isEmpty();
    assertThat(effects.messages())
        .containsExactly(new Envelope<>(NODE_2, new Nack(ballot(2, 2), ballot(3, 2))));
  }

  @Test
  void remembersAfterARestartWhatItPromisedByAVote() {
    Acceptor restarted =
        new Acceptor(
            outbox,
            recovered(voted(3, ballot(4, 2), RED), voted(1, ballot(2, 1), BLUE)),
            Samples.PAGE_BYTES);

    assertThat(restarted.promised()).isEqualTo(ballot(4, 2));
    assertThat(restarted.votes())
        .containsOnly(
            Map.entry(1L, vote(ballot(2, 1), BLUE)), Map.entry(3L, vote(ballot(4, 2), RED)));
  }

  @Test
  void promisesForSlotsNobodyHasUsedYet() {
    acceptor.onPrepare(NODE_2, new Prepare(ballot(2, 2), 1), 0, 1);
    outbox.drain();

    acceptor.onAccept(NODE_1, new Accept(ballot(1, 1), 1_000_000, RED, 0), false);

    assertThat(outbox.drain().vows()).isEmpty();
    assertThat(acceptor.votes()).isEmpty();
  }

  @Test
  void forgetsVotesOfTheChosenPrefixOnly() {
    for (long slot = 1; slot <= 4; slot++) {
      acceptor.onAccept(NODE_2, new Accept(ballot(1, 2), slot, RED, 0), false);
    }

    acceptor.forgetThrough(2);

    assertThat(acceptor.votes()).containsOnlyKeys(3L, 4L);
    assertThat(acceptor.promised()).isEqualTo(ballot(1, 2));
  }

  @Test
  void takesOfTwoDecreesInOneSlotTheOneOfTheHigherBallot() {
    acceptor.onAccept(NODE_1, new Accept(ballot(1, 1), 1, RED, 0), false);

    acceptor.onAccept(NODE_2, new Accept(ballot(2, 2), 1, BLUE, 0), false);

    assertThat(acceptor.vote(1)).isEqualTo(vote(ballot(2, 2), BLUE));
    assertThat(outbox.drain().records())
        .containsExactly(voted(1, ballot(1, 1), RED), voted(1, ballot(2, 2), BLUE));
  }

  /** Rule A4. The votes of all pages together are the votes, whatever their sizes. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 7, 40})
  void cutsAPromiseIntoPagesThatLoseNothing(int slots) {
    for (long slot = 1; slot <= slots; slot++) {
      acceptor.onAccept(NODE_2, new Accept(ballot(1, 2), slot, large(slot), 0), false);
    }
    outbox.drain();

    acceptor.onPrepare(NODE_2, new Prepare(ballot(2, 2), 1), 0, 1);

    List<Promise> pages = pages(outbox.drain().vows());
    SortedMap<Long, Vote> told = new TreeMap<>();
    long nextSlot = 1;
    for (int i = 0; i < pages.size(); i++) {
      assertThat(pages.get(i).firstSlot()).isEqualTo(nextSlot);
      assertThat(pages.get(i).throughSlot() == Long.MAX_VALUE).isEqualTo(i == pages.size() - 1);
      nextSlot = pages.get(i).throughSlot() + 1;
      assertThat(pages.get(i).votes()).doesNotContainKeys(told.keySet().toArray(Long[]::new));
      assertThat(pages.get(i).votes().size() == 1 || pages.get(i).bytes() <= 1_100_000).isTrue();
      told.putAll(pages.get(i).votes());
    }
    assertThat(told).isEqualTo(acceptor.votes());
    assertThat(pages.size()).isBetween(1 + slots / 5, 1 + slots);
  }

  @Test
  void tellsAVoteLargerThanAPageInAPageOfItsOwn() {
    acceptor.onAccept(NODE_2, new Accept(ballot(1, 2), 1, RED, 0), false);
    acceptor.onAccept(NODE_2, new Accept(ballot(1, 2), 2, ofBytes(3_000_000), 0), false);
    acceptor.onAccept(NODE_2, new Accept(ballot(1, 2), 3, RED, 0), false);
    outbox.drain();

    acceptor.onPrepare(NODE_2, new Prepare(ballot(2, 2), 1), 0, 1);

    assertThat(pages(outbox.drain().vows()))
        .extracting(page -> List.copyOf(page.votes().keySet()))
        .containsExactly(List.of(1L), List.of(2L), List.of(3L));
  }

  @Test
  void findsOnlyBallotsPlausibleThatCountingCouldReach() {
    acceptor.onPrepare(NODE_2, new Prepare(ballot(10, 2), 1), 0, 1);

    assertThat(acceptor.isPlausible(ballot(1, 3))).isTrue();
    assertThat(acceptor.isPlausible(ballot(10 + (1L << 32), 3))).isTrue();
    assertThat(acceptor.isPlausible(ballot(11 + (1L << 32), 3))).isFalse();
    assertThat(acceptor.isPlausible(ballot(Long.MAX_VALUE, 3))).isFalse();
  }

  private static List<Promise> pages(List<Envelope<Vow>> vows) {
    List<Promise> pages = new ArrayList<>();
    vows.forEach(vow -> pages.add((Promise) vow.message()));
    return pages;
  }

  private static Decree large(long slot) {
    return ofBytes(100_000 * (int) (1 + slot % 4));
  }

  private static Decree ofBytes(int bytes) {
    return batch(command(5, 1, bytes));
  }
}
