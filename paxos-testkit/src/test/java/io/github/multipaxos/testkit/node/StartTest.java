package io.github.multipaxos.testkit.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.multipaxos.Codec;
import io.github.multipaxos.NodeStatus;
import io.github.multipaxos.PaxosNode;
import io.github.multipaxos.Role;
import io.github.multipaxos.model.ClusterId;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.testkit.Stateless;
import io.github.multipaxos.testkit.memory.MemoryDisk;
import io.github.multipaxos.testkit.memory.MemoryLog;
import io.github.multipaxos.testkit.memory.MemoryNetwork;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How a node begins, or does not, and what it tells of itself. */
class StartTest {

  private static final Stateless<Long, Long> ECHO = (it, at) -> it;

  private final MemoryDisk disk = new MemoryDisk();
  private final MemoryNetwork network = MemoryNetwork.threaded();

  private PaxosNode.Builder<Long, Long> complete() {
    return PaxosNode.builder(ECHO, Codec.longs())
        .self(1)
        .members("1=memory:0")
        .log(MemoryLog.threaded(disk))
        .transport(network.newTransport());
  }

  @Test
  void startsWithTheDefaultsAndATextOfMembers() throws IOException {
    try (PaxosNode<Long, Long> node = complete().start()) {
      Answer answer = Answer.of(node.propose(42L));

      assertThat(answer).isEqualTo(new Answer.Done(42L));
      assertThat(node.status().identity().cluster()).isEqualTo(new ClusterId("default"));
    }
  }

  @Test
  void saysWhatIsMissing() {
    PaxosNode.Builder<Long, Long> empty = PaxosNode.builder(ECHO, Codec.longs());

    assertThatThrownBy(empty::start)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("self");
    assertThatThrownBy(() -> complete().self(2).start())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("node 2 is not among the members");
    assertThat(disk.boot()).isZero();
  }

  @Test
  void leavesNothingRunningWhenItsLogIsInUse() throws IOException {
    try (PaxosNode<Long, Long> node = complete().start()) {
      Set<Thread> before = Threads.named("paxos-");

      assertThatThrownBy(() -> complete().start())
          .isInstanceOf(IOException.class)
          .hasMessageContaining("in use");

      assertThat(Threads.named("paxos-")).isSubsetOf(before);
      assertThat(Answer.of(node.propose(1L)).isDone()).isTrue();
    }
  }

  @Test
  void leavesNothingRunningWhenItCannotListen() throws IOException {
    MemoryDisk other = new MemoryDisk();
    try (PaxosNode<Long, Long> node = complete().start()) {
      Set<Thread> before = Threads.named("paxos-");

      assertThatThrownBy(() -> complete().log(MemoryLog.threaded(other)).start())
          .isInstanceOf(IOException.class)
          .hasMessageContaining("on the memory network already");

      assertThat(Threads.named("paxos-")).isSubsetOf(before);
      assertThat(Answer.of(node.propose(1L)).isDone()).isTrue();
    }
    complete().log(MemoryLog.threaded(other)).start().close();
  }

  @Test
  void tellsItsStatus() {
    try (Cluster<Journal> cluster = Cluster.steady(3).startLed()) {
      Journals.settle(cluster);
      long slot = cluster.seat(1).machine().entries().get(0).at().slot();

      for (Seat<Journal> seat : List.of(cluster.seat(2), cluster.seat(3))) {
        Answer.of(seat.read(it -> it));
        NodeStatus status = seat.node().status();
        assertThat(status.identity().node()).isEqualTo(seat.id());
        assertThat(status.identity().cluster()).isEqualTo(new ClusterId(cluster.name()));
        assertThat(status.identity().boot()).isEqualTo(1);
        assertThat(status.role()).isEqualTo(seat.leads() ? Role.LEADER : Role.FOLLOWER);
        assertThat(status.leader()).contains(NodeId.of(Cluster.LEADER));
        assertThat(status.ballot()).isEqualTo(cluster.seat(2).node().status().ballot());
        assertThat(status.chosenSlot()).isEqualTo(slot);
        assertThat(status.appliedSlot()).isEqualTo(slot);
        assertThat(status.pendingOperations()).isZero();
        assertThat(status.pendingBytes()).isZero();
        assertThat(status.connected()).isEqualTo(connectedToAllBut(seat));
        assertThat(status.failure()).isEmpty();
      }
    }
  }

  private static Map<NodeId, Boolean> connectedToAllBut(Seat<Journal> seat) {
    Map<NodeId, Boolean> connected = new HashMap<>();
    for (int id = 1; id <= 3; id++) {
      connected.put(NodeId.of(id), true);
    }
    connected.remove(seat.id());
    return connected;
  }
}
