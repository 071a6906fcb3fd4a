package io.github.multipaxos.protocol;

import static io.github.multipaxos.protocol.Samples.RED;
import static io.github.multipaxos.protocol.Samples.ballot;
import static io.github.multipaxos.protocol.Samples.vote;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.message.Envelope;
import io.github.multipaxos.message.Message;
import io.github.multipaxos.message.Message.Accept;
import io.github.multipaxos.message.Message.Accepted;
import io.github.multipaxos.message.Message.Canvass;
import io.github.multipaxos.message.Message.CanvassAnswer;
import io.github.multipaxos.message.Message.Chosen;
import io.github.multipaxos.message.Message.Heartbeat;
import io.github.multipaxos.message.Message.HeartbeatAck;
import io.github.multipaxos.message.Message.Nack;
import io.github.multipaxos.message.Message.Prepare;
import io.github.multipaxos.message.Message.Promise;
import io.github.multipaxos.message.Message.TakeOver;
import io.github.multipaxos.message.Message.Vow;
import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.record.LogRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever a node is doing, and whatever comes from the owner of a lower, the same or a higher
 * ballot: rules A1, A2, A5, E1, E2, E5 and P10 say what it answers and whether it goes on.
 */
class ReplicaOwnerGridTest {

  static Stream<Arguments> grid() {
    List<Arguments> grid = new ArrayList<>();
    for (Situation situation : Situation.values()) {
      for (Ballot ballot :
          List.of(ballot(5, 1), ballot(5, 3), ballot(6, 1), ballot(6, 3), ballot(7, 1))) {
        grid.add(Arguments.of(situation, ballot));
      }
    }
    return grid.stream();
  }

  private static boolean isRefused(Situation situation, Ballot ballot) {
    return ballot.compareTo(situation.promised()) < 0;
  }

  private static boolean isHigher(Situation situation, Ballot ballot) {
    return ballot.compareTo(situation.promised()) > 0;
  }

  private static void saysToOwner(Solo node, Ballot ballot, Message... messages) {
    List<Envelope<Message>> expected = new ArrayList<>();
    for (Message message : messages) {
      expected.add(new Envelope<>(ballot.node(), message));
    }
    assertThat(node.sent).isEqualTo(expected);
  }

  private static void vowsToOwner(Solo node, Ballot ballot, Vow... vows) {
    List<Envelope<Vow>> expected = new ArrayList<>();
    for (Vow vow : vows) {
      expected.add(new Envelope<>(ballot.node(), vow));
    }
    assertThat(node.vowed).isEqualTo(expected);
  }

  private static void isAsBefore(Solo node, Situation situation) {
    assertThat(node.replica.standing()).isEqualTo(situation.standing());
    assertThat(node.replica.leader()).isEqualTo(situation.leader());
    assertThat(node.replica.promised()).isEqualTo(situation.promised());
  }

  private static void follows(Solo node, Ballot ballot) {
    assertThat(node.replica.standing()).isEqualTo(Standing.FOLLOWING);
    assertThat(node.replica.leader()).isEqualTo(ballot);
  }

  @ParameterizedTest
  @MethodSource("grid")
  void answersPrepare(Situation situation, Ballot ballot) {
    Solo node = situation.node();

    List<LogRecord> records = node.receive(ballot.node().value(), new Prepare(ballot, 9)).records();
    node.sync();

    if (isRefused(situation, ballot)) {
      saysToOwner(node, ballot, new Nack(ballot, situation.promised()));
      vowsToOwner(node, ballot);
      assertThat(records).isEmpty();
      isAsBefore(node, situation);
      return;
    }
    vowsToOwner(node, ballot, new Promise(ballot, 9, Long.MAX_VALUE, 0, 1, new TreeMap<>()));
    assertThat(node.sent).isEmpty();
    assertThat(node.replica.promised()).isEqualTo(ballot);
    boolean isHigher = isHigher(situation, ballot);
    assertThat(records)
        .isEqualTo(isHigher ? List.of(new LogRecord.Promised(ballot)) : List.<LogRecord>of());
    if (situation == Situation.PREPARING || situation == Situation.LEADING) {
      assertThat(node.replica.standing()).isEqualTo(Standing.FOLLOWING);
      assertThat(node.noticed(Notice.StepsDown.class)).hasSize(1);
    }
    assertThat(node.replica.leader())
        .isEqualTo(isHigher ? Ballot.NONE : situation.leader()); // it has yet to say that it leads
  }

  @ParameterizedTest
  @MethodSource("grid")
  void answersAccept(Situation situation, Ballot ballot) {
    Solo node = situation.node();

    Effects effects = node.receive(ballot.node().value(), new Accept(ballot, 9, RED, 0));
    node.sync();

    if (isRefused(situation, ballot)) {
      saysToOwner(node, ballot, new Nack(ballot, situation.promised()));
      vowsToOwner(node, ballot);
      assertThat(effects.records()).isEmpty();
      isAsBefore(node, situation);
      return;
    }
    vowsToOwner(node, ballot, new Accepted(ballot, 9));
    assertThat(effects.records()).containsExactly(new LogRecord.Voted(9, vote(ballot, RED)));
    assertThat(node.replica.promised()).isEqualTo(ballot);
    follows(node, ballot);
  }

  @ParameterizedTest
  @MethodSource("grid")
  void answersHeartbeat(Situation situation, Ballot ballot) {
    Solo node = situation.node();

    node.receive(ballot.node().value(), new Heartbeat(ballot, 3, 0, 0));
    node.sync();

    vowsToOwner(node, ballot);
    if (isRefused(situation, ballot)) {
      saysToOwner(node, ballot, new Nack(ballot, situation.promised()));
      isAsBefore(node, situation);
      return;
    }
    saysToOwner(node, ballot, new HeartbeatAck(ballot, 3, 0));
    assertThat(node.replica.promised()).isEqualTo(situation.promised()); // nobody asked for one
    follows(node, ballot);
  }

  @ParameterizedTest
  @MethodSource("grid")
  void hearsChosen(Situation situation, Ballot ballot) {
    Solo node = situation.node();

    Effects effects = node.receive(ballot.node().value(), new Chosen(ballot, 0));

    assertThat(effects.messages()).isEmpty();
    assertThat(effects.vows()).isEmpty();
    assertThat(effects.records()).isEmpty();
    if (isRefused(situation, ballot)) {
      isAsBefore(node, situation);
      return;
    }
    assertThat(node.replica.promised()).isEqualTo(situation.promised());
    follows(node, ballot);
  }

  /** Whatever it answers, it has promised nothing and goes on with what it does. */
  @ParameterizedTest
  @MethodSource("grid")
  void answersCanvass(Situation situation, Ballot ballot) {
    Solo node = situation.node();

    Effects effects = node.receive(ballot.node().value(), new Canvass(ballot, 4));

    boolean isContent =
        situation == Situation.LEADING
            || situation == Situation.FOLLOWING && !ballot.node().equals(situation.leader().node());
    boolean granted = isHigher(situation, ballot) && !isContent;
    saysToOwner(node, ballot, new CanvassAnswer(ballot, 4, granted, situation.promised()));
    assertThat(effects.vows()).isEmpty();
    assertThat(effects.records()).isEmpty();
    isAsBefore(node, situation);
  }

  @ParameterizedTest
  @MethodSource("grid")
  void takesOverOnlyFromTheLeaderItFollows(Situation situation, Ballot ballot) {
    Solo node = situation.node();

    node.receive(ballot.node().value(), new TakeOver(ballot));
    node.sync();

    if (situation == Situation.FOLLOWING && ballot.equals(Situation.BEFORE)) {
      assertThat(node.replica.standing()).isEqualTo(Standing.CAMPAIGNING);
      assertThat(node.replica.promised()).isEqualTo(Situation.MINE);
      assertThat(node.vowedTo(3, Prepare.class))
          .containsExactly(new Prepare(Situation.MINE, 1, ballot));
    } else {
      assertThat(node.vowed).isEmpty();
      isAsBefore(node, situation);
    }
    assertThat(node.sent).isEmpty();
  }

  /** Rule A6. */
  @ParameterizedTest
  @EnumSource(Situation.class)
  void ignoresWhatAnotherNodeSaysInItsOwnBallot(Situation situation) {
    for (Message message :
        List.of(
            new Prepare(Situation.MINE, 1),
            new Accept(Situation.MINE, 1, RED, 0),
            new Heartbeat(Situation.MINE, 1, 0, 0),
            new Chosen(Situation.MINE, 1),
            new Canvass(Situation.MINE, 1),
            new TakeOver(Situation.MINE))) {
      Solo node = situation.node();

      Effects effects = node.receive(3, message);

      assertThat(effects.messages()).isEmpty();
      assertThat(effects.vows()).isEmpty();
      assertThat(effects.records()).isEmpty();
      assertThat(node.noticed(Notice.Ignores.class)).hasSize(1);
      isAsBefore(node, situation);
    }
  }
}
