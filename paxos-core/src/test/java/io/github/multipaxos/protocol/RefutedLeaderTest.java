package io.github.multipaxos.protocol;

import static io.github.multipaxos.protocol.Samples.BLUE;
import static io.github.multipaxos.protocol.Samples.NODE_3;
import static io.github.multipaxos.protocol.Samples.NOOP;
import static io.github.multipaxos.protocol.Samples.RED;
import static io.github.multipaxos.protocol.Samples.command;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.message.Message;
import io.github.multipaxos.message.Message.Accept;
import io.github.multipaxos.message.Message.Accepted;
import io.github.multipaxos.message.Message.Chosen;
import io.github.multipaxos.message.Message.Decrees;
import io.github.multipaxos.message.Message.Heartbeat;
import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.Decree;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Rule P12. A node leads in a ballot that others have left behind, and has not been told. What it
 * learns from a peer was then chosen in a higher ballot. Its followers have voted in its own, for
 * something else, and take its prefix for a statement about their votes (rule L1).
 */
class RefutedLeaderTest {

  private final Solo node = new Solo(1, 5);

  /** The furthest that it has said, in its ballot, to be chosen. */
  private long announcedThrough() {
    long through = 0;
    for (var envelope : node.sent) {
      through = Math.max(through, chosenThrough(envelope.message()));
    }
    return through;
  }

  private static long chosenThrough(Message message) {
    if (message instanceof Accept accept) {
      return accept.chosenThrough();
    } else if (message instanceof Chosen chosen) {
      return chosen.through();
    }
    return message instanceof Heartbeat heartbeat ? heartbeat.chosenThrough() : 0;
  }

  private void hasGivenUp() {
    assertThat(node.replica.standing()).isEqualTo(Standing.FOLLOWING);
    assertThat(node.noticed(Notice.StepsDown.class)).hasSize(1);
  }

  @Test
  void stepsDownWhereItHasProposedNothing() {
    node.leadThroughBarrier(2, 3);

    node.receive(4, new Decrees(2, List.of(RED), 2));

    assertThat(node.replica.chosenThrough()).isEqualTo(2);
    hasGivenUp();
    assertThat(announcedThrough()).isLessThan(2);
  }

  @Test
  void stepsDownWhereItHasProposedAnotherDecree() {
    node.leadThroughBarrier(2, 3);
    node.propose(command(1, 1));
    assertThat(node.saidTo(3, Accept.class)).hasSize(1);

    node.receive(4, new Decrees(2, List.of(RED), 2));

    assertThat(node.chosen).contains(new Effects.Chosen(2, RED));
    hasGivenUp();
    assertThat(announcedThrough()).isLessThan(2);
  }

  @Test
  void stepsDownForASlotAboveAGapToo() {
    node.leadThroughBarrier(2, 3);
    node.propose(command(1, 1));

    node.receive(4, new Decrees(5, List.of(RED), 5));

    assertThat(node.replica.chosenThrough()).isEqualTo(1);
    hasGivenUp();
  }

  @Test
  void saysNothingMoreInItsBallotInTheSameStep() {
    node.leadThroughBarrier(2, 3);
    node.propose(command(1, 1));
    node.forget();
    node.tick += 2;

    node.step(
        new Event.Received(NODE_3, new Decrees(2, List.of(RED), 2)),
        new Event.Tick(node.tick, 0),
        new Event.Proposed(command(1, 2), 1000));

    hasGivenUp();
    assertThat(announcedThrough()).isZero();
    assertThat(node.said(Accept.class)).isEmpty();
  }

  @Test
  void goesOnWhereItsOwnDecreeIsTheOneThatIsChosen() {
    Ballot ballot = node.leadThroughBarrier(2, 3);
    node.propose(command(1, 1));
    Decree own = node.saidTo(2, Accept.class).get(0).decree();

    node.receive(4, new Decrees(2, List.of(own), 2));

    assertThat(node.replica.standing()).isEqualTo(Standing.LEADING);
    assertThat(node.saidTo(2, Chosen.class)).containsExactly(new Chosen(ballot, 2));
    node.receive(2, new Accepted(ballot, 2)); // the votes it no longer waits for
    node.receive(3, new Accepted(ballot, 2));
    node.sync();
    assertThat(node.replica.chosenThrough()).isEqualTo(2);
  }

  /** It has learnt slot 2 before it led, from a ballot above its own, and proposes in it. */
  @Test
  void announcesNothingThatItKnewBeforeItLedAndProposedOtherwise() {
    Ballot ballot = node.campaign(2, 3);
    node.receive(4, new Decrees(2, List.of(RED), 2));
    node.receive(2, Solo.promise(ballot, 0, new TreeMap<>()));
    node.receive(3, Solo.promise(ballot, 0, new TreeMap<>()));
    node.propose(command(1, 1));
    node.sync();

    node.receive(4, new Decrees(1, List.of(NOOP), 2)); // as it has proposed itself

    assertThat(node.chosen)
        .containsExactly(new Effects.Chosen(1, NOOP), new Effects.Chosen(2, RED));
    boolean hasProposedOtherwise =
        node.said(Accept.class).stream().anyMatch(it -> it.slot() == 2 && !it.decree().equals(RED));
    assertThat(hasProposedOtherwise && announcedThrough() >= 2).isFalse();
    assertThat(node.replica.standing()).isEqualTo(Standing.FOLLOWING);
  }

  @Test
  void goesOnWhenItIsToldWhatItKnows() {
    Ballot ballot = node.leadThroughBarrier(2, 3);
    node.propose(command(1, 1));
    node.propose(command(1, 2));
    node.sync();
    node.receive(2, new Accepted(ballot, 3));
    node.receive(3, new Accepted(ballot, 3));
    Decree above = node.saidTo(2, Accept.class).get(1).decree();

    node.receive(4, new Decrees(1, List.of(NOOP), 1));
    node.receive(4, new Decrees(3, List.of(above), 1));

    assertThat(node.replica.standing()).isEqualTo(Standing.LEADING);
  }

  @Test
  void isNotAskedToStepDownWhileItOnlyFollows() {
    node.receive(4, new Decrees(1, List.of(RED, BLUE), 2));

    assertThat(node.replica.chosenThrough()).isEqualTo(2);
    assertThat(node.notices).isEmpty();
  }
}
