package io.github.multipaxos.protocol;

import static io.github.multipaxos.protocol.Samples.BACKLOG_BYTES;
import static io.github.multipaxos.protocol.Samples.BOOT;
import static io.github.multipaxos.protocol.Samples.NODE_1;
import static io.github.multipaxos.protocol.Samples.NODE_2;
import static io.github.multipaxos.protocol.Samples.NODE_3;
import static io.github.multipaxos.protocol.Samples.ballot;
import static io.github.multipaxos.protocol.Samples.command;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.message.Envelope;
import io.github.multipaxos.message.Message;
import io.github.multipaxos.message.Message.Forward;
import io.github.multipaxos.message.Message.Refused;
import io.github.multipaxos.message.Message.Refused.Reason;
import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.Bytes;
import io.github.multipaxos.model.Command;
import io.github.multipaxos.model.CommandId;
import io.github.multipaxos.model.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rule C2 and the leader's part of C3. */
class IntakeTest {

  private static final Ballot BALLOT = ballot(4, 1);

  private final Outbox outbox = new Outbox(NODE_1);
  private final Intake intake = new Intake(outbox, BACKLOG_BYTES);

  private List<Envelope<Message>> forward(NodeId from, Ballot ballot, Command... commands) {
    intake.onForward(from, new Forward(ballot, List.of(commands)));
    return outbox.drain().messages();
  }

  private List<Command> takeAll() {
    List<Command> taken = new ArrayList<>();
    for (Command next = intake.peek(); next != null; next = intake.peek()) {
      taken.add(next);
      intake.remove();
    }
    return taken;
  }

  private static Envelope<Message> refused(
      NodeId to, Ballot ballot, Reason reason, Command... commands) {
    return new Envelope<>(
        to, new Refused(ballot, Stream.of(commands).map(Command::id).toList(), reason));
  }

  @Test
  void takesCommandsInTheirOrder() {
    intake.begin(BALLOT);

    assertThat(forward(NODE_2, BALLOT, command(2, 1), command(2, 2))).isEmpty();
    assertThat(forward(NODE_3, BALLOT, command(3, 1))).isEmpty();

    assertThat(takeAll()).containsExactly(command(2, 1), command(2, 2), command(3, 1));
  }

  @Test
  void takesEachCommandOnceHoweverOftenItComes() {
    intake.begin(BALLOT);
    forward(NODE_2, BALLOT, command(2, 1));

    assertThat(forward(NODE_2, BALLOT, command(2, 1))).isEmpty();
    assertThat(takeAll()).containsExactly(command(2, 1));
    assertThat(forward(NODE_2, BALLOT, command(2, 1), command(2, 2))).isEmpty();
    assertThat(takeAll()).containsExactly(command(2, 2));
  }

  @Test
  void tellsCommandsOfTwoBootsApart() {
    intake.begin(BALLOT);
    Command restarted = new Command(new CommandId(NODE_2, BOOT + 1, 1), Bytes.EMPTY);

    forward(NODE_2, BALLOT, command(2, 1), restarted);

    assertThat(takeAll()).containsExactly(command(2, 1), restarted);
  }

  @Test
  void refusesWhatItHasNoRoomForAndTakesTheRest() {
    intake.begin(BALLOT);

    assertThat(forward(NODE_2, BALLOT, command(2, 1, 300), command(2, 2, 300), command(2, 3, 10)))
        .containsExactly(refused(NODE_2, BALLOT, Reason.OVERLOADED, command(2, 2)));

    assertThat(takeAll()).containsExactly(command(2, 1, 300), command(2, 3, 10));
  }

  @Test
  void hasRoomExactlyUpToItsBudget() {
    intake.begin(BALLOT);
    int payload = BACKLOG_BYTES - 64;

    assertThat(forward(NODE_2, BALLOT, command(2, 1, payload + 1))).hasSize(1);
    assertThat(forward(NODE_2, BALLOT, command(2, 2, payload))).isEmpty();
    assertThat(forward(NODE_2, BALLOT, command(2, 3, 0))).hasSize(1);
    takeAll();
    assertThat(forward(NODE_2, BALLOT, command(2, 4, payload))).isEmpty();
  }

  /** It was said to be never proposed, so a late copy must not be. */
  @Test
  void neverTakesWhatItHasRefused() {
    intake.begin(BALLOT);
    forward(NODE_2, BALLOT, command(2, 1, 400), command(2, 2, 400));
    takeAll();

    forward(NODE_2, BALLOT, command(2, 2, 400));

    assertThat(takeAll()).isEmpty();
  }

  @Test
  void doesNotSpeakForABallotItDoesNotKnow() {
    assertThat(forward(NODE_2, ballot(3, 1), command(2, 1)))
        .containsExactly(refused(NODE_2, ballot(3, 1), Reason.UNKNOWN_BALLOT, command(2, 1)));
    intake.begin(BALLOT);
    assertThat(forward(NODE_2, ballot(3, 1), command(2, 1), command(2, 2)))
        .containsExactly(
            refused(NODE_2, ballot(3, 1), Reason.UNKNOWN_BALLOT, command(2, 1), command(2, 2)));
    assertThat(forward(NODE_2, ballot(5, 1), command(2, 1)))
        .containsExactly(refused(NODE_2, ballot(5, 1), Reason.UNKNOWN_BALLOT, command(2, 1)));

    assertThat(takeAll()).isEmpty();
    assertThat(forward(NODE_2, BALLOT, command(2, 1))).isEmpty();
    assertThat(takeAll()).containsExactly(command(2, 1));
  }

  @Test
  void givesBackWhatItHasNotProposedWhenItStopsLeading() {
    intake.begin(BALLOT);
    forward(NODE_2, BALLOT, command(2, 1), command(2, 2));
    forward(NODE_3, BALLOT, command(3, 1));
    intake.remove(); // proposed

    intake.end();

    assertThat(outbox.drain().messages())
        .containsExactly(
            refused(NODE_2, BALLOT, Reason.NOT_LEADING, command(2, 2)),
            refused(NODE_3, BALLOT, Reason.NOT_LEADING, command(3, 1)));
    assertThat(takeAll()).isEmpty();
  }

  @Test
  void answersLateCommandsOfItsLastBallotTruthfully() {
    intake.begin(BALLOT);
    forward(NODE_2, BALLOT, command(2, 1));
    takeAll(); // proposed
    intake.end();

    assertThat(forward(NODE_2, BALLOT, command(2, 1), command(2, 2)))
        .containsExactly(refused(NODE_2, BALLOT, Reason.NOT_LEADING, command(2, 2)));
    assertThat(takeAll()).isEmpty();
  }

  @Test
  void startsWithNothingInANewBallot() {
    intake.begin(BALLOT);
    forward(NODE_2, BALLOT, command(2, 1, 400));
    intake.end();
    outbox.drain();

    intake.begin(ballot(6, 1));

    assertThat(takeAll()).isEmpty();
    assertThat(forward(NODE_2, ballot(6, 1), command(2, 1, 400))).isEmpty();
    assertThat(takeAll()).containsExactly(command(2, 1, 400));
    assertThat(forward(NODE_2, BALLOT, command(2, 2)))
        .containsExactly(refused(NODE_2, BALLOT, Reason.UNKNOWN_BALLOT, command(2, 2)));
  }

  @Test
  void cutsALongRefusalIntoMessages() {
    Command[] many = new Command[10_000];
    for (int i = 0; i < many.length; i++) {
      many[i] = command(2, i + 1L, 0);
    }

    List<Envelope<Message>> answers = forward(NODE_2, BALLOT, many);

    List<CommandId> refused = new ArrayList<>();
    for (Envelope<Message> answer : answers) {
      assertThat(answer.message().bytes()).isLessThan(200_000);
      refused.addAll(((Refused) answer.message()).ids());
    }
    assertThat(refused).containsExactlyElementsOf(Stream.of(many).map(Command::id).toList());
    assertThat(answers).hasSizeBetween(2, 20);
  }
}
