package io.github.multipaxos.protocol;

import static io.github.multipaxos.protocol.Samples.BLUE;
import static io.github.multipaxos.protocol.Samples.NODE_3;
import static io.github.multipaxos.protocol.Samples.NOOP;
import static io.github.multipaxos.protocol.Samples.RED;
import static io.github.multipaxos.protocol.Samples.RETRANSMIT_TICKS;
import static io.github.multipaxos.protocol.Samples.ballot;
import static io.github.multipaxos.protocol.Samples.batch;
import static io.github.multipaxos.protocol.Samples.command;
import static io.github.multipaxos.protocol.Samples.vote;
import static io.github.multipaxos.protocol.Samples.voted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.multipaxos.message.Message.Accept;
import io.github.multipaxos.message.Message.Chosen;
import io.github.multipaxos.message.Message.Decrees;
import io.github.multipaxos.message.Message.Fetch;
import io.github.multipaxos.message.Message.Heartbeat;
import io.github.multipaxos.message.Message.Prepare;
import io.github.multipaxos.message.Message.Promise;
import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.Decree;
import io.github.multipaxos.model.Vote;
import io.github.multipaxos.record.LogRecord;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ReplicaCatchUpTest {

  private static final Ballot LEADER = ballot(3, 2);

  private final Solo node = new Solo(1, 3);

  /** Rule L1: its vote of an older ballot may be for another decree. */
  @Test
  void fetchesWhatItsOwnVotesCannotTellIt() {
    node.receive(3, new Accept(ballot(1, 3), 1, BLUE, 0));
    node.receive(2, new Accept(LEADER, 2, RED, 0));

    node.receive(2, new Chosen(LEADER, 2));
    assertThat(node.replica.chosenThrough()).isZero();
    node.ticks(2);
    assertThat(node.saidTo(2, Fetch.class)).containsExactly(new Fetch(1, 1));
    node.receive(2, new Decrees(1, List.of(RED), 2));

    assertThat(node.chosen).containsExactly(new Effects.Chosen(1, RED), new Effects.Chosen(2, RED));
    node.sync();
    assertThat(node.onDisk(1)).isEqualTo(RED);
    assertThat(node.durable).contains(new LogRecord.Learnt(1, RED));
    assertThat(node.durable).contains(new LogRecord.ChosenThrough(2));
  }

  @Test
  void believesItsLeaderOfItsOwnVotesInThatBallot() {
    node.receive(2, new Accept(LEADER, 1, RED, 0));
    node.receive(2, new Accept(LEADER, 2, BLUE, 1));
    assertThat(node.replica.chosenThrough()).isEqualTo(1);

    node.receive(2, new Heartbeat(LEADER, 1, 1, 2));

    assertThat(node.chosen)
        .containsExactly(new Effects.Chosen(1, RED), new Effects.Chosen(2, BLUE));
    assertThat(node.said(Fetch.class)).isEmpty();
  }

  @Test
  void keepsInMemoryOnlyVotesAboveItsPrefix() {
    node.receive(2, new Accept(LEADER, 1, RED, 0));
    node.receive(2, new Accept(LEADER, 2, BLUE, 0));
    assertThat(node.replica.votes()).containsOnlyKeys(1L, 2L);

    node.receive(2, new Chosen(LEADER, 1));

    assertThat(node.replica.votes()).containsOnlyKeys(2L);
  }

  /** Rule L5. */
  @Test
  void turnsFromOnePeerToTheNextUntilOneAnswers() {
    node.receive(2, new Heartbeat(LEADER, 1, 1, 4));
    for (int round = 2; round < 10; round++) {
      node.ticks(RETRANSMIT_TICKS);
      node.receive(2, new Heartbeat(LEADER, round, 1, 4));
    }

    assertThat(node.saidTo(2, Fetch.class)).hasSizeBetween(3, 5);
    assertThat(node.saidTo(3, Fetch.class)).hasSizeBetween(3, 5);
    node.receive(3, new Decrees(1, List.of(RED, RED, RED, RED), 4));
    assertThat(node.replica.chosenThrough()).isEqualTo(4);
    node.forget();
    node.ticks(RETRANSMIT_TICKS);
    assertThat(node.said(Fetch.class)).isEmpty();
  }

  @Test
  void turnsToAnotherPeerWhenOneHasNothingToGive() {
    node.receive(2, new Heartbeat(LEADER, 1, 1, 4));
    node.ticks(2);
    assertThat(node.saidTo(2, Fetch.class)).hasSize(1);

    node.receive(2, new Decrees(1, List.of(), 0));
    node.ticks(RETRANSMIT_TICKS);

    assertThat(node.saidTo(3, Fetch.class)).containsExactly(new Fetch(1, 4));
  }

  /** Otherwise two nodes without it would keep each other busy with questions for ever. */
  @Test
  void waitsOnceNobodyHadAnythingToGive() {
    node.receive(2, new Heartbeat(LEADER, 1, 1, 4));
    node.ticks(2);
    node.receive(2, new Decrees(1, List.of(), 0));
    assertThat(node.said(Fetch.class)).hasSize(2);

    node.receive(3, new Decrees(1, List.of(), 0));
    assertThat(node.said(Fetch.class)).hasSize(2);
    node.ticks(RETRANSMIT_TICKS);

    assertThat(node.said(Fetch.class)).hasSize(3);
  }

  @Test
  void asksOnWithoutWaitingWhileItIsGivenSome() {
    node.receive(2, new Heartbeat(LEADER, 1, 1, 9));
    node.ticks(2);
    node.forget();

    node.receive(2, new Decrees(1, List.of(RED, RED), 9));

    assertThat(node.saidTo(2, Fetch.class)).containsExactly(new Fetch(3, 9));
  }

  /** Rule L6. */
  @Test
  void givesOnlyWhatIsOfItsOwnPrefix() {
    node.receive(2, new Accept(LEADER, 1, RED, 0));
    node.receive(2, new Accept(LEADER, 2, BLUE, 1));
    node.receive(2, new Accept(LEADER, 3, BLUE, 1));
    node.sync();
    node.forget();

    node.receive(3, new Fetch(1, 9));
    assertThat(node.readBacks).containsExactly(new Effects.ReadBack(NODE_3, 1, 1, 1, 1));
    node.receive(3, new Fetch(2, 9));

    assertThat(node.readBacks).hasSize(1);
    assertThat(node.saidTo(3, Decrees.class)).containsExactly(new Decrees(2, List.of(), 1));
  }

  /** Rule P5. Node 2's silence about slots 1 to 3 means that they are chosen, not empty. */
  @Test
  void fetchesBeforeItLeadsWhatAPromiserKnowsToBeChosen() {
    Ballot mine = node.campaign(2);
    node.receive(2, Solo.promise(mine, 3, new TreeMap<>(Map.of(5L, vote(ballot(0, 1), BLUE)))));
    assertThat(node.replica.standing()).isEqualTo(Standing.CAMPAIGNING);
    assertThat(node.said(Accept.class)).isEmpty();
    assertThat(node.saidTo(2, Fetch.class)).containsExactly(new Fetch(1, 3)); // without delay
    assertThat(node.noticed(Notice.AwaitsDecrees.class))
        .containsExactly(new Notice.AwaitsDecrees(mine, 3));

    node.receive(2, new Decrees(1, List.of(RED, RED), 3));
    assertThat(node.replica.standing()).isEqualTo(Standing.CAMPAIGNING);
    node.receive(2, new Decrees(3, List.of(RED), 3));

    assertThat(node.replica.standing()).isEqualTo(Standing.LEADING);
    assertThat(node.saidTo(2, Accept.class))
        .extracting(Accept::slot, Accept::decree)
        .containsExactly(tuple(4L, NOOP), tuple(5L, BLUE), tuple(6L, NOOP));
  }

  /** Rule P2. */
  @Test
  void doesNotLeadOnAPartOfAPromise() {
    Ballot mine = node.campaign(2);
    TreeMap<Long, Vote> first = new TreeMap<>(Map.of(1L, vote(ballot(0, 1), BLUE)));
    TreeMap<Long, Vote> second = new TreeMap<>(Map.of(2L, vote(ballot(0, 1), RED)));

    node.receive(2, new Promise(mine, 1, 1, 0, 1, first));
    node.receive(3, new Promise(mine, 2, Long.MAX_VALUE, 0, 1, second));
    assertThat(node.replica.standing()).isEqualTo(Standing.CAMPAIGNING);
    node.receive(2, new Promise(mine, 2, Long.MAX_VALUE, 0, 1, second));

    assertThat(node.replica.standing()).isEqualTo(Standing.LEADING);
    assertThat(node.saidTo(3, Accept.class))
        .extracting(Accept::decree)
        .containsExactly(BLUE, RED, NOOP);
  }

  @Test
  void promisesInPagesThatItsPeerPutsTogether() {
    Solo voter = new Solo(2, 3);
    Decree large = batch(command(3, 1, 700_000));
    for (long slot = 1; slot <= 5; slot++) {
      voter.receive(3, new Accept(ballot(1, 3), slot, large, 0));
    }
    node.receive(3, new Prepare(ballot(1, 3), 1)); // so that node 1 goes above it
    Ballot higher = node.campaign(3);

    voter.receive(1, new Prepare(higher, 1));
    voter.sync();
    List<Promise> pages = voter.vowedTo(1, Promise.class);
    assertThat(pages).hasSize(5);
    pages.forEach(page -> node.receive(2, page));

    assertThat(node.replica.standing()).isEqualTo(Standing.LEADING);
    assertThat(node.saidTo(2, Accept.class))
        .extracting(Accept::decree)
        .containsExactly(large, large, large, large, large, NOOP);
  }

  @Test
  void handsOutAgainAfterARestartOnlyWhatItsLogDoesNotSayIsChosen() {
    Solo restarted =
        new Solo(
            Samples.config(1, 3),
            List.of(voted(1, LEADER, RED), voted(2, LEADER, BLUE), new LogRecord.ChosenThrough(1)));
    assertThat(restarted.replica.chosenThrough()).isEqualTo(1);

    restarted.receive(2, new Chosen(LEADER, 2));

    assertThat(restarted.chosen).containsExactly(new Effects.Chosen(2, BLUE));
  }

  @Test
  void catchesUpWithWhateverItMissed() {
    QuietCluster cluster = new QuietCluster(3);
    cluster.elect(1);
    cluster.isolate(3);
    for (long sequence = 1; sequence <= 50; sequence++) {
      cluster.node(1).propose(command(1, sequence));
      cluster.settle();
    }

    cluster.heal();
    cluster.ticks(30);

    assertThat(cluster.node(3).chosen).isEqualTo(cluster.node(1).chosen);
    assertThat(cluster.node(3).replica.chosenThrough()).isGreaterThanOrEqualTo(51);
  }
}
