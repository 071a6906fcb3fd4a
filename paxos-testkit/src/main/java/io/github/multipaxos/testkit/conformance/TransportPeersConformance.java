package io.github.multipaxos.testkit.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multipaxos.model.Acquaintance;
import io.github.multipaxos.model.Boots;
import io.github.multipaxos.model.Identity;
import io.github.multipaxos.model.Members;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.spi.PeerMemory;
import io.github.multipaxos.testkit.memory.MemoryPeers;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Checks that nodes with a memory of each other refuse those that lost theirs. Part of {@link
 * TransportConformance}.
 */
public interface TransportPeersConformance extends TransportBench {

  /** Those of a directory whose every boot was the process of that number. */
  private static Boots healthy(long boots) {
    return parted(boots, boots);
  }

  /** Those of one that was opened by other processes after that boot. */
  private static Boots parted(long afterBoot, long boots) {
    Boots opened = Boots.NONE;
    for (long boot = 1; boot <= boots; boot++) {
      opened = opened.opened(boot <= afterBoot ? boot : -boot);
    }
    return opened;
  }

  private PeerProbe start(
      Members members, int node, long incarnation, Boots boots, PeerMemory memory)
      throws Exception {
    Identity self = new Identity(PeerProbe.CLUSTER, NodeId.of(node), incarnation, boots);
    return PeerProbe.start(this, members, self, memory);
  }

  /** "Has durably noted this node's data directory … called before connected." */
  @Test
  default void isVouchedForByWhomItMeets() throws Exception {
    Members members = newMembers(2);
    try (PeerProbe one = PeerProbe.start(this, members, 1);
        PeerProbe two = PeerProbe.start(this, members, 2)) {
      one.awaitConnection(two);

      assertTrue(one.isVouchedForBy(two), "node 2 vouches for node 1");
      assertTrue(two.isVouchedForBy(one), "node 1 vouches for node 2");
    }
  }

  /** "What a peer shows is … noted there durably before anything is said to the peer." */
  @Test
  default void remembersWhomItMeets() throws Exception {
    Members members = newMembers(2);
    PeerMemory memory = new MemoryPeers();
    try (PeerProbe one = start(members, 1, 10, healthy(1), memory);
        PeerProbe two = start(members, 2, 20, healthy(5), new MemoryPeers())) {
      one.awaitConnection(two);

      Optional<Acquaintance> met = memory.of(NodeId.of(2));
      assertEquals(Optional.of(20L), met.map(Acquaintance::incarnation));
      assertEquals(Optional.of(5L), met.map(Acquaintance::boot));
    }
  }

  /** The same, of a disk that hangs. */
  @Test
  default void meetsNobodyUntilThatIsDurable() throws Exception {
    Members members = newMembers(3);
    HeldPeers memory = new HeldPeers();
    try (PeerProbe one = start(members, 1, 10, healthy(1), memory);
        PeerProbe two = PeerProbe.start(this, members, 2);
        PeerProbe three = PeerProbe.start(this, members, 3)) {
      two.awaitConnection(three);
      one.await(() -> memory.of(NodeId.of(2)).isPresent(), "node 1 is shown who node 2 is");
      for (int number = 0; number < 20; number++) {
        two.say(one.id(), SampleMessages.numbered(two.id(), number));
        two.insist(three, SampleMessages.numbered(two.id(), number));
      }
      one.pause(() -> one.isConnectedTo(two) && !one.received().isEmpty(), 300);
      assertFalse(one.isConnectedTo(two), "node 2 is not noted, and not connected");
      assertTrue(one.received().isEmpty(), "node 2 is not noted, and not heard");

      memory.letGo();

      one.awaitConnection(two);
    }
  }

  /** A directory that was lost and made anew. */
  @Test
  default void refusesALostDirectory() throws Exception {
    assertRefused(21, healthy(1));
  }

  /** A directory that was restored from an old backup. */
  @Test
  default void refusesAnOlderDirectory() throws Exception {
    assertRefused(20, healthy(4));
  }

  /** A directory that was copied: two processes show one boot of it. */
  @Test
  default void refusesACopiedDirectory() throws Exception {
    assertRefused(20, parted(4, 5));
  }

  /** A copy that was opened as often as it takes to show a higher boot than was met. */
  @Test
  default void refusesADirectoryThatWentItsOwnWay() throws Exception {
    assertRefused(20, parted(4, 8));
    assertRefused(20, parted(2, 5 + Boots.MOST - 1));
  }

  /** Both processes are others than those that have met, so that the memory alone knows. */
  private void assertRefused(long incarnation, Boots boots) throws Exception {
    Members members = newMembers(3);
    MemoryPeers memory = new MemoryPeers();
    try (PeerProbe one = start(members, 1, 10, healthy(1), memory);
        PeerProbe two = start(members, 2, 20, healthy(5), new MemoryPeers())) {
      one.awaitConnection(two);
    }
    try (PeerProbe one = start(members, 1, 10, healthy(2), memory);
        PeerProbe three = PeerProbe.start(this, members, 3);
        PeerProbe two = start(members, 2, incarnation, boots, new MemoryPeers())) {
      two.await(() -> !two.disowners().isEmpty(), "node 2 hears that it is refused for good");
      for (int number = 0; number < 30; number++) {
        two.say(one.id(), SampleMessages.numbered(two.id(), number));
        three.insist(one, SampleMessages.numbered(three.id(), number));
      }

      assertTrue(two.disowners().get(0).startsWith("1: "), "it hears so from node 1");
      assertTrue(
          one.received().stream().allMatch(each -> each.from().equals(three.id())),
          "a node with another directory is not heard");
      assertFalse(one.isConnectedTo(two) || two.isVouchedForBy(one), "and not vouched for");
      assertTrue(one.disowners().isEmpty(), "nobody refuses node 1");
    }
  }

  /** A higher boot count of the same directory is what a restart shows. */
  @Test
  default void takesARestartedNodeBack() throws Exception {
    Members members = newMembers(2);
    MemoryPeers ofOne = new MemoryPeers();
    MemoryPeers ofTwo = new MemoryPeers();
    for (long boot = 1; boot <= 3; boot++) {
      try (PeerProbe one = start(members, 1, 10, healthy(boot), ofOne);
          PeerProbe two = start(members, 2, 20, healthy(boot), ofTwo)) {
        one.awaitConnection(two);
        assertTrue(one.disowners().isEmpty() && two.disowners().isEmpty(), "nobody is refused");
      }
    }
  }

  /** So often that it cannot remember the boot in which it was met. */
  @Test
  default void takesANodeBackThatWasRestartedOften() throws Exception {
    Members members = newMembers(2);
    MemoryPeers ofOne = new MemoryPeers();
    for (long boots : new long[] {1, 3 + Boots.MOST, 2 + 3 * Boots.MOST}) {
      try (PeerProbe one = start(members, 1, 10, healthy(boots), ofOne);
          PeerProbe two = start(members, 2, 20, healthy(boots), new MemoryPeers())) {
        one.awaitConnection(two);
        assertTrue(two.disowners().isEmpty(), "a node that was restarted often is not refused");
      }
    }
  }

  /** "Peers with other members are refused." */
  @Test
  default void keepsNodesWithOtherMembersApart() throws Exception {
    Members members = newMembers(3);
    Members fewer = Members.of(members.all().stream().limit(2).toList());
    try (PeerProbe one = PeerProbe.start(this, members, 1);
        PeerProbe two = PeerProbe.start(this, fewer, 2);
        PeerProbe three = PeerProbe.start(this, members, 3)) {
      for (int number = 0; number < 50; number++) {
        two.say(one.id(), SampleMessages.numbered(two.id(), number));
        three.insist(one, SampleMessages.numbered(three.id(), number));
      }

      assertTrue(
          one.received().stream().allMatch(each -> each.from().equals(three.id())),
          "a node with other members is not heard");
      assertFalse(one.isConnectedTo(two), "a node with other members is not connected");
    }
  }
}
