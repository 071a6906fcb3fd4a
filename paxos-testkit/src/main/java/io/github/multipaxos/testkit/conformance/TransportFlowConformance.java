package io.github.multipaxos.testkit.conformance;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multipaxos.message.Message;
import io.github.multipaxos.model.Members;
import io.github.multipaxos.model.NodeId;
import org.junit.jupiter.api.Test;

/** Checks that nobody is blocked and no memory is filled. Part of {@link TransportConformance}. */
public interface TransportFlowConformance extends TransportBench {

  /** "Must not block a sender": neither for a peer that is not there. */
  @Test
  default void doesNotBlockOnAnAbsentPeer() throws Exception {
    Members members = newMembers(2);
    try (PeerProbe one = PeerProbe.start(this, members, 1)) {
      flood(one, NodeId.of(2));
    }
  }

  /** Nor for one that reads nothing. */
  @Test
  default void doesNotBlockOnAPeerThatReadsNothing() throws Exception {
    Members members = newMembers(2);
    try (PeerProbe one = PeerProbe.start(this, members, 1);
        PeerProbe two = PeerProbe.start(this, members, 2).forgetful()) {
      one.awaitConnection(two);
      two.makeRoom(false);

      flood(one, two.id());
    }
  }

  /** "Must keep its memory within a stated bound whatever its peers do." */
  @Test
  default void keepsNoMoreThanItsBoundForAPeerThatReadsNothing() throws Exception {
    Members members = newMembers(2);
    try (PeerProbe one = PeerProbe.start(this, members, 1);
        PeerProbe two = PeerProbe.start(this, members, 2).forgetful()) {
      one.awaitConnection(two);
      two.makeRoom(false);
      long floodedBytes = flood(one, two.id());

      two.makeRoom(true);
      two.transport().resume();
      awaitQuiet(two);

      assertTrue(
          two.receivedBytes() <= boundBytes(),
          () -> two.receivedBytes() + " of " + floodedBytes + " bytes were kept");
    }
  }

  private static void awaitQuiet(PeerProbe peer) throws InterruptedException {
    long seenBytes;
    do {
      seenBytes = peer.receivedBytes();
      long before = seenBytes;
      peer.pause(() -> peer.receivedBytes() > before, 500);
    } while (peer.receivedBytes() > seenBytes);
  }

  /** Sends twice the bytes that the transport may keep, and returns how many that were. */
  private long flood(PeerProbe sender, NodeId to) {
    Message message = SampleMessages.large(1, 256 << 10);
    long floodBytes = 2 * boundBytes();
    assertTimeoutPreemptively(
        patience(),
        () -> {
          for (long sentBytes = 0; sentBytes < floodBytes; sentBytes += message.bytes()) {
            sender.say(to, message);
          }
        },
        "a sender is blocked");
    return floodBytes;
  }

  /** "Reads no further from any peer … delivers no more than what it has already read." */
  @Test
  default void readsNoFurtherFromAnyPeerWithoutRoom() throws Exception {
    try (Trio trio = Trio.start(this)) {
      PeerProbe full = trio.peer(3).forgetful();
      trio.peer(1).awaitConnection(full);
      trio.peer(2).awaitConnection(full);
      full.makeRoom(false);
      for (int round = 0; round < 2; round++) {
        for (int resumes = 0; resumes < 10; resumes++) {
          full.transport().resume(); // many are worth no more than one
        }
        long beforeBytes = full.receivedBytes();
        press(trio.peer(1), full);
        press(trio.peer(2), full);

        long readBytes = full.receivedBytes() - beforeBytes;
        assertTrue(
            readBytes <= 2 * readAheadBytes(),
            "a node without room was handed " + readBytes + " bytes more");
      }
    }
  }

  /** Sends four times what may be read ahead, slowly enough for it to arrive where it is read. */
  private void press(PeerProbe sender, PeerProbe receiver) throws InterruptedException {
    Message message = SampleMessages.large(1, 4 << 10);
    long unheardBytes = 0;
    for (long sentBytes = 0; sentBytes < 4 * readAheadBytes(); sentBytes += message.bytes()) {
      long heardBytes = receiver.receivedBytes();
      sender.say(receiver.id(), message);
      unheardBytes += message.bytes();
      if (unheardBytes > readAheadBytes() / 8) {
        receiver.pause(() -> receiver.receivedBytes() > heardBytes, 20);
        unheardBytes = 0;
      }
    }
  }

  /** "Goes on reading", and not only once. */
  @Test
  default void goesOnReadingWhenToldTo() throws Exception {
    Members members = newMembers(2);
    try (PeerProbe one = PeerProbe.start(this, members, 1);
        PeerProbe two = PeerProbe.start(this, members, 2)) {
      for (int number = 0; number < 20; number++) {
        two.makeRoom(false);
        one.insist(two, SampleMessages.numbered(one.id(), number));
        two.makeRoom(true);
        two.transport().resume();
      }
    }
  }

  /** "Called by any thread, also when nothing was paused." */
  @Test
  default void takesAResumeThoughNothingIsPaused() throws Exception {
    Members members = newMembers(2);
    try (PeerProbe one = PeerProbe.start(this, members, 1);
        PeerProbe two = PeerProbe.start(this, members, 2)) {
      for (int number = 0; number < 20; number++) {
        one.transport().resume();
        two.transport().resume();
        one.insist(two, SampleMessages.numbered(one.id(), number));
      }
    }
  }

  /**
   * "One that comes while receive is still running counts." The node may have made room, and said
   * so, before its answer reaches the transport; otherwise reading would never go on.
   */
  @Test
  default void heedsAResumeThatOvertakesTheAnswer() throws Exception {
    Members members = newMembers(2);
    try (PeerProbe one = PeerProbe.start(this, members, 1);
        PeerProbe two = PeerProbe.start(this, members, 2)) {
      two.resumeBeforeAnswering();

      for (int number = 0; number < 20; number++) {
        one.insist(two, SampleMessages.numbered(one.id(), number));
      }
    }
  }
}
