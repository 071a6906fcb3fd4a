package io.github.multipaxos.protocol;

import static io.github.multipaxos.protocol.Samples.NODE_1;
import static io.github.multipaxos.protocol.Samples.NODE_2;
import static io.github.multipaxos.protocol.Samples.NODE_3;
import static io.github.multipaxos.protocol.Samples.RED;
import static io.github.multipaxos.protocol.Samples.ballot;
import static io.github.multipaxos.protocol.Samples.config;
import static io.github.multipaxos.protocol.Samples.recovered;
import static io.github.multipaxos.protocol.Samples.voted;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.multipaxos.message.Envelope;
import io.github.multipaxos.message.Message.Accepted;
import io.github.multipaxos.message.Message.Prepare;
import io.github.multipaxos.message.Message.Promise;
import io.github.multipaxos.message.Message.Vow;
import io.github.multipaxos.record.LogRecord;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** No replica breaks an invariant, so each is shown two replicas that are not the same one. */
class InvariantsTest {

  private final Invariants invariants = new Invariants(NODE_1);

  private static Replica replica(LogRecord... log) {
    return new Replica(config(1, 3), recovered(log));
  }

  private static Effects owes(List<Envelope<Vow>> vows, List<Effects.Chosen> chosen) {
    return new Effects(
        List.of(), List.of(), vows, chosen, List.of(), List.of(), List.of(), List.of(), List.of(),
        List.of(), List.of());
  }

  private static Effects nothing() {
    return owes(List.of(), List.of());
  }

  private void breaks(String sentence, Replica replica, Effects effects) {
    assertThatThrownBy(() -> invariants.check(replica, effects))
        .isInstanceOf(SafetyViolation.class)
        .hasMessageContaining("node 1: " + sentence);
  }

  @Test
  void holdForAReplicaThatDoesNothing() {
    Replica replica = replica(voted(1, ballot(4, 2), RED), new LogRecord.ChosenThrough(1));

    assertThatCode(
            () -> {
              invariants.check(replica, nothing());
              invariants.check(replica, nothing());
            })
        .doesNotThrowAnyException();
  }

  @Test
  void findAPromiseThatSank() {
    invariants.check(replica(new LogRecord.Promised(ballot(5, 2))), nothing());

    breaks("the promise sank from 5.2", replica(new LogRecord.Promised(ballot(4, 2))), nothing());
  }

  @Test
  void findAVowAboveThePromise() {
    Replica replica = replica(new LogRecord.Promised(ballot(4, 2)));
    Promise promise = new Promise(ballot(5, 2), 1, Long.MAX_VALUE, 0, 1, new TreeMap<>());

    breaks("5.2 promises", replica, owes(List.of(new Envelope<>(NODE_2, promise)), List.of()));
    breaks(
        "5.2 accepts",
        replica,
        owes(List.of(new Envelope<>(NODE_2, new Accepted(ballot(5, 2), 1))), List.of()));
    Vow fair = new Promise(ballot(4, 2), 1, Long.MAX_VALUE, 0, 1, new TreeMap<>());
    Vow asked = new Prepare(ballot(9, 1), 1);
    assertThatCode(
            () ->
                invariants.check(
                    replica,
                    owes(
                        List.of(new Envelope<>(NODE_2, fair), new Envelope<>(NODE_2, asked)),
                        List.of())))
        .doesNotThrowAnyException();
  }

  @Test
  void findADecreeHandedOutOfTurn() {
    invariants.check(replica(), nothing());

    breaks(
        "slot 2 is handed out of turn",
        replica(new LogRecord.ChosenThrough(2)),
        owes(List.of(), List.of(new Effects.Chosen(2, RED))));
  }

  @Test
  void findAPrefixThatWasNotHandedOut() {
    invariants.check(replica(), nothing());

    breaks("the prefix is 1", replica(new LogRecord.ChosenThrough(1)), nothing());
  }

  @Test
  void findAPrefixThatSank() {
    invariants.check(replica(new LogRecord.ChosenThrough(3)), nothing());

    breaks("the prefix is 2", replica(new LogRecord.ChosenThrough(2)), nothing());
  }

  @Test
  void findALeaderInABallotOfAnotherNode() {
    Solo leader = new Solo(2, 3);
    leader.lead(3);

    breaks("leads in 1.2 of another node", leader.replica, nothing());
  }

  @Test
  void findALeaderWhoseSlotsRunBackwards() {
    Solo ahead = new Solo(1, 3);
    ahead.lead(2);
    ahead.propose(Samples.command(1, 1));
    Solo behind = new Solo(1, 3);
    behind.lead(2);
    invariants.check(ahead.replica, nothing());

    breaks("next slot sank to 2", behind.replica, nothing());
  }

  @Test
  void areNotMetByANodeThatIsSomebodyElse() {
    Solo leader = new Solo(3, 3);
    leader.lead(2);

    assertThatCode(() -> new Invariants(NODE_3).check(leader.replica, nothing()))
        .doesNotThrowAnyException();
  }
}
