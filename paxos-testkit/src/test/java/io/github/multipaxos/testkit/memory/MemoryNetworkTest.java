package io.github.multipaxos.testkit.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.multipaxos.message.Message;
import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.Boots;
import io.github.multipaxos.model.ClusterId;
import io.github.multipaxos.model.Identity;
import io.github.multipaxos.model.Members;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.spi.Transport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MemoryNetworkTest {

  private static final NodeId ONE = NodeId.of(1);
  private static final NodeId TWO = NodeId.of(2);
  private static final NodeId THREE = NodeId.of(3);
  private static final Members MEMBERS = Members.parse("1=a:0,2=b:0,3=c:0");

  private final MemoryNetwork network = MemoryNetwork.stepped();
  private final List<String> seen = new ArrayList<>();
  private final Map<Integer, MemoryPeers> memories = new TreeMap<>();
  private boolean hasRoom = true;
  private long boots;
  private Transport one;
  private Transport two;
  private Transport three;

  @BeforeEach
  void startAll() throws IOException {
    one = start(1);
    two = start(2);
    three = start(3);
    network.deliverAll();
    seen.clear();
  }

  @Test
  void tellsEachNodeOfTheOthersInTheOrderTheyCome() throws IOException {
    two.close();
    two = start(2);

    network.deliverAll();

    assertThat(seen)
        .containsExactlyInAnyOrder("1 -2", "3 -2", "1 +2", "3 +2", "2 +1", "2 +3")
        .containsSubsequence("1 -2", "1 +2");
  }

  @Test
  void deliversNothingBeforeAFlush() {
    one.send(TWO, number(1));

    assertThat(network.deliverAll()).isZero();

    one.flush();
    assertThat(network.deliverAll()).isEqualTo(1);
    assertThat(seen).containsExactly("2 <1 1");
  }

  @Test
  void deliversOneThingAtATime() {
    say(one, TWO, 1);
    say(one, TWO, 2);

    assertThat(network.deliverNext(TWO)).isTrue();
    assertThat(network.deliverNext(THREE)).isFalse();

    assertThat(seen).containsExactly("2 <1 1");
  }

  @Test
  void cutsOneDirectionOnly() {
    network.cut(ONE, TWO);

    say(one, TWO, 1);
    say(two, ONE, 2);
    network.deliverAll();

    assertThat(seen).containsExactly("1 <2 2");
  }

  @Test
  void deliversAgainOnceALinkIsHealedAndNothingOfBefore() {
    network.cutBoth(ONE, TWO);
    say(one, TWO, 1);
    say(two, ONE, 2);
    network.heal(ONE, TWO);

    say(one, TWO, 3);
    say(two, ONE, 4);
    network.deliverAll();

    assertThat(seen).containsExactly("2 <1 3");
  }

  @Test
  void isolatesANodeUntilAllIsHealed() {
    network.isolate(ONE, MEMBERS.ids());
    say(one, TWO, 1);
    say(three, ONE, 2);
    say(two, THREE, 3);
    network.healAll();

    say(three, ONE, 4);
    network.deliverAll();

    assertThat(seen).containsExactly("1 <3 4", "3 <2 3");
  }

  @Test
  void losesWhatATestWantsLost() {
    network.loseIf(
        passage ->
            passage.from().equals(ONE) && ((Message.Chosen) passage.message()).through() == 2);

    say(one, TWO, 1);
    say(one, TWO, 2);
    say(one, TWO, 3);
    say(three, TWO, 2);
    network.deliverAll();

    assertThat(seen).containsExactly("2 <1 1", "2 <1 3", "2 <3 2");
  }

  @Test
  void deliversNoMoreToANodeWithoutRoomUntilItResumes() {
    hasRoom = false;
    say(one, TWO, 1);
    say(one, TWO, 2);
    say(three, TWO, 3);

    network.deliverAll();
    assertThat(seen).containsExactly("2 <1 1");

    two.resume();
    network.deliverAll();
    assertThat(seen).containsExactly("2 <1 1", "2 <1 2");
  }

  @Test
  void dropsWhatExceedsItsBudget() throws IOException {
    MemoryNetwork small = MemoryNetwork.threaded(10 * number(1).bytes());
    Transport sender = small.newTransport();
    sender.start(identity(1), MEMBERS, new MemoryPeers(), recorder(1));
    for (int number = 1; number <= 20; number++) {
      sender.send(TWO, number(number));
    }
    Inbox inbox = new Inbox(5 * number(1).bytes());
    for (int number = 1; number <= 20; number++) {
      inbox.addMessage(ONE, number(number));
    }
    sender.close();

    int delivered = 0;
    while (inbox.deliverNextTo(recorder(2))) {
      delivered++;
    }

    assertThat(delivered).isEqualTo(5);
    assertThat(seen).endsWith("2 <1 5");
  }

  @Test
  void refusesToBeSteppedWhenItHasThreads() {
    assertThatThrownBy(() -> MemoryNetwork.threaded().deliverNext(ONE))
        .isInstanceOf(IllegalStateException.class);
  }

  private Transport start(int id) throws IOException {
    Transport transport = network.newTransport();
    transport.start(identity(id), MEMBERS, memory(id), recorder(id));
    return transport;
  }

  private MemoryPeers memory(int id) {
    return memories.computeIfAbsent(id, any -> new MemoryPeers());
  }

  private Identity identity(int id) {
    return new Identity(new ClusterId("orders"), NodeId.of(id), 1, Boots.latest(++boots, boots));
  }

  private static Message number(long number) {
    return new Message.Chosen(new Ballot(1, ONE), number);
  }

  private static void say(Transport transport, NodeId to, long number) {
    transport.send(to, number(number));
    transport.flush();
  }

  private Transport.Receiver recorder(int id) {
    return new Transport.Receiver() {
      @Override
      public boolean receive(NodeId from, Message message) {
        seen.add(id + " <" + from + " " + ((Message.Chosen) message).through());
        return hasRoom;
      }

      @Override
      public void connected(NodeId peer) {
        seen.add(id + " +" + peer);
      }

      @Override
      public void disconnected(NodeId peer, String reason) {
        seen.add(id + " -" + peer);
      }

      @Override
      public void vouched(NodeId peer) {}

      @Override
      public void disowned(NodeId peer, String sentence) {
        seen.add(id + " !" + peer + " " + sentence);
      }
    };
  }
}
