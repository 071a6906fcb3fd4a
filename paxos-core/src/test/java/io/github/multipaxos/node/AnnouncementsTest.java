package io.github.multipaxos.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.message.Envelope;
import io.github.multipaxos.message.Message;
import io.github.multipaxos.message.Message.Accept;
import io.github.multipaxos.message.Message.Chosen;
import io.github.multipaxos.message.Message.Fetch;
import io.github.multipaxos.message.Message.Heartbeat;
import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.Bytes;
import io.github.multipaxos.model.Command;
import io.github.multipaxos.model.CommandId;
import io.github.multipaxos.model.Decree;
import io.github.multipaxos.model.Decree.CommandBatch;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.protocol.Effects;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnnouncementsTest {

  private static final NodeId SELF = NodeId.of(1);
  private static final NodeId SECOND = NodeId.of(2);
  private static final NodeId THIRD = NodeId.of(3);
  private static final Ballot BALLOT = new Ballot(4, SELF);
  private static final Decree OWN = decree(SELF);

  private final Announcements announcements = new Announcements(SELF);

  private static Decree decree(NodeId... origins) {
    List<Command> commands = new ArrayList<>();
    for (NodeId origin : origins) {
      commands.add(new Command(new CommandId(origin, 1, 1), Bytes.wrap(new byte[1])));
    }
    return new CommandBatch(0, commands);
  }

  private static List<Envelope<Message>> chosen(long through) {
    return toPeers(new Chosen(BALLOT, through));
  }

  private static List<Envelope<Message>> toPeers(Message message) {
    return List.of(new Envelope<>(SECOND, message), new Envelope<>(THIRD, message));
  }

  private static Effects effects(List<Envelope<Message>> messages, Decree... decrees) {
    List<Effects.Chosen> chosen = new ArrayList<>();
    for (Decree decree : decrees) {
      chosen.add(new Effects.Chosen(7, decree));
    }
    return new Effects(
        messages, List.of(), List.of(), chosen, List.of(), List.of(), List.of(), List.of(),
        List.of(), List.of(), List.of());
  }

  private List<Envelope<Message>> pass(long tick, List<Envelope<Message>> messages) {
    return announcements.pass(effects(messages), tick);
  }

  private void hold(long tick, long through) {
    assertThat(announcements.pass(effects(chosen(through), OWN), tick)).isEmpty();
  }

  @Test
  void holdsAnAnnouncementUntilTheNextTick() {
    hold(5, 7);
    assertThat(pass(5, List.of())).isEmpty();

    assertThat(pass(6, List.of())).isEqualTo(chosen(7));

    assertThat(pass(7, List.of())).isEmpty();
  }

  @Test
  void dropsWhatTheNextProposalSaysAnyway() {
    hold(5, 7);
    List<Envelope<Message>> accepts = toPeers(new Accept(BALLOT, 8, OWN, 7));

    assertThat(pass(5, accepts)).isEqualTo(accepts);

    assertThat(pass(6, List.of())).isEmpty();
  }

  @Test
  void heartbeatsSaySoToo() {
    hold(5, 7);
    List<Envelope<Message>> heartbeats = toPeers(new Heartbeat(BALLOT, 1, 1, 7));

    assertThat(pass(5, heartbeats)).isEqualTo(heartbeats);
  }

  /** What is sent again goes to those peers only that have not answered. */
  @Test
  void whoeverIsNotToldOtherwiseIsToldAlongWithTheNextMessages() {
    hold(5, 7);
    List<Envelope<Message>> toOne = List.of(new Envelope<>(SECOND, new Accept(BALLOT, 8, OWN, 7)));

    assertThat(pass(5, toOne))
        .containsExactly(new Envelope<>(THIRD, new Chosen(BALLOT, 7)), toOne.get(0));
  }

  @Test
  void goesBeforeWhatSaysNothingOfIt() {
    hold(5, 7);
    List<Envelope<Message>> fetch = List.of(new Envelope<>(SECOND, new Fetch(3, 3)));

    List<Envelope<Message>> sent = pass(5, fetch);

    assertThat(sent)
        .hasSize(3)
        .startsWith(chosen(7).get(0), chosen(7).get(1))
        .endsWith(fetch.get(0));
  }

  @Test
  void aLaterAnnouncementReplacesTheOneHeldAndHasNoLongerToWait() {
    hold(5, 7);
    hold(5, 8);

    assertThat(pass(6, List.of())).isEqualTo(chosen(8));
  }

  @Test
  void oneThatComesWithTheTickIsNotHeldOnceMore() {
    hold(5, 7);

    assertThat(announcements.pass(effects(chosen(8), OWN), 6)).isEqualTo(chosen(8));
  }

  @Test
  void tellsAtOnceWhatClientsOfOtherNodesWaitFor() {
    Effects effects = effects(chosen(7), OWN, decree(SELF, SECOND));

    assertThat(announcements.pass(effects, 5)).isEqualTo(chosen(7));
  }

  @Test
  void tellsAtOnceThatALeadershipHasBegun() {
    assertThat(announcements.pass(effects(chosen(7), Decree.Noop.INSTANCE), 5))
        .isEqualTo(chosen(7));
  }

  @Test
  void everythingElsePasses() {
    List<Envelope<Message>> fetch = List.of(new Envelope<>(SECOND, new Fetch(3, 3)));

    assertThat(pass(5, fetch)).isEqualTo(fetch);
    assertThat(pass(5, List.of())).isEmpty();
  }
}
