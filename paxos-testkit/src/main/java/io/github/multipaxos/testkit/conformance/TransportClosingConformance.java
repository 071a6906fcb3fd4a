package io.github.multipaxos.testkit.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.multipaxos.model.Members;
import io.github.multipaxos.model.NodeId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Checks {@link io.github.multipaxos.spi.Transport#close}. Part of {@link TransportConformance}.
 */
public interface TransportClosingConformance extends TransportBench {

  /** "Nothing is received after." */
  @Test
  default void tellsItsReceiverNothingAfterClosing() throws Exception {
    try (Trio trio = Trio.start(this)) {
      PeerProbe closing = trio.peer(1);
      for (int number = 0; number < 100; number++) {
        if (number == 50) {
          closing.close();
        }
        for (int repeat = 0; repeat < 20; repeat++) {
          trio.peer(2).say(closing.id(), SampleMessages.numbered(trio.peer(2).id(), number));
        }
        trio.peer(2).insist(trio.peer(3), SampleMessages.numbered(trio.peer(2).id(), number));
      }

      closing.pause(() -> !closing.callsAfterClosing().isEmpty(), 500);
      assertEquals(
          List.of(), closing.callsAfterClosing(), "what the receiver was told after close");
    }
  }

  /** "Closes every connection": also while it is told not to read. */
  @Test
  default void closesWhileItsReceiverHasNoRoom() throws Exception {
    Members members = newMembers(2);
    try (PeerProbe one = PeerProbe.start(this, members, 1)) {
      try (PeerProbe two = PeerProbe.start(this, members, 2)) {
        two.makeRoom(false);
        one.insist(two, SampleMessages.numbered(one.id(), 1));
        one.awaitConnection(two);
        two.pause(() -> false, 50); // the answer takes a moment to be heeded

        two.closeNow(); // and ends, or else says that it does not
      }
      one.await(() -> !one.disconnections().isEmpty(), "node 1 hears that node 2 is gone");
    }
  }

  /** "Ends every thread of the transport's." */
  @Test
  default void endsItsThreads() throws Exception {
    Members members = newMembers(2);
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    try (PeerProbe one = PeerProbe.start(this, members, 1);
        PeerProbe two = PeerProbe.start(this, members, 2)) {
      one.insist(two, SampleMessages.numbered(one.id(), 1));
      two.insist(one, SampleMessages.numbered(two.id(), 1));
      one.closeNow();
      two.closeNow();

      one.await(
          () -> threadsSince(before).isEmpty(), "no thread is left of " + threadsSince(before));
    }
  }

  private static Set<Thread> threadsSince(Set<Thread> before) {
    Set<Thread> threads = new HashSet<>(Thread.getAllStackTraces().keySet());
    threads.removeAll(before);
    threads.remove(Thread.currentThread());
    return threads;
  }

  /** What is sent once nobody is connected any more is dropped, like all that is sent to nobody. */
  @Test
  default void dropsWhatIsSentAfterClosing() throws Exception {
    Members members = newMembers(2);
    try (PeerProbe one = PeerProbe.start(this, members, 1)) {
      one.closeNow();

      one.say(NodeId.of(2), SampleMessages.numbered(one.id(), 1));
      one.transport().resume();
    }
  }
}
