package io.github.multipaxos.testkit.conformance;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multipaxos.model.ClusterId;
import io.github.multipaxos.model.Members;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Checks who is connected to whom, and who is told. Part of {@link TransportConformance}. */
public interface TransportConnectionConformance extends TransportBench {

  /** "Returns once listening … Peers need not be there yet." */
  @Test
  default void startsBeforeItsPeers() throws Exception {
    Members members = newMembers(2);
    try (PeerProbe one = PeerProbe.start(this, members, 1);
        PeerProbe two = PeerProbe.start(this, members, 2)) {
      one.awaitConnection(two);

      one.insist(two, SampleMessages.numbered(one.id(), 1));
      two.insist(one, SampleMessages.numbered(two.id(), 2));
    }
  }

  /** "IOException if the node's own address cannot be listened on." */
  @Test
  default void refusesToStartOnAnAddressInUse() throws Exception {
    Members members = newMembers(2);
    try (PeerProbe one = PeerProbe.start(this, members, 1)) {
      assertThrows(
          IOException.class,
          () -> PeerProbe.start(this, members, 1).close(),
          "a second transport listens where " + one.id() + " does");
    }
  }

  /** "Says that messages can now be exchanged … can no longer be exchanged", with a reason. */
  @Test
  default void tellsWhoIsConnected() throws Exception {
    Members members = newMembers(2);
    try (PeerProbe one = PeerProbe.start(this, members, 1)) {
      try (PeerProbe two = PeerProbe.start(this, members, 2)) {
        one.awaitConnection(two);
      }

      one.await(() -> !one.disconnections().isEmpty(), "node 1 hears that node 2 is gone");
      List<String> gone = one.disconnections();
      assertTrue(
          gone.stream().allMatch(each -> each.startsWith("2: ") && each.length() > "2: ".length()),
          "each disconnection names node 2 and has a reason, were " + gone);
    }
  }

  /** A peer that comes back is found again, by those that never left. */
  @Test
  default void connectsAgainAfterARestart() throws Exception {
    Members members = newMembers(2);
    try (PeerProbe one = PeerProbe.start(this, members, 1)) {
      for (int boot = 0; boot < 3; boot++) {
        try (PeerProbe two = PeerProbe.start(this, members, 2)) {
          one.insist(two, SampleMessages.numbered(one.id(), 10 + boot));
          two.insist(one, SampleMessages.numbered(two.id(), 20 + boot));
        }
      }
    }
  }

  /**
   * "Peers that know it otherwise are refused": a node of another cluster is told and tells
   * nothing.
   */
  @Test
  default void keepsClustersApart() throws Exception {
    Members members = newMembers(3);
    try (PeerProbe one = PeerProbe.start(this, members, 1);
        PeerProbe stranger = PeerProbe.start(this, members, 2, new ClusterId("another"));
        PeerProbe three = PeerProbe.start(this, members, 3)) {
      for (int number = 0; number < 50; number++) {
        stranger.say(one.id(), SampleMessages.numbered(stranger.id(), number));
        one.say(stranger.id(), SampleMessages.numbered(one.id(), number));
        three.insist(one, SampleMessages.numbered(three.id(), number));
        one.insist(three, SampleMessages.numbered(one.id(), number));
      }

      assertTrue(
          one.received().stream().allMatch(each -> each.from().equals(three.id())),
          "a node of another cluster is not heard");
      assertTrue(stranger.received().isEmpty(), "a node of another cluster hears nothing");
      assertFalse(one.isConnectedTo(stranger), "a node of another cluster is not connected");
    }
  }
}
