package io.github.multipaxos.protocol;

import static io.github.multipaxos.protocol.Samples.NODE_1;
import static io.github.multipaxos.protocol.Samples.RED;
import static io.github.multipaxos.protocol.Samples.ballot;
import static io.github.multipaxos.protocol.Samples.command;
import static io.github.multipaxos.protocol.Samples.members;
import static io.github.multipaxos.protocol.Samples.recovered;
import static io.github.multipaxos.protocol.Samples.vote;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.message.Message;
import io.github.multipaxos.message.Message.Accept;
import io.github.multipaxos.message.Message.Accepted;
import io.github.multipaxos.message.Message.AskIndex;
import io.github.multipaxos.message.Message.Canvass;
import io.github.multipaxos.message.Message.CanvassAnswer;
import io.github.multipaxos.message.Message.Chosen;
import io.github.multipaxos.message.Message.Decrees;
import io.github.multipaxos.message.Message.Fetch;
import io.github.multipaxos.message.Message.Forward;
import io.github.multipaxos.message.Message.Heartbeat;
import io.github.multipaxos.message.Message.HeartbeatAck;
import io.github.multipaxos.message.Message.Index;
import io.github.multipaxos.message.Message.Nack;
import io.github.multipaxos.message.Message.Prepare;
import io.github.multipaxos.message.Message.Promise;
import io.github.multipaxos.message.Message.Refused;
import io.github.multipaxos.message.Message.TakeOver;
import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.model.Vote;
import io.github.multipaxos.record.LogRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rule A6. */
class MessageCheckTest {

  private static final Ballot PROMISED = ballot(10, 1);
  private static final long LIMIT = 10 + (1L << 32);

  private static Optional<String> fault(Message message, int from) {
    Acceptor acceptor =
        new Acceptor(
            new Outbox(NODE_1), recovered(new LogRecord.Promised(PROMISED)), Samples.PAGE_BYTES);
    return MessageCheck.faultOf(message, NodeId.of(from), members(3), acceptor);
  }

  /** One of each kind, right in every respect. */
  static Stream<Message> everyKind() {
    Ballot ballot = ballot(11, 2);
    TreeMap<Long, Vote> votes = new TreeMap<>(Map.of(1L, vote(ballot, RED)));
    return Stream.of(
        new Canvass(ballot, 1),
        new CanvassAnswer(ballot(11, 1), 1, false, ballot(12, 3)),
        new Prepare(ballot, 1),
        new Promise(ballot(11, 1), 1, Long.MAX_VALUE, 0, 1, votes),
        new Accept(ballot, 1, RED, 0),
        new Accepted(ballot(11, 1), 1),
        new Nack(ballot(11, 1), ballot(12, 3)),
        new Chosen(ballot, 1),
        new Heartbeat(ballot, 1, 1, 1),
        new HeartbeatAck(ballot(11, 1), 1, 1),
        new Forward(ballot(11, 1), List.of(command(2, 1))),
        new Refused(ballot(11, 2), List.of(command(1, 1).id()), Refused.Reason.OVERLOADED),
        new AskIndex(1, 1),
        new Index(1, 1, 1),
        new Fetch(1, 2),
        new Decrees(1, List.of(RED), 1),
        new TakeOver(ballot));
  }

  @ParameterizedTest
  @MethodSource("everyKind")
  void findsNoFaultWithWhatACorrectNodeSays(Message message) {
    assertThat(fault(message, 2)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("everyKind")
  void listensToMembersOnly(Message message) {
    assertThat(fault(message, 9)).hasValueSatisfying(it -> assertThat(it).contains("no member"));
    assertThat(fault(message, 0)).isPresent();
  }

  static Stream<Function<Ballot, Message>> ownersKinds() {
    return Stream.of(
        ballot -> new Canvass(ballot, 1),
        ballot -> new Prepare(ballot, 1),
        ballot -> new Accept(ballot, 1, RED, 0),
        ballot -> new Chosen(ballot, 1),
        ballot -> new Heartbeat(ballot, 1, 1, 1),
        TakeOver::new);
  }

  @ParameterizedTest
  @MethodSource("ownersKinds")
  void letsNobodySpeakInABallotOfAnother(Function<Ballot, Message> kind) {
    assertThat(fault(kind.apply(ballot(11, 2)), 2)).isEmpty();
    assertThat(fault(kind.apply(ballot(11, 2)), 3))
        .hasValueSatisfying(it -> assertThat(it).contains("11.2"));
    assertThat(fault(kind.apply(ballot(11, 1)), 2)).isPresent();
    assertThat(fault(kind.apply(Ballot.NONE), 2)).isPresent();
  }

  @ParameterizedTest
  @MethodSource("ownersKinds")
  void believesNoRoundThatCountingCannotHaveReached(Function<Ballot, Message> kind) {
    assertThat(fault(kind.apply(ballot(LIMIT, 2)), 2)).isEmpty();
    assertThat(fault(kind.apply(ballot(LIMIT + 1, 2)), 2))
        .hasValueSatisfying(it -> assertThat(it).contains("far above 10.1"));
    assertThat(fault(kind.apply(ballot(Long.MAX_VALUE, 2)), 2)).isPresent();
    assertThat(fault(kind.apply(ballot(1, 2)), 2)).isEmpty();
  }

  static Stream<Function<Ballot, Message>> tellingKinds() {
    return Stream.of(
        promised -> new Nack(ballot(11, 1), promised),
        promised -> new CanvassAnswer(ballot(11, 1), 1, false, promised));
  }

  @ParameterizedTest
  @MethodSource("tellingKinds")
  void believesNobodyWhoTellsOfSuchARound(Function<Ballot, Message> kind) {
    assertThat(fault(kind.apply(ballot(LIMIT, 3)), 2)).isEmpty();
    assertThat(fault(kind.apply(ballot(LIMIT + 1, 3)), 2)).isPresent();
  }

  static Stream<Function<Long, Message>> kindsWithSlots() {
    Ballot ballot = ballot(11, 2);
    return Stream.of(
        slot -> new Accept(ballot, slot, RED, 0),
        slot -> new Accepted(ballot(11, 1), slot),
        slot -> new Prepare(ballot, slot),
        slot ->
            new Promise(
                ballot(11, 1),
                1,
                Long.MAX_VALUE,
                0,
                1,
                new TreeMap<>(Map.of(slot, vote(ballot, RED)))),
        slot -> new Fetch(slot, 9),
        slot -> new Decrees(slot, List.of(), 0));
  }

  @ParameterizedTest
  @MethodSource("kindsWithSlots")
  void knowsNoSlotBelowOne(Function<Long, Message> kind) {
    assertThat(fault(kind.apply(1L), 2)).isEmpty();
    assertThat(fault(kind.apply(0L), 2)).contains("slot 0");
    assertThat(fault(kind.apply(-1L), 2)).contains("slot -1");
  }
}
