package io.github.multipaxos.protocol;

import static io.github.multipaxos.protocol.Samples.NODE_1;
import static io.github.multipaxos.protocol.Samples.NODE_2;
import static io.github.multipaxos.protocol.Samples.NODE_3;
import static io.github.multipaxos.protocol.Samples.RED;
import static io.github.multipaxos.protocol.Samples.ballot;
import static io.github.multipaxos.protocol.Samples.command;
import static io.github.multipaxos.protocol.Samples.voted;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.message.Envelope;
import io.github.multipaxos.message.Message.Accept;
import io.github.multipaxos.message.Message.Accepted;
import io.github.multipaxos.message.Message.Canvass;
import io.github.multipaxos.message.Message.CanvassAnswer;
import io.github.multipaxos.message.Message.Prepare;
import io.github.multipaxos.message.Message.Promise;
import io.github.multipaxos.message.Message.Vow;
import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.record.LogRecord;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Rules D1 and P1: what is claimed to be remembered is. */
class ReplicaDurabilityTest {

  private final Solo node = new Solo(1, 3);

  private static LogRecord lastOf(List<LogRecord> records) {
    return records.get(records.size() - 1);
  }

  @Test
  void preparesOnlyByAVowThatGoesWithTheRecordOfItsBallot() {
    Canvass canvass = node.untilCanvass();

    Effects effects =
        node.receive(2, new CanvassAnswer(canvass.ballot(), canvass.attempt(), true, Ballot.NONE));

    Ballot mine = canvass.ballot();
    Vow promise = Solo.promise(mine, 0, new TreeMap<>());
    assertThat(effects.records()).containsExactly(new LogRecord.Promised(mine));
    assertThat(effects.vows())
        .containsExactlyInAnyOrder(
            new Envelope<>(NODE_2, new Prepare(mine, 1)),
            new Envelope<>(NODE_3, new Prepare(mine, 1)),
            new Envelope<>(NODE_1, promise));
    assertThat(effects.messages()).isEmpty();
  }

  @Test
  void doesNotLeadBeforeItsOwnPromiseIsDurable() {
    Canvass canvass = node.untilCanvass();
    node.receive(2, new CanvassAnswer(canvass.ballot(), canvass.attempt(), true, Ballot.NONE));

    node.receive(2, Solo.promise(canvass.ballot(), 0, new TreeMap<>()));
    assertThat(node.replica.standing()).isEqualTo(Standing.CAMPAIGNING);
    node.sync();

    assertThat(node.replica.standing()).isEqualTo(Standing.LEADING);
  }

  @Test
  void countsItsOwnVoteOnlyWhenItIsDurable() {
    Ballot ballot = node.lead(2);
    node.sync();
    node.propose(command(1, 1));
    assertThat(lastOf(node.unsynced)).isInstanceOf(LogRecord.Voted.class);

    node.receive(2, new Accepted(ballot, 1));
    node.receive(2, new Accepted(ballot, 2));
    assertThat(node.chosen).extracting(Effects.Chosen::slot).containsExactly(1L);
    node.sync();

    assertThat(node.chosen).extracting(Effects.Chosen::slot).containsExactly(1L, 2L);
  }

  @Test
  void needsNotItsOwnVoteWhereOthersAreAQuorum() {
    Ballot ballot = node.lead(2);
    node.propose(command(1, 1));

    node.receive(2, new Accepted(ballot, 2));
    node.receive(3, new Accepted(ballot, 2));
    node.receive(3, new Accepted(ballot, 1));

    assertThat(node.chosen).hasSize(2);
    assertThat(node.unsynced).isNotEmpty();
  }

  @Test
  void choosesAloneOnlyWhatIsDurable() {
    Solo alone = new Solo(1, 1);
    alone.ticks(1);
    alone.sync();
    alone.forget();

    alone.propose(command(1, 1));
    assertThat(alone.chosen).isEmpty();
    alone.sync();

    assertThat(alone.chosen).hasSize(1);
  }

  @Test
  void neverPreparesABallotASecondTime() {
    Ballot first = node.campaign(2);
    assertThat(node.vowedTo(3, Prepare.class)).isNotEmpty();
    node.crash();

    Ballot second = node.campaign(2);

    assertThat(second).isGreaterThan(first);
  }

  @Test
  void hasPreparedNothingThatItForgets() {
    Canvass canvass = node.untilCanvass();
    node.receive(2, new CanvassAnswer(canvass.ballot(), canvass.attempt(), true, Ballot.NONE));
    assertThat(node.vowed).isEmpty();

    node.crash();

    assertThat(node.replica.promised()).isEqualTo(Ballot.NONE);
  }

  @Test
  void saysNothingOfAPromiseOrAVoteBeforeItIsDurable() {
    Effects promised = node.receive(2, new Prepare(ballot(3, 2), 1));
    Effects accepted = node.receive(2, new Accept(ballot(3, 2), 1, RED, 0));

    assertThat(promised.messages()).isEmpty();
    assertThat(promised.records()).containsExactly(new LogRecord.Promised(ballot(3, 2)));
    assertThat(accepted.messages()).isEmpty();
    assertThat(accepted.records()).containsExactly(voted(1, ballot(3, 2), RED));
    node.sync();
    assertThat(node.vowedTo(2, Promise.class)).hasSize(1);
    assertThat(node.vowedTo(2, Accepted.class)).hasSize(1);
  }

  @Test
  void keepsPromisesAndVotesThroughACrash() {
    node.receive(2, new Accept(ballot(3, 2), 1, RED, 0));
    node.receive(3, new Prepare(ballot(4, 3), 1));
    node.sync();
    node.crash();

    node.receive(3, new Prepare(ballot(4, 3), 1));
    node.sync();
    Promise again = node.vowedTo(3, Promise.class).get(0);
    node.receive(2, new Accept(ballot(3, 2), 2, RED, 0));
    node.sync();

    assertThat(again.votes()).containsOnlyKeys(1L);
    assertThat(again.ballot()).isEqualTo(ballot(4, 3));
    assertThat(node.vowedTo(2, Accepted.class)).isEmpty();
  }

  @Test
  void vowsAgainWithoutWritingAgain() {
    node.receive(2, new Prepare(ballot(3, 2), 1));
    node.receive(2, new Accept(ballot(3, 2), 1, RED, 0));
    node.sync();
    node.forget();

    Effects promised = node.receive(2, new Prepare(ballot(3, 2), 1));
    Effects accepted = node.receive(2, new Accept(ballot(3, 2), 1, RED, 0));

    assertThat(promised.records()).isEmpty();
    assertThat(promised.vows()).hasSize(1);
    assertThat(accepted.records()).isEmpty();
    assertThat(accepted.vows()).hasSize(1);
  }

  @Test
  void owesTheRecordsOfAllEventsOfAStepTogether() {
    Effects effects =
        node.step(
            new Event.Received(NODE_2, new Prepare(ballot(3, 2), 1)),
            new Event.Received(NODE_3, new Prepare(ballot(4, 3), 1)),
            new Event.Received(NODE_2, new Accept(ballot(3, 2), 1, RED, 0)));

    assertThat(effects.records())
        .containsExactly(
            new LogRecord.Promised(ballot(3, 2)), new LogRecord.Promised(ballot(4, 3)));
    assertThat(effects.vows()).hasSize(2);
    assertThat(effects.messages()).hasSize(1);
  }
}
