package io.github.multipaxos.testkit.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multipaxos.PaxosConfig;
import io.github.multipaxos.message.Message;
import io.github.multipaxos.model.Members;
import io.github.multipaxos.model.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Checks what becomes of messages. Part of {@link TransportConformance}. */
public interface TransportDeliveryConformance extends TransportBench {

  /** "It must not alter one." */
  @Test
  default void carriesEveryKindOfMessageUnaltered() throws Exception {
    Members members = newMembers(2);
    List<Message> messages = SampleMessages.everyKind();
    try (PeerProbe one = PeerProbe.start(this, members, 1);
        PeerProbe two = PeerProbe.start(this, members, 2)) {
      for (Message message : messages) {
        one.insist(two, message);
      }

      for (PeerProbe.Received each : two.received()) {
        assertTrue(messages.contains(each.message()), "nobody has sent " + each.message());
      }
    }
  }

  /** A command as large as any configuration may allow fits into a message. */
  @Test
  default void carriesTheLargestCommand() throws Exception {
    Members members = newMembers(2);
    try (PeerProbe one = PeerProbe.start(this, members, 1);
        PeerProbe two = PeerProbe.start(this, members, 2)) {
      one.insist(two, SampleMessages.large(1, PaxosConfig.COMMAND_BYTES_LIMIT));
    }
  }

  /** "Must not deliver one under another sender's name." */
  @Test
  default void deliversUnderTheNameOfTheSender() throws Exception {
    try (Trio trio = Trio.start(this)) {
      trio.everyoneTalksToEveryone();

      for (PeerProbe peer : trio.peers()) {
        for (PeerProbe.Received each : peer.received()) {
          NodeId sender = ((Message.Chosen) each.message()).ballot().node();
          assertEquals(sender, each.from(), "the sender of what node " + peer.id() + " received");
        }
      }
    }
  }

  /** A message reaches the peer it is for, and no other. */
  @Test
  default void deliversToTheNodeAddressed() throws Exception {
    try (Trio trio = Trio.start(this)) {
      trio.everyoneTalksToEveryone();

      for (PeerProbe peer : trio.peers()) {
        for (PeerProbe.Received each : peer.received()) {
          long addressee = ((Message.Chosen) each.message()).through();
          assertEquals(peer.id().value(), addressee, "the node that the message is for");
        }
      }
    }
  }

  /** "What is sent by one thread to one peer leaves in that order." */
  @Test
  default void keepsTheOrderOfOneThread() throws Exception {
    Members members = newMembers(2);
    try (PeerProbe one = PeerProbe.start(this, members, 1);
        PeerProbe two = PeerProbe.start(this, members, 2)) {
      one.awaitConnection(two);
      sendNumbered(one, two.id(), 0, 3000);
      one.insist(two, SampleMessages.numbered(one.id(), 3000));

      assertOrdered(numbersFrom(two.received()));
    }
  }

  /** "Called by several threads. What is sent by one thread to one peer leaves in that order." */
  @Test
  default void keepsTheOrderOfEachOfSeveralThreads() throws Exception {
    Members members = newMembers(2);
    try (PeerProbe one = PeerProbe.start(this, members, 1);
        PeerProbe two = PeerProbe.start(this, members, 2)) {
      one.awaitConnection(two);
      List<CompletableFuture<Void>> sending = new ArrayList<>();
      for (long thread = 0; thread < 4; thread++) {
        long firstNumber = thread << 32;
        sending.add(
            CompletableFuture.runAsync(() -> sendNumbered(one, two.id(), firstNumber, 1000)));
      }
      for (CompletableFuture<Void> each : sending) {
        each.get(patience().toMillis(), TimeUnit.MILLISECONDS);
      }
      one.insist(two, SampleMessages.numbered(one.id(), 9L << 32));

      List<Long> numbers = numbersFrom(two.received());
      for (long thread = 0; thread < 4; thread++) {
        long mine = thread;
        assertOrdered(numbers.stream().filter(number -> number >> 32 == mine).toList());
      }
    }
  }

  private static void sendNumbered(PeerProbe sender, NodeId to, long firstNumber, int count) {
    for (int i = 0; i < count; i++) {
      sender.transport().send(to, SampleMessages.numbered(sender.id(), firstNumber + i));
      if (i % 10 == 0) {
        sender.transport().flush();
      }
    }
    sender.transport().flush();
  }

  private static List<Long> numbersFrom(List<PeerProbe.Received> received) {
    return received.stream().map(each -> ((Message.Chosen) each.message()).through()).toList();
  }

  private static void assertOrdered(List<Long> numbers) {
    assertFalse(numbers.isEmpty(), "something of a quiet connection arrives");
    assertEquals(numbers.stream().sorted().toList(), numbers, "messages arrive as they were sent");
  }

  /** "Takes what arrives, from threads of the transport's." */
  @Test
  default void deliversOnThreadsOfItsOwn() throws Exception {
    Members members = newMembers(2);
    try (PeerProbe one = PeerProbe.start(this, members, 1);
        PeerProbe two = PeerProbe.start(this, members, 2)) {
      for (int number = 0; number < 20; number++) {
        one.insist(two, SampleMessages.numbered(one.id(), number));
      }

      for (PeerProbe.Received each : two.received()) {
        assertFalse(each.thread() == Thread.currentThread(), "delivered on the sender's thread");
      }
    }
  }

  /** "A message for a peer that is not connected … is dropped." */
  @Test
  default void dropsWhatIsForAnAbsentPeer() throws Exception {
    Members members = newMembers(2);
    try (PeerProbe one = PeerProbe.start(this, members, 1)) {
      Message stale = SampleMessages.numbered(one.id(), 1);
      one.say(NodeId.of(2), stale);
      one.say(NodeId.of(77), stale);

      try (PeerProbe two = PeerProbe.start(this, members, 2)) {
        one.insist(two, SampleMessages.numbered(one.id(), 2));

        assertFalse(two.hasReceived(one.id(), stale), "what was said to nobody was kept");
      }
    }
  }
}
