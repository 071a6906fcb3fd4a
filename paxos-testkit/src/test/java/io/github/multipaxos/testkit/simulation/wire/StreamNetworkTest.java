package io.github.multipaxos.testkit.simulation.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.message.Message;
import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.Boots;
import io.github.multipaxos.model.ClusterId;
import io.github.multipaxos.model.Identity;
import io.github.multipaxos.model.Members;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.spi.Transport;
import io.github.multipaxos.testkit.memory.MemoryPeers;
import io.github.multipaxos.testkit.simulation.Dice;
import io.github.multipaxos.testkit.simulation.Links;
import io.github.multipaxos.testkit.simulation.Timeline;
import io.github.multipaxos.transport.netty.wire.Refusal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamNetworkTest {
  private static final NodeId ONE = NodeId.of(1);
  private static final NodeId TWO = NodeId.of(2);
  private static final Members MEMBERS = Members.parse("1=a:1,2=b:2");
  private static final long SECOND = 1_000_000_000;

  private final Timeline timeline = new Timeline();
  private final Dice dice = new Dice(5);
  private final Air air = new Air();
  private final StreamNetwork network = new StreamNetwork(timeline, dice, air);

  /** Links as the test wants them. */
  private final class Air implements Links {
    private boolean isCut;
    private double corruption;
    private double loss;

    @Override
    public boolean isCut(NodeId from, NodeId to) {
      return isCut;
    }

    @Override
    public long delayNanos(NodeId from, NodeId to) {
      return dice.tailed(100_000, 1_000_000);
    }

    @Override
    public boolean isLost(NodeId from, NodeId to) {
      return dice.chance(loss);
    }

    @Override
    public boolean isRepeated(NodeId from, NodeId to) {
      return false;
    }

    @Override
    public boolean isCorrupted(NodeId from, NodeId to) {
      return dice.chance(corruption);
    }
  }

  /** What arrives at a node. */
  private static final class Ears implements Transport.Receiver {
    private final List<Message> heard = new ArrayList<>();
    private final List<String> news = new ArrayList<>();
    private boolean hasRoom = true;

    @Override
    public boolean receive(NodeId from, Message message) {
      heard.add(message);
      return hasRoom;
    }

    @Override
    public void connected(NodeId peer) {
      news.add("connected");
    }

    @Override
    public void disconnected(NodeId peer, String reason) {
      news.add("disconnected");
    }

    @Override
    public void vouched(NodeId peer) {}

    @Override
    public void disowned(NodeId peer, String sentence) {
      news.add("disowned");
    }
  }

  private Transport start(NodeId node, Ears ears, long incarnation, long boot) throws Exception {
    Transport transport = network.transport(node);
    Boots boots = Boots.latest(boot, dice.nextLong());
    Identity self = new Identity(new ClusterId("test"), node, incarnation, boots);
    transport.start(self, MEMBERS, new MemoryPeers(), ears);
    return transport;
  }

  private void pass(long nanos) {
    long end = timeline.nanos() + nanos;
    while (timeline.runNext(end)) {
      continue;
    }
  }

  private static Message message(int number) {
    return new Message.Nack(new Ballot(number, ONE), new Ballot(number, TWO));
  }

  @Test
  void carriesMessagesInOrder() throws Exception {
    Ears ears = new Ears();
    Transport one = start(ONE, new Ears(), 1, 1);
    start(TWO, ears, 2, 1);
    pass(SECOND);

    List<Message> said = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      said.add(message(i));
      one.send(TWO, message(i));
      pass(dice.below(2_000_000L));
    }
    pass(SECOND);

    assertThat(ears.heard).isEqualTo(said);
    assertThat(ears.news).containsExactly("connected");
  }

  @Test
  void neverDeliversWhatWasNotSaid() throws Exception {
    Ears ears = new Ears();
    Transport one = start(ONE, new Ears(), 1, 1);
    start(TWO, ears, 2, 1);
    air.corruption = 0.05;
    air.loss = 0.1;

    List<Message> said = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      said.add(message(i));
      one.send(TWO, message(i));
      pass(20_000_000);
    }

    assertThat(said).containsSubsequence(ears.heard.toArray(Message[]::new));
    assertThat(ears.heard).hasSizeGreaterThan(500);
    assertThat(network.malformed()).isPositive();
    assertThat(ears.news).contains("disconnected");
    for (int i = 0; i < ears.news.size(); i++) {
      assertThat(ears.news.get(i)).isEqualTo(i % 2 == 0 ? "connected" : "disconnected");
    }
  }

  @Test
  void saysSoWhenNothingGetsThroughForLong() throws Exception {
    Ears ears = new Ears();
    start(ONE, new Ears(), 1, 1);
    start(TWO, ears, 2, 1);
    pass(SECOND);
    air.isCut = true;

    pass(5 * SECOND);
    air.isCut = false;
    pass(2 * SECOND);

    assertThat(ears.news).containsExactly("connected", "disconnected", "connected");
  }

  @Test
  void connectsAgainWithAProcessThatWasRestarted() throws Exception {
    Ears ears = new Ears();
    Transport one = start(ONE, ears, 1, 1);
    start(TWO, new Ears(), 2, 1);
    pass(SECOND);

    network.kill(TWO);
    Ears again = new Ears();
    start(TWO, again, 2, 2);
    pass(5 * SECOND);
    one.send(TWO, message(1));
    pass(SECOND);

    assertThat(again.heard).containsExactly(message(1));
    assertThat(ears.news).containsExactly("connected", "disconnected", "connected");
  }

  @Test
  void refusesADirectoryThatIsNotTheOneMetBefore() throws Exception {
    Ears ears = new Ears();
    start(ONE, ears, 1, 1);
    start(TWO, new Ears(), 2, 1);
    pass(SECOND);

    network.kill(TWO);
    start(TWO, new Ears(), 3, 1);
    pass(20 * SECOND);

    assertThat(ears.news).containsExactly("connected", "disconnected");
    assertThat(network.refused()).containsKey(Refusal.Reason.OTHER_INCARNATION);
  }

  @Test
  void deliversNothingWhileThereIsNoRoom() throws Exception {
    Ears ears = new Ears();
    ears.hasRoom = false;
    Transport one = start(ONE, new Ears(), 1, 1);
    Transport two = start(TWO, ears, 2, 1);
    pass(SECOND);

    for (int i = 0; i < 100; i++) {
      one.send(TWO, message(i));
      pass(10_000_000);
    }
    assertThat(ears.heard).hasSizeLessThan(10);
    ears.hasRoom = true;
    two.resume();
    pass(SECOND);

    assertThat(ears.heard).hasSize(100);
  }
}
